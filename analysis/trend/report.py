"""Shares over the waves of a poll, as rows for a spreadsheet and with the note that must go with them.

Only what is shown in each wave's release is used, of all children and of every group. A question makes one
series as long as it was asked in the same words, of the same age bands, with the same choices; where any of
these changed a new series starts, both stand side by side with a flag, and the note says what changed. No
difference is tested for significance: whoever answers an open poll has chosen to, and other children may have
chosen in another wave.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import TextIO

from analysis.disclosure import OVERALL, TOTAL
from analysis.staff_words import spoken
from analysis.table_files import labels_of
from analysis.trend.series import asked_in, lines_of, questions_of, series_of
from analysis.trend.telling import note
from analysis.trend.waves import Wave

CHANGED, ONLY = "changed", "only in this wave"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in one wave as released; rows of one `series` may be compared, others may not.

    `flag` is empty where the question is the same in all waves that asked it. The labels are in one language,
    empty where a release does not know how it was worded.
    """

    question: str
    item: str
    breakdown: str
    group: str
    choice: str
    kind: str
    series: str
    poll: str
    wave: str
    base: int | None
    count: int | None
    percent: int | None
    status: str
    flag: str
    question_label: str = ""
    item_label: str = ""
    group_label: str = ""
    choice_label: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """All rows, and the note that must go with them."""

    rows: tuple[Row, ...]
    note: tuple[str, ...]


def trend(waves: Sequence[Wave], language: str = "en") -> Trend:
    """Set waves side by side; WavesError where wording is not known and cannot be the same by itself.

    Labels and note are in `language`; UnknownLanguageError where there are no words for it.
    """
    words = spoken(language)
    rows: list[Row] = []
    for name in questions_of(waves):
        asked = asked_in(name, waves)
        series = series_of(name, asked)
        flag = CHANGED if len(set(series.values())) > 1 else ONLY if len(asked) == 1 else ""
        rows += (row for wave in asked for row in _rows(name, wave, series[wave.source], flag, language))
    return Trend(tuple(rows), note(waves, words))


def _rows(name: str, wave: Wave, series: int, flag: str, language: str) -> Iterator[Row]:
    label = f"{name} ({series})" if flag == CHANGED else name
    for line in lines_of(name, wave):
        if line.group == TOTAL and line.breakdown != OVERALL:
            continue  # all children stand once, not with every breakdown
        labels = ("",) * 4 if wave.codebook is None else labels_of(wave.codebook, line, language)
        yield Row(
            name,
            line.item,
            line.breakdown,
            line.group,
            line.row,
            line.kind,
            label,
            wave.poll,
            wave.name,
            line.base,
            line.count,
            line.percent,
            line.status,
            flag,
            *labels,
        )


def write(found: Trend, target: TextIO) -> None:
    """Write the rows as CSV; a cell that a spreadsheet would take for a formula gets a quote before it."""
    writer = csv.writer(target)
    writer.writerow([field.name for field in fields(Row)])
    for row in found.rows:
        writer.writerow([_safe(value) for value in astuple(row)])


def _safe(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
