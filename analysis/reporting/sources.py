"""The releases that a report is made of: folders that analysis wrote, or a bundle that is protected first."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import bundle as bundles
from analysis import counting
from analysis.dialogues import reading
from analysis.disclosure import Release, load_policy, protect
from analysis.disclosure.protecting.groups import protect_groups
from analysis.facts import Facts
from analysis.output import MANIFEST, recall_release
from analysis.tables import results

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Source:
    """A release, the checksum that names it, and the key under which a document refers to it."""

    key: str
    name: str
    release: Release
    facts: Facts


def read_sources(paths: Sequence[Path], say: Progress = lambda _: None) -> tuple[Source, ...]:
    """Read releases; errors as for `analysis.output.read_release`, `bundle.read` and `disclosure.protect`.

    The key is the code of the poll, so that a later release of it takes the place of an earlier one; two
    waves of a poll in one report are told apart by the wave's name.
    """
    found = [_read(path, say) for path in paths]
    return keyed(found)


def keyed(found: Sequence[tuple[Release, str]]) -> tuple[Source, ...]:
    """Give each release (with the checksum that names it) its key."""
    codes = Counter(Facts.of(release).code for release, _ in found)
    return tuple(
        Source(_key(release, twice=codes[Facts.of(release).code] > 1), name, release, Facts.of(release))
        for release, name in found
    )


def group_sources(source: Source) -> dict[str, Source]:
    """Give each kind of groups of a release as a source of its own, with a key of its own."""
    return {
        kind: replace(source, key=f"{source.key}/{kind}", release=own)
        for kind, own in source.release.groups.items()
    }


def _key(release: Release, *, twice: bool) -> str:
    wave = release.facts.get("wave")
    name = str(wave.get("name", "")) if isinstance(wave, dict) else ""
    code = Facts.of(release).code
    return f"{code}:{name}" if twice else code


def _read(path: Path, say: Progress) -> tuple[Release, str]:
    if (path / bundles.RESPONSES).is_file():
        return _protected(path, say)
    say(f"reading {path / MANIFEST}")
    return recall_release(path)


def _protected(path: Path, say: Progress) -> tuple[Release, str]:
    """Pass a bundle through the gate; nothing of it is used but what comes out."""
    say("reading the bundle")
    found = bundles.read(path)
    release, report = protect(results(found, counting.count(found, say)), load_policy(), say)
    release, _ = protect_groups(release, report, reading.of_bundles([found]), say)
    return release, found.manifest_sha256
