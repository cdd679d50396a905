"""One release as an outsider has it: every printed line, and what it says of where the numbers come from."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from typing import Any

from analysis.disclosure.auditing.audit import most_of
from analysis.disclosure.auditing.conditions import asked_of
from analysis.disclosure.lines import COLUMNS, Line, lines_of
from analysis.disclosure.policy import Policy, read, recall
from analysis.disclosure.protected import Release


@dataclass(frozen=True, slots=True)
class Published:
    """What a release tells; `source` is the checksum of its freeze, `number` its place in a ledger.

    `name` is the checksum of the release's own manifest; a release that is not yet written has neither.
    `responses` is the number of children and `texts` the number of texts by question, as printed. `asked`
    tells of whom questions were asked that hang on earlier answers. `groups` is what it tells of groups.
    """

    source: str
    poll: str
    wave: str
    frozen: str
    policy: Policy
    responses: int | None
    texts: Mapping[str, int | None]
    most: Mapping[str, int | None]
    lines: tuple[Line, ...]
    asked: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    number: int = 0
    groups: Mapping[str, "Published"] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """Name the release as a person finds it again."""
        return f"release {self.number} (frozen {self.frozen})" if self.number else "this release"

    @property
    def children(self) -> tuple[str, str]:
        """Name the children counted: those of one wave are the same, but for who came late."""
        return self.poll, self.wave


def publish(release: Release, source: str) -> Published:
    """Take a release as it will be written."""
    facts: Any = release.facts
    return Published(
        source=source,
        poll=str(facts["poll"]["code"]),
        wave=str(facts.get("wave", {}).get("name", "")),
        frozen=str(facts.get("frozen", "")),
        policy=read(release.policy),
        responses=release.responses,
        texts=dict(release.texts),
        most=most_of(release.codebook),
        lines=tuple(lines_of(release.everything)),
        asked=asked_of(release.codebook),
        groups={kind: publish(own, str(own.facts["source"])) for kind, own in release.groups.items()},
    )


def of_manifest(manifest: Mapping[str, Any], parts: Mapping[str, tuple[Line, ...]], name: str) -> Published:
    """Take a written release: its manifest, the lines of its tables by part, its manifest's checksum."""
    facts, counts = manifest["facts"], manifest["counts"]
    lines = parts.get("", ())
    return Published(
        source=str(manifest["bundle_manifest_sha256"]),
        poll=str(facts["poll"]["code"]),
        wave=str(facts.get("wave", {}).get("name", "")),
        frozen=str(facts.get("frozen", "")),
        policy=read(manifest["policy"]),
        responses=counts["responses"],
        texts=counts["texts"],
        most=manifest["most"],
        lines=lines,
        asked=manifest.get("asked", {}),
        name=name,
        groups={
            kind: of_manifest({**manifest, **own}, {"": parts.get(kind, ())}, "")
            for kind, own in manifest.get("groups", {}).items()
        },
    )


def entry_of(found: Published) -> dict[str, Any]:
    """Give a release as it stands in a ledger, ready for JSON."""
    return {
        "release": found.name,
        "number": found.number,
        "freeze": {
            "bundle_manifest_sha256": found.source,
            "poll": found.poll,
            "wave": found.wave,
            "frozen": found.frozen,
        },
        "policy": found.policy.published(),
        "counts": {"responses": found.responses, "texts": dict(found.texts)},
        "most": dict(found.most),
        "asked": dict(found.asked),
        "classifications": classifications(found.lines),
        "columns": list(COLUMNS),
        "cells": [list(astuple(line)) for line in found.lines],
        **({"groups": {kind: entry_of(own) for kind, own in found.groups.items()}} if found.groups else {}),
    }


def read_entry(entry: Mapping[str, Any]) -> Published:
    """Read a release from a ledger; KeyError, TypeError or ValueError where it is none."""
    freeze, counts = entry["freeze"], entry["counts"]
    return Published(
        source=freeze["bundle_manifest_sha256"],
        poll=freeze["poll"],
        wave=freeze["wave"],
        frozen=freeze["frozen"],
        policy=recall(entry["policy"]),
        responses=counts["responses"],
        texts=counts["texts"],
        most=entry["most"],
        lines=tuple(Line(**dict(zip(entry["columns"], cell, strict=True))) for cell in entry["cells"]),
        asked=entry.get("asked", {}),
        name=entry["release"],
        number=entry["number"],
        groups={kind: read_entry(own) for kind, own in entry.get("groups", {}).items()},
    )


def classifications(lines: tuple[Line, ...]) -> dict[str, dict[str, list[str]]]:
    """List the groups of every breakdown, and the rows of every question with what is joined in them."""
    groups: dict[str, dict[str, None]] = defaultdict(dict)
    rows: dict[str, dict[str, None]] = defaultdict(dict)
    for line in lines:
        if line.shape == "profile":
            groups[line.question][line.row] = None
        elif line.kind == "choice":
            stem = f"{line.question}.{line.item}" if line.item else line.question
            rows[stem][f"{line.row} = {line.joins}" if line.joins else line.row] = None
    return {
        "groups": {name: list(found) for name, found in groups.items()},
        "rows": {name: list(found) for name, found in rows.items()},
    }
