"""All respondents beside the median country, where one poll ran in several countries. Pure.

Among all, a country weighs as much as it has children; the median weighs all alike, so the two differ where
one country answered far more than others. Only shares that the release itself prints by country are used, of
five countries at least: what is worked out from printed cells tells nothing that they do not.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from analysis.adding.median import LEAST_PARTS, Beside, write
from analysis.disclosure import OVERALL, ProtectedTable, Release

COUNTRY = "country"
FILE = "median_country.csv"


def pooled(release: Release) -> Iterator[tuple[ProtectedTable, tuple[Beside, ...]]]:
    """Give each table of all respondents with the rows to stand beside the median of the countries."""
    for table in release.tables:
        apart = release.table(table.question, COUNTRY, table.item)
        if table.breakdown != OVERALL or apart is None:
            continue
        rows = tuple(_beside(table, apart, name) for name in (row.name for row in table.choices))
        if any(row.median_part is not None for row in rows):
            yield table, rows


def _beside(table: ProtectedTable, apart: ProtectedTable, choice: str) -> Beside:
    shares = [
        percent for column in _countries(apart) if (percent := apart.cell(choice, column).percent) is not None
    ]
    middle = int(median(shares) + 0.5) if len(shares) >= LEAST_PARTS else None
    share = table.cell(choice).percent
    return Beside(table.question, table.item or "", choice, share, middle, len(shares))


def _countries(table: ProtectedTable) -> Sequence[str]:
    """Name the countries; those folded together and those not stated are none."""
    return [c.name for c in table.columns[1:] if c.name not in {"not_stated", "other"}]


def write_pooled(release: Release, folder: Path) -> None:
    """Write the rows as CSV, if there are any."""
    rows = [row for _, rows in pooled(release) for row in rows]
    if rows:
        write(rows, folder / FILE)
