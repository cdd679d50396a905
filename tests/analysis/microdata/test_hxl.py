"""Protected tables as HXL: hashtags under the header, hidden numbers left empty with the reason beside them."""

import csv
import re
from pathlib import Path

import make_release
import pytest

from analysis.microdata import hxl

HASHTAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")
TABLES = (*make_release.tables(), *make_release.profile())


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.reader(source))


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_cell_is_written_as_shown(table, tmp_path: Path, language: str) -> None:
    hxl.write(table, tmp_path / "t.csv", make_release.codebook(), language)
    header, hashtags, *rows = read(tmp_path / "t.csv")
    assert len(header) == len(hashtags) == len(set(hashtags))
    assert all(HASHTAG.fullmatch(tag) for tag in hashtags)
    cells = [
        (row, column, cell)
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    assert len(rows) == len(cells)
    for written, (row, column, cell) in zip(rows, cells, strict=True):
        assert written[2] == row.name
        assert written[5] == ("" if column.name == "total" else column.name)
        assert written[6] == ("" if cell.shown is None else str(cell.shown))
        assert written[7] == ("" if cell.percent is None else str(cell.percent))
        assert written[9] == cell.status


def test_regions_and_ages_have_their_own_hashtags(tmp_path: Path) -> None:
    table = next(t for t in TABLES if t.name == "likelihood__age_band")
    hxl.write(table, tmp_path / "t.csv", make_release.codebook(), "en")
    assert read(tmp_path / "t.csv")[1][5] == "#group+age_range"


def test_nothing_unprotected_is_written(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="protected"):
        hxl.write({"rows": []}, tmp_path / "t.csv", {}, "en")
