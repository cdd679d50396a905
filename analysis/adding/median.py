"""All children beside the median part: where one country answered far more than others, the two differ.

Among all children a large country weighs as much as it has children; the median of the countries' own shares
weighs every country alike. Both come from protected tables. A median is only given over five parts at least
that may each show the share: over fewer it would say what one part's own release hides.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from statistics import median

from analysis.disclosure import OVERALL, Release

LEAST_PARTS = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """One answer: whole per cents of all children and of the median part, over how many parts."""

    question: str
    item: str
    choice: str
    all_respondents: int | None
    median_part: int | None
    parts: int


def beside(whole: Release, parts: Sequence[Release]) -> Iterator[Beside]:
    """Set the share of all children beside the median of the parts' shares, answer by answer."""
    for table in (table for table in whole.tables if table.breakdown == OVERALL):
        each = [part.table(table.question, OVERALL, table.item) for part in parts]
        for row in table.choices:
            shares = [
                percent
                for found in each
                if found is not None and row.name in {choice.name for choice in found.choices}
                if (percent := found.cell(row.name).percent) is not None
            ]
            middle = int(median(shares) + 0.5) if len(shares) >= LEAST_PARTS else None
            share = table.cell(row.name).percent
            yield Beside(table.question, table.item or "", row.name, share, middle, len(shares))


def write(found: Sequence[Beside], path: Path) -> None:
    """Write the rows as CSV; the names in it are codes of the questionnaire."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([field.name for field in fields(Beside)])
        writer.writerows(["" if value is None else value for value in astuple(row)] for row in found)
