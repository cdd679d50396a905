"""Reads the waves of a consultation as they were released: protected lines, and the wording where known.

A wave comes from the folder of a written release, or from a bundle, which is then counted and protected like
for a release. A release of before it held its codebook does not know how it was worded: a bundle given beside
its own release brings it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis import bundle as bundles
from analysis import counting, output
from analysis.disclosure import load_policy, protect, recall
from analysis.disclosure.lines import Line, lines_of, read_lines
from analysis.tables import results

Progress = Callable[[str], None]


class WavesError(ValueError):
    """These folders do not make up the waves of one questionnaire; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Wave:
    """One wave as shown: `lines` of all questions' tables; `codebook` is None where the release has none.

    `source` is the checksum of the bundle's manifest; `questionnaire` has name, version and digest; `policy`
    is what it was protected by.
    """

    folder: str
    poll: str
    name: str
    opened: str
    facts: Mapping[str, Any]
    questionnaire: Mapping[str, Any]
    source: str
    lines: tuple[Line, ...]
    codebook: Mapping[str, Any] | None
    policy: Mapping[str, int]


def read_waves(folders: Sequence[Path], progress: Progress = lambda _: None) -> tuple[Wave, ...]:
    """Read two or more waves, the earliest first; WavesError, BundleError, ReleaseDamagedError."""
    formats = {folder: _format(folder) for folder in folders}
    released = [_release(f, progress) for f, kind in formats.items() if kind == output.FORMAT]
    waves = {wave.source: wave for wave in released}
    if len(waves) < len(released):
        raise WavesError("two releases of the same bundle: these are not two waves")
    given: dict[str, str] = {}
    for folder in (f for f, kind in formats.items() if kind == bundles.FORMAT):
        found = bundles.read(folder)
        source = found.manifest_sha256
        if source in given:
            raise WavesError(f"{folder.name} is the same bundle as {given[source]}: these are not two waves")
        given[source] = folder.name
        known = waves.get(source)
        waves[source] = replace(known, codebook=found.codebook) if known else _protected(found, progress)
    return _checked(sorted(waves.values(), key=lambda wave: (wave.opened, wave.poll, wave.name)))


def _format(folder: Path) -> str:
    try:
        found = json.loads((folder / bundles.MANIFEST).read_text(encoding="utf-8")).get("format")
    except (OSError, ValueError, AttributeError) as error:
        raise WavesError(f"{folder}: neither a release nor a bundle ({error})") from error
    if found not in {output.FORMAT, bundles.FORMAT}:
        raise WavesError(f"{folder}: neither a release nor a bundle, but {found!r}")
    return str(found)


def _release(folder: Path, progress: Progress) -> Wave:
    """Read a written release after auditing it: one that may not be shown may not be compared either."""
    progress(f"auditing {folder.name}")
    report = output.audit_folder(folder)
    if report.violations:
        raise WavesError(f"{folder}: this release does not stand its audit: {report.violations[0]}")
    manifest = json.loads((folder / output.MANIFEST).read_text(encoding="utf-8"))
    # What groups said is another counting: a trend follows responses.
    tables = [
        each for each in sorted((folder / output.TABLES).glob("*.csv")) if not output.part_of(each.name)
    ]
    lines = tuple(line for table in tables for line in read_lines(table))
    source = str(manifest["bundle_manifest_sha256"])
    wave = _wave(folder.name, manifest, manifest["questionnaire"], source, lines)
    if recall.NAME not in manifest["files"]:
        return wave
    whole, _ = output.recall_release(folder)
    return replace(wave, codebook=dict(whole.codebook))


def _protected(found: bundles.Bundle, progress: Progress) -> Wave:
    exact = results(found, counting.count(found, progress))
    release, _ = protect(exact, load_policy(), progress)
    lines = tuple(lines_of(release.everything))
    questionnaire = found.codebook["questionnaire"]
    told = {"facts": release.facts, "policy": release.policy}
    wave = _wave(found.folder.name, told, questionnaire, found.manifest_sha256, lines)
    return replace(wave, codebook=found.codebook)


def _wave(
    folder: str,
    told: Mapping[str, Any],
    questionnaire: Mapping[str, Any],
    source: str,
    lines: Sequence[Line],
) -> Wave:
    facts = told["facts"]
    wave = facts.get("wave", {})
    kept = tuple(line for line in lines if line.shape not in {"profile", "words", "themes"})
    poll, name, opened = str(facts["poll"]["code"]), str(wave.get("name", "")), str(wave.get("opened", ""))
    return Wave(folder, poll, name, opened, facts, questionnaire, source, kept, None, told["policy"])


def _checked(waves: Sequence[Wave]) -> tuple[Wave, ...]:
    if len(waves) < 2:
        raise WavesError("a trend needs two waves at least")
    first = waves[0]
    for wave in waves[1:]:
        mine, theirs = first.questionnaire["name"], wave.questionnaire["name"]
        if mine != theirs:
            raise WavesError(f"{first.folder} asked the questionnaire {mine}, {wave.folder} asked {theirs}")
    seen: dict[tuple[str, str], Wave] = {}
    for wave in waves:
        other = seen.setdefault((wave.poll, wave.name), wave)
        if other is not wave:
            raise WavesError(
                f"{other.folder} and {wave.folder} are both wave {wave.name} of the poll {wave.poll}: "
                "two freezes of one wave hold the same children and are no trend"
            )
    return tuple(waves)
