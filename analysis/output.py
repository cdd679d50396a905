"""Writes a release into a folder, all or nothing, and reads it back for an audit from its files alone."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from analysis.disclosure.auditing.audit import Report, audit_lines, most_of
from analysis.disclosure.auditing.conditions import asked_of
from analysis.disclosure.auditing.groups import audit_group_lines
from analysis.disclosure.ledger.published import Published, of_manifest
from analysis.disclosure.lines import Line, ReleaseDamagedError, read_lines
from analysis.disclosure.policy import read as check_policy
from analysis.disclosure.protected import Release
from analysis.disclosure.protecting.protect import ReleaseRefusedError, refusal
from analysis.disclosure.recall import recall

FORMAT = "consult-release/1"
MANIFEST = "manifest.json"
TABLES = "tables"
# Parts the kind of groups from the name of the table; no name of a question has it.
OF_PART = "-"


class OutputError(Exception):
    """The folder cannot take a release; the message says why."""


@contextmanager
def new_folder(out: Path) -> Iterator[Path]:
    """Give a temporary folder beside `out` that takes its place when all went well.

    An earlier release there is replaced; any other folder is not touched: OutputError.
    """
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / MANIFEST).is_file())):
        raise OutputError(f"{out} is there and holds something else than a release")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror})") from error
    try:
        yield draft
        if out.exists():
            shutil.rmtree(out)
        draft.chmod(0o755)
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write_manifest(release: Release, folder: Path, bundle_sha256: str, report: Report) -> Path:
    """Write what the folder holds: every file's checksum, the policy, the facts and the numbers as shown.

    ReleaseRefusedError where the audit found a violation: without a manifest there is no release.
    """
    if report.violations:
        raise ReleaseRefusedError(refusal(report.violations))
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    books: Any = release.codebook
    manifest = {
        "format": FORMAT,
        "software": f"consult {version('consult')}",
        "bundle_manifest_sha256": bundle_sha256,
        "questionnaire": books["questionnaire"],
        "facts": dict(release.facts),
        "policy": dict(release.policy),
        "counts": {"responses": release.responses, "small": release.small, "texts": dict(release.texts)},
        "most": most_of(books),
        "asked": asked_of(books),
        "audit": {"cells": report.cells, "intervals": report.intervals, "violations": 0},
        **({"groups": {kind: _group(own) for kind, own in release.groups.items()}} if release.groups else {}),
        "files": {path.relative_to(folder).as_posix(): _facts(path) for path in files},
    }
    path = folder / MANIFEST
    path.write_text(
        json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return path


def _group(own: Release) -> dict[str, Any]:
    """Tell of one kind of groups what the manifest tells of responses, where it differs."""
    books: Any = own.codebook
    return {
        "bundle_manifest_sha256": own.facts["source"],
        "facts": dict(own.facts),
        "counts": {"responses": own.responses, "small": own.small, "texts": {}},
        "most": most_of(books),
        "asked": {},
        "groups": {},
    }


def _facts(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def audit_folder(folder: Path, progress: Callable[[str], None] = lambda _: None) -> Report:
    """Re-check a written release from its files alone.

    ReleaseDamagedError: one is missing or changed; PolicyError: it follows a policy that is too loose.
    """
    manifest, parts = _read(folder)
    progress(f"attacking {sum(map(len, parts.values()))} printed cells")
    asked, policy, lines = manifest.get("asked", {}), manifest["policy"], parts.pop("", ())
    found = [audit_lines(lines, policy, manifest["counts"]["responses"], manifest["most"], asked)]
    groups = manifest.get("groups", {})
    if strange := parts.keys() - groups.keys():
        raise ReleaseDamagedError(f"{MANIFEST}: does not say what “{min(strange)}” counts")
    whole = recall(folder, manifest, {"": lines, **parts}) if groups else None
    for kind, own in groups.items():
        quotes = whole.groups[kind].quotes if whole else ()
        heads = own["counts"]["responses"]
        found.append(audit_group_lines(parts.get(kind, ()), policy, heads, own["most"], quotes))
    return Report(
        sum(each.cells for each in found),
        sum(each.intervals for each in found),
        tuple(fault for each in found for fault in each.violations),
    )


def read_release(folder: Path) -> Published:
    """Read a written release as an outsider has it; errors as for `audit_folder`."""
    manifest, parts = _read(folder)
    return of_manifest(manifest, parts, _facts(folder / MANIFEST)["sha256"])


def recall_release(folder: Path) -> tuple[Release, str]:
    """Read a written release back whole, and the checksum of its manifest; errors as for `audit_folder`."""
    manifest, parts = _read(folder)
    return recall(folder, manifest, parts), str(_facts(folder / MANIFEST)["sha256"])


def _read(folder: Path) -> tuple[Mapping[str, Any], dict[str, tuple[Line, ...]]]:
    """Read the manifest and the tables by part, and check that every file is as it was written."""
    manifest = _manifest(folder)
    check_policy(manifest.get("policy", {}))
    strange = {p.relative_to(folder).as_posix() for p in (folder / TABLES).glob("*")} - set(manifest["files"])
    if strange:
        raise ReleaseDamagedError(f"{min(strange)}: is not in {MANIFEST}")
    parts: dict[str, tuple[Line, ...]] = {}
    for name, facts in manifest["files"].items():
        path = folder / name
        if not path.is_file():
            raise ReleaseDamagedError(f"{name}: is missing")
        if _facts(path)["sha256"] != facts["sha256"]:
            raise ReleaseDamagedError(f"{name}: differs from its checksum in {MANIFEST}")
        if name.startswith(f"{TABLES}/") and name.endswith(".csv"):
            part = part_of(path.name)
            parts[part] = (*parts.get(part, ()), *read_lines(path))
    return manifest, parts


def part_of(name: str) -> str:
    """Tell of whom the table in a file is: of groups of a kind, or ("") of responses."""
    return name.partition(OF_PART)[0] if OF_PART in name else ""


def _manifest(folder: Path) -> Mapping[str, Any]:
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseDamagedError(f"{MANIFEST}: cannot be read ({error})") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ReleaseDamagedError(f"{MANIFEST}: this is no release that this version reads")
    return found


def clean(languages: Sequence[str], codebook: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the languages to write: those asked for, or the questionnaire's; OutputError: a foreign one."""
    wanted = tuple(dict.fromkeys(languages)) or (str(codebook["default_language"]),)
    if foreign := [language for language in wanted if language not in codebook["languages"]]:
        raise OutputError(f"the questionnaire has no words in: {', '.join(foreign)}")
    return wanted
