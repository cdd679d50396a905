"""Taking translations from a file of somebody who works elsewhere: each is taken or left with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from consult.survey.formats.report import Report
from consult.survey.formats.units import Unit, faults, refusal
from consult.survey.writing.wording import tidy

MOST_BYTES = 4_000_000
MOST_UNITS = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One translation of a file: the unit it names, the words it was made from, its words, its line."""

    key: str
    source: str
    target: str
    line: int | None = None
    refused: str = ""  # why the file itself says it is not to be taken: "unsure", "plural", "inline"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file gives: words by place and band, and the report."""

    given: dict[tuple[str, str], str]
    report: Report


def take(entries: Iterable[Entry], units: Iterable[Unit]) -> Taken:
    """Hold the translations of a file against the questionnaire as it is now."""
    by_key = {unit.key: unit for unit in units}
    report, given = Report(), dict[tuple[str, str], str]()
    seen: set[str] = set()
    for entry in entries:
        unit = by_key.get(entry.key)
        code = _why_not(entry, unit, seen)
        seen.add(entry.key)
        target = tidy(entry.target)
        if unit is None or code:
            outcome = "left" if code == "untranslated" else "refused"
            report.note(outcome, code or "unit_unknown", "", entry.line, key=entry.key)
        elif target != unit.target:
            given[unit.place, unit.band] = target
            report.note("taken", "unit", "", entry.line, key=entry.key)
            for fault, params in faults(unit, target):
                report.note("changed", fault, "", entry.line, key=entry.key, **params)
    for key in by_key:
        if key not in seen:
            report.note("left", "unit_absent", "", None, key=key)
    return Taken(given, report)


def _why_not(entry: Entry, unit: Unit | None, seen: set[str]) -> str:
    target = tidy(entry.target)
    if unit is None:
        return "unit_unknown"
    if entry.key in seen:
        return "unit_twice"
    if entry.refused or not target:
        return entry.refused or "untranslated"
    if tidy(entry.source) != tidy(unit.source):
        return "source_changed"
    codes = {code for code, _ in faults(unit, target)}
    wrong = {"placeholder_missing", "placeholder_unknown"} & codes
    return refusal(target) or next(iter(sorted(wrong)), "")
