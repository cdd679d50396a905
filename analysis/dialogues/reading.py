"""Reads what groups said from verified bundles: dialogues, and the tally sheets of groups on paper."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow.parquet as pq

from analysis.bundle import DIALOGUES as FILES
from analysis.bundle import SHEETS as SHEET_FILE
from analysis.bundle import Bundle, BundleError
from analysis.dialogues.described import described
from analysis.dialogues.exact import (
    AXES,
    DIALOGUES,
    IN_PERSON,
    NOT_KNOWN,
    ONLINE,
    SHEETS,
    Cleared,
    Groups,
    Heads,
)
from analysis.dialogues.tallying import Tally, cubes
from analysis.tables import tabulate
from analysis.words import Row, fold

_HEADS, _TALLIES, _FELT, _SAID, _TEXTS = FILES
_GROUPS: Final = "groups"  # the value under which tally sheets count how many groups there were
_NOT_SAID: Final = "not_said"  # of gender and disability on tally sheets
Rows = list[dict[str, Any]]


def of_bundles(bundles: Sequence[Bundle]) -> tuple[Groups, ...]:
    """Read all kinds of groups that bundles have; BundleError where two of them hold the same dialogues."""
    return tuple(found for found in (_dialogues(bundles), _sheets(bundles)) if found is not None)


def _dialogues(bundles: Sequence[Bundle]) -> Groups | None:
    having = [bundle for bundle in bundles if bundle.file(_HEADS) is not None]
    _refuse_repeated(having)
    if not having:
        return None
    rows = {name: _rows(having, name) for name in FILES}
    tallies = [*map(_tally, rows[_TALLIES]), *(_tally({"part": "", **row}) for row in rows[_FELT])]
    heads = [(*_group(row), row["children"]) for row in rows[_HEADS] if row["children"] is not None]
    codebook = described(having, [tally.question for tally in tallies], _bands(tallies, heads))
    tables = tabulate(cubes(tallies, codebook, _TALLIES), codebook)
    talks = {(row["bundle"], row["dialogue"]): row for row in rows[_HEADS]}
    uncounted = [row for row in talks.values() if row["children"] is None]
    facts = {
        "groups": len(talks),
        "uncounted": len(uncounted),
        "promised": sum(bool(row["promised"]) for row in talks.values()),
    }
    return Groups(
        DIALOGUES,
        _source(having, tuple(FILES)),
        _heads(heads),
        tables,
        codebook,
        facts,
        _words(rows[_TEXTS], codebook),
        _themes(rows[_SAID]),
        tuple(_cleared(rows, codebook)),
    )


def _sheets(bundles: Sequence[Bundle]) -> Groups | None:
    having = [bundle for bundle in bundles if (bundle.manifest["files"].get(SHEET_FILE) or {}).get("rows")]
    if not having:
        return None
    rows = _rows(having, SHEET_FILE)
    tallies = [_tally(row) for row in rows if row["question"]]
    counted = [row for row in rows if not row["question"] and row["value"] != _GROUPS]
    heads = [
        (row["age_band"], _plain(row["part"]), _plain(row["value"]), NOT_KNOWN, NOT_KNOWN, row["children"])
        for row in counted
    ]
    codebook = described(having, [tally.question for tally in tallies], _bands(tallies, heads))
    tables = tabulate(cubes(tallies, codebook, SHEET_FILE), codebook)
    number = sum(row["children"] for row in rows if not row["question"] and row["value"] == _GROUPS)
    facts = {"groups": number, "uncounted": 0, "promised": 0}
    return Groups(SHEETS, _source(having, (SHEET_FILE,)), _heads(heads), tables, codebook, facts)


def _refuse_repeated(bundles: Sequence[Bundle]) -> None:
    """Refuse bundles that carry the same dialogues: their children would count twice."""
    seen: dict[str, str] = {}
    for bundle in bundles:
        mark = _source([bundle], tuple(FILES))
        if mark in seen:
            raise BundleError(
                _HEADS,
                f"{bundle.folder.name} and {seen[mark]} hold the same dialogues: they would count twice",
            )
        seen[mark] = bundle.folder.name


def _rows(bundles: Sequence[Bundle], name: str) -> Rows:
    """Read a file of every bundle; each row says from which bundle, by its place."""
    found = []
    for at, bundle in enumerate(bundles):
        for row in pq.read_table(bundle.folder / name).to_pylist():
            if (row.get("children") or 0) < 0:
                raise BundleError(name, "counts fewer than no children")
            found.append(row | {"bundle": at})
    return found


def _source(bundles: Sequence[Bundle], names: Sequence[str]) -> str:
    marks = sorted(bundle.manifest["files"][name]["sha256"] for bundle in bundles for name in names)
    return hashlib.sha256("\n".join(marks).encode()).hexdigest()


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(row["age_band"], row["question"], row["part"], row["value"], row["children"])


def _group(row: Mapping[str, Any]) -> tuple[str, ...]:
    place = ONLINE if row["online"] else IN_PERSON
    return row["age_band"], row["gender"], row["disability"], row["region"] or NOT_KNOWN, place


def _plain(said: str) -> str:
    return NOT_KNOWN if said == _NOT_SAID else said


def _bands(tallies: Iterable[Tally], heads: Iterable[Sequence[Any]]) -> tuple[str, ...]:
    return tuple(sorted({tally.band for tally in tallies} | {str(head[0]) for head in heads}))


def _heads(rows: Sequence[Sequence[Any]]) -> Heads:
    """Put heads into their places; what is not known stands last on every axis."""
    names = tuple(
        tuple(sorted({str(row[at]) for row in rows}, key=lambda name: (name == NOT_KNOWN, _age(name), name)))
        for at in range(len(AXES))
    )
    counts = np.zeros([len(axis) for axis in names], dtype=np.int64)
    for *group, children in rows:
        counts[tuple(names[at].index(str(name)) for at, name in enumerate(group))] += children
    return Heads(names, counts)


def _age(name: str) -> int:
    first = name.split("-", maxsplit=1)[0].rstrip("+")
    return int(first) if first.isdecimal() else 0


def _words(rows: Rows, codebook: Mapping[str, Any]) -> dict[str, dict[Row, int]]:
    """Count single words as written; longer texts are quoted, never counted."""
    clouds = {question["name"] for question in codebook["questions"] if question["kind"] == "one_word"}
    found: dict[str, Counter[Row]] = {}
    for row in rows:
        if row["question"] in clouds:
            said = row["language"], row["age_band"], row["text"]
            found.setdefault(row["question"], Counter())[said] += 1
    return {question: dict(sorted(said.items())) for question, said in sorted(found.items())}


def _themes(rows: Rows) -> dict[str, int]:
    """Count what groups said by theme, as the facilitators named it, however it is written."""
    counted: Counter[str] = Counter()
    named: dict[str, str] = {}
    for row in rows:
        if row["theme"]:
            key = fold(row["theme"], row["language"])
            counted[key] += 1
            named[key] = min(named.get(key, row["theme"]), row["theme"])
    return {named[key]: number for key, number in sorted(counted.items())}


def _cleared(rows: Mapping[str, Rows], codebook: Mapping[str, Any]) -> list[Cleared]:
    """List all words that may be quoted, in an order that tells nothing."""
    clouds = {question["name"] for question in codebook["questions"] if question["kind"] == "one_word"}
    said = [
        Cleared(row["question"], row["language"], row["age_band"], row["wording"])
        for row in rows[_SAID]
        if row["wording"]
    ]
    said += [
        Cleared(row["question"], row["language"], row["age_band"], row["text"])
        for row in rows[_TEXTS]
        if row["question"] not in clouds
    ]
    return sorted(said, key=lambda each: (each.question, each.language, each.text, each.band))
