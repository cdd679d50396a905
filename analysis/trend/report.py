"""`python -m analysis.trend FOLDER FOLDER ... [--out FILE] [--language xx]`: shares over the waves of a poll.

Only what is shown in each wave's release is used, of all children and of every group. A question makes one
series as long as it was asked in the same words, of the same age bands, with the same choices; where any of
these changed a new series starts, both stand side by side with a flag, and the note says what changed. No
difference is tested for significance: whoever answers an open poll has chosen to, and other children may have
chosen in another wave.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import TextIO

from analysis import bundle as bundles
from analysis.disclosure import OVERALL, TOTAL, PolicyError, ReleaseRefusedError
from analysis.disclosure.lines import ReleaseDamagedError
from analysis.formulas import harmless
from analysis.labels import question_label
from analysis.render.words import UnknownLanguageError, Words, words_of
from analysis.tables import TableError
from analysis.trend.comparing import shared_languages
from analysis.trend.series import differences_of, lines_of, series_of
from analysis.trend.waves import Wave, WavesError, read_waves

_FORESEEN = (
    bundles.BundleError,
    PolicyError,
    ReleaseDamagedError,
    ReleaseRefusedError,
    TableError,
    UnknownLanguageError,
    WavesError,
)

CHANGED, ONLY = "changed", "only in this wave"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in one wave as released; rows of one `series` may be compared, others may not.

    `flag` is empty where the question is the same in all waves that asked it. `wording` is in the
    questionnaire's own language, empty where only releases were given.
    """

    question: str
    item: str
    breakdown: str
    group: str
    choice: str
    kind: str
    series: str
    wave: str
    base: int | None
    count: int | None
    percent: int | None
    status: str
    flag: str
    wording: str


@dataclass(frozen=True, slots=True)
class Trend:
    """All rows, and the note that must go with them."""

    rows: tuple[Row, ...]
    note: tuple[str, ...]


def trend(waves: Sequence[Wave], language: str = "en") -> Trend:
    """Set waves side by side; WavesError where wording is not known and cannot be the same by itself.

    The note is in `language`; UnknownLanguageError where there are no words for it.
    """
    words = words_of(language)
    names = list(dict.fromkeys(line.question for wave in waves for line in wave.lines))
    rows: list[Row] = []
    changes: list[str] = []
    for name in names:
        asked = [wave for wave in waves if any(line.question == name for line in wave.lines)]
        series = series_of(name, asked)
        flag = CHANGED if len(set(series.values())) > 1 else ONLY if len(asked) == 1 else ""
        rows += (row for wave in asked for row in _rows(name, wave, series[wave.source], flag))
        changes += _told(name, waves, series, words)
    return Trend(tuple(rows), (*_head(waves, words), *(changes or [words.gettext("No question changed.")])))


def _rows(name: str, wave: Wave, series: int, flag: str) -> Iterator[Row]:
    book = wave.codebook
    wording = "" if book is None else question_label(book, name, book["default_language"])
    label = f"{name} ({series})" if flag == CHANGED else name
    for line in lines_of(name, wave):
        if line.group == TOTAL and line.breakdown != OVERALL:
            continue  # all children stand once, not with every breakdown
        numbers = line.base, line.count, line.percent
        yield Row(
            name,
            line.item,
            line.breakdown,
            line.group,
            line.row,
            line.kind,
            label,
            title(wave),
            *numbers,
            line.status,
            flag,
            wording,
        )


def title(wave: Wave, words: Words | None = None) -> str:
    """Name a wave for readers."""
    said = words or words_of("en")
    return said.gettext("{poll}, wave {wave}", poll=wave.poll, wave=wave.name)


def _told(name: str, waves: Sequence[Wave], series: Mapping[str, int], words: Words) -> Iterator[str]:
    """Say of a question what changed, wave after wave."""
    asked = [wave for wave in waves if wave.source in series]
    if absent := [title(wave, words) for wave in waves if wave not in asked]:
        yield words.gettext(
            "{question}: not among the results of {waves}.", question=name, waves="; ".join(absent)
        )
    for first, second in pairwise(asked):
        if series[first.source] == series[second.source]:
            continue
        yield words.gettext(
            "{question}: changed from {first} to {second}; these shares are not one series.",
            question=name,
            first=title(first, words),
            second=title(second, words),
        )
        yield from (f"  {difference}" for difference in differences_of(name, first, second))


def _head(waves: Sequence[Wave], words: Words) -> Iterator[str]:
    _ = words.gettext
    for wave in waves:
        dates = wave.facts.get("wave", {})
        opened, closed = dates.get("opened", "?"), dates.get("closed", "?")
        line = _("{wave}: {opened} to {closed}.", wave=title(wave, words), opened=opened, closed=closed)
        synthetic = _("Synthetic data: no child gave these answers.")
        yield words.together([line, synthetic]) if wave.facts.get("synthetic") else line
    yield _(
        "The children of each wave chose to answer. A difference between waves may come from who answered, "
        "and no sampling error can be calculated."
    )
    yield _("All numbers are those released: rounded, and hidden where few children answered.")
    for first, second in pairwise(waves):
        if first.codebook and second.codebook:
            shared = shared_languages(first.codebook, second.codebook)
            odd = {*first.codebook["languages"], *second.codebook["languages"]} - set(shared)
            if odd:
                yield _(
                    "Not in both {first} and {second}: the languages {languages}.",
                    first=title(first, words),
                    second=title(second, words),
                    languages=", ".join(sorted(odd)),
                )


def write(found: Trend, target: TextIO) -> None:
    """Write the rows as CSV; a cell that a spreadsheet would take for a formula gets a quote before it."""
    writer = csv.writer(target)
    writer.writerow([field.name for field in fields(Row)])
    for row in found.rows:
        writer.writerow([_safe(value) for value in astuple(row)])


def _safe(value: object) -> object:
    return harmless(value) if isinstance(value, str) else "" if value is None else value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 2 where the folders cannot be compared."""
    parser = argparse.ArgumentParser(prog="python -m analysis.trend", description="Compare waves.")
    parser.add_argument(
        "folder", type=Path, nargs="+", help="releases or bundles; a bundle may join its release"
    )
    parser.add_argument("--language", default="en", help="of the note")
    parser.add_argument("--out", type=Path, help="CSV file; the note stands beside it as .txt")
    given = parser.parse_args(arguments)
    try:
        found = trend(read_waves(given.folder, _say), given.language)
    except _FORESEEN as error:
        _say(str(error))
        return 2
    if given.out is None:
        write(found, sys.stdout)
        for line in found.note:
            _say(line)
        return 0
    # The mark at the start of the file tells Excel that it is UTF-8.
    with given.out.open("w", encoding="utf-8-sig", newline="") as target:
        write(found, target)
    given.out.with_suffix(".txt").write_text("".join(f"{line}\n" for line in found.note), encoding="utf-8")
    return 0


def _say(what: str) -> None:
    sys.stderr.write(f"trend: {what}\n")
    sys.stderr.flush()
