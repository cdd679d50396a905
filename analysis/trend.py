"""`python -m analysis.trend FOLDER FOLDER ... [--out FILE]`: shares over the waves of one questionnaire.

Only what is shown in each wave's release is used. A question makes one series as long as it was asked in the
same words, of the same age bands, with the same choices; where any of these changed a new series starts, both
stand side by side with a flag, and the note says what changed. Nothing is tested for significance: whoever
answers an open poll has chosen to, and other children may have chosen in another wave.
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
from analysis.comparing import CODING, Difference, question_differences, shared_languages
from analysis.disclosure import PolicyError, ReleaseRefusedError
from analysis.disclosure.lines import Line, ReleaseDamagedError
from analysis.labels import question_label
from analysis.tables import TableError
from analysis.waves import Wave, WavesError, read_waves

_FORESEEN = (
    bundles.BundleError,
    PolicyError,
    ReleaseDamagedError,
    ReleaseRefusedError,
    TableError,
    WavesError,
)

CHANGED, ONLY = "changed", "only in this wave"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CAUTION = (
    "The children of each wave chose to answer. A difference between waves may come from who answered, and "
    "no sampling error can be calculated."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One answer in one wave as released; rows of one `series` may be compared, others may not.

    `flag` is empty where the question is the same in all waves that asked it. `wording` is in the
    questionnaire's own language, empty where only releases were given.
    """

    question: str
    item: str
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


def trend(waves: Sequence[Wave]) -> Trend:
    """Set waves side by side; WavesError where wording is not known and cannot be the same by itself."""
    names = list(dict.fromkeys(line.question for wave in waves for line in wave.lines))
    rows: list[Row] = []
    changes: list[str] = []
    for name in names:
        asked = [wave for wave in waves if any(line.question == name for line in wave.lines)]
        series = _series(name, asked)
        flag = CHANGED if len(set(series.values())) > 1 else ONLY if len(asked) == 1 else ""
        rows += (row for wave in asked for row in _rows(name, wave, series[wave.source], flag))
        changes += _told(name, asked, waves, series)
    return Trend(tuple(rows), (*_head(waves), *(changes or ["No question changed."])))


def _series(name: str, asked: Sequence[Wave]) -> dict[str, int]:
    """Give the number of the form in which each wave asked a question, by the wave's source."""
    forms: list[Wave] = []
    found: dict[str, int] = {}
    for wave in asked:
        at = next((at for at, form in enumerate(forms) if not _differ(name, form, wave)), len(forms))
        forms += [wave] * (at == len(forms))
        found[wave.source] = at + 1
    return found


def _differ(name: str, first: Wave, second: Wave) -> tuple[Difference, ...]:
    """List what changed in a question; the codes behind the names do not matter to a reader."""
    found: tuple[Difference, ...] = ()
    if first.questionnaire["digest"] != second.questionnaire["digest"]:
        for wave in (first, second):
            if wave.codebook is None:
                raise WavesError(
                    f"the questionnaire changed, and the release {wave.folder} does not carry its words in "
                    "all languages: give its bundle too"
                )
        books = first.codebook or {}, second.codebook or {}
        found = tuple(d for d in question_differences(*books, name) if d.aspect != CODING)
    return found + _classes(name, first, second)


def _classes(name: str, first: Wave, second: Wave) -> tuple[Difference, ...]:
    """Compare the classes of numbers: they follow the answers and may differ with the same wording."""
    here, there = (
        ", ".join(line.row for line in _lines(name, w) if line.kind == "choice") for w in (first, second)
    )
    number = any(line.shape == "number" for line in _lines(name, first))
    if not number or here == there:
        return ()
    return (Difference(name, f"{name}: classes of numbers", "classes", here, there),)


def _lines(name: str, wave: Wave) -> list[Line]:
    return [line for line in wave.lines if line.question == name]


def _rows(name: str, wave: Wave, series: int, flag: str) -> Iterator[Row]:
    book = wave.codebook
    wording = "" if book is None else question_label(book, name, book["default_language"])
    label = f"{name} ({series})" if flag == CHANGED else name
    for line in _lines(name, wave):
        numbers = line.base, line.count, line.percent
        yield Row(
            name, line.item, line.row, line.kind, label, title(wave), *numbers, line.status, flag, wording
        )


def title(wave: Wave) -> str:
    """Name a wave for readers."""
    return f"{wave.poll}, wave {wave.name}"


def _told(
    name: str, asked: Sequence[Wave], waves: Sequence[Wave], series: Mapping[str, int]
) -> Iterator[str]:
    """Say of a question what changed, wave after wave."""
    if absent := [title(wave) for wave in waves if wave not in asked]:
        yield f"{name}: not among the results of {'; '.join(absent)}."
    for first, second in pairwise(asked):
        if series[first.source] == series[second.source]:
            continue
        yield f"{name}: changed from {title(first)} to {title(second)}; these shares are not one series."
        yield from (f"  {difference}" for difference in _differ(name, first, second))


def _head(waves: Sequence[Wave]) -> Iterator[str]:
    for wave in waves:
        dates = wave.facts.get("wave", {})
        synthetic = " Synthetic data: no child gave these answers." if wave.facts.get("synthetic") else ""
        yield f"{title(wave)}: {dates.get('opened', '?')} to {dates.get('closed', '?')}.{synthetic}"
    yield _CAUTION
    yield "All numbers are those released: rounded, and hidden where few children answered."
    for first, second in pairwise(waves):
        if first.codebook and second.codebook:
            shared = shared_languages(first.codebook, second.codebook)
            odd = {*first.codebook["languages"], *second.codebook["languages"]} - set(shared)
            if odd:
                named = ", ".join(sorted(odd))
                yield f"Not in both {title(first)} and {title(second)}: the languages {named}."


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 2 where the folders cannot be compared."""
    parser = argparse.ArgumentParser(prog="python -m analysis.trend", description="Compare waves.")
    parser.add_argument(
        "folder", type=Path, nargs="+", help="releases or bundles; a bundle may join its release"
    )
    parser.add_argument("--out", type=Path, help="CSV file; the note stands beside it as .txt")
    given = parser.parse_args(arguments)
    try:
        found = trend(read_waves(given.folder, _say))
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


if __name__ == "__main__":
    sys.exit(main())
