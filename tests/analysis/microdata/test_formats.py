"""Every file, read by another program, holds value for value what the bundle holds, recoded as reported."""

import csv
import json
from collections import Counter
from pathlib import Path

import make_bundle
import openpyxl
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hostile_words import choices
from openpyxl.utils.escape import unescape
from recoded_by_hand import recoded

from analysis.formulas import harmless
from analysis.microdata.wording import clean

MISSING = {-1.0: "skipped", -2.0: "rather_not_say", -3.0: "dont_know", -4.0: "not_asked"}
Exported = tuple[Path, dict]


def csv_rows(path: Path, encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as source:
        return list(csv.reader(source))


def plain(rows: list) -> Counter:
    return Counter(tuple(str(value) for value in row) for row in rows)


@pytest.fixture(scope="session")
def expected(hostile: Path, exported: Exported) -> tuple[list[str], Counter]:
    return recoded(hostile, exported[1])


def test_parquet_holds_the_same_rows(exported: Exported, expected: tuple[list[str], Counter]) -> None:
    table = pq.read_table(exported[0] / "responses.parquet")
    names, rows = expected
    assert table.column_names == names
    assert Counter(zip(*(column.to_pylist() for column in table.columns), strict=True)) == rows


def test_parquet_carries_its_labels(exported: Exported) -> None:
    field = pq.read_schema(exported[0] / "responses.parquet").field("safety.games")
    said = {
        key.decode(): json.loads(value) for key, value in field.metadata.items() if key != b"PARQUET:field_id"
    }
    assert said["kind"] == "category"
    assert said["values"][0] == {"code": 1, "name": "safe", "label": said["values"][0]["label"]}
    assert said["values"][0]["label"]["fr"] == "Safe (fr)"
    assert [value["code"] for value in said["missing"]] == [-1, -2, -3, -4]


def test_csv_holds_the_same_rows(exported: Exported, expected: tuple[list[str], Counter]) -> None:
    header, *rows = csv_rows(exported[0] / "csv" / "responses.csv")
    names, wanted = expected
    assert header == names
    assert plain(rows) == plain(list(wanted.elements()))


def test_the_package_describes_every_code(exported: Exported) -> None:
    folder, _ = exported
    package = json.loads((folder / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    header, *rows = csv_rows(folder / "csv" / "responses.csv")
    fields = package["resources"][0]["schema"]["fields"]
    assert [field["name"] for field in fields] == header
    for at, field in enumerate(fields):
        known = {str(value["value"]) for value in (*field.get("categories", ()), *field["missingValues"])}
        found = {row[at] for row in rows}
        if field["name"].startswith("risks."):
            known |= {str(value) for value in field["constraints"]["enum"]}
        if field["type"] == "string" or field.get("categories"):
            assert found <= known, field["name"]
        kinds = {"-1", "-2", "-3", "-4"} if field["type"] == "integer" else set()
        assert kinds <= {value["value"] for value in field["missingValues"]}


def test_the_codebook_neutralises_every_hostile_choice(exported: Exported) -> None:
    for language in make_bundle.LANGUAGES:
        header, *rows = csv_rows(exported[0] / "csv" / f"codebook.{language}.csv")
        assert header == ["column", "question", "label", "code", "name", "meaning", "missing"]
        found = {row[4]: row[5] for row in rows if row[0] == "likelihood"}
        for at, words in enumerate(choices(), start=100):
            assert found[f"c{at}"] == harmless(clean(words))


def test_xlsx_holds_the_same_rows_and_no_formula(
    exported: Exported, expected: tuple[list[str], Counter]
) -> None:
    book = openpyxl.load_workbook(exported[0] / "responses.xlsx", read_only=True)
    header, *rows = [[cell.value for cell in row] for row in book["responses"].iter_rows()]
    names, wanted = expected
    assert header == names
    assert Counter(map(tuple, rows)) == wanted
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds <= {"s", "n", "inlineStr"}


def test_xlsx_says_hostile_choices_as_they_are(exported: Exported) -> None:
    book = openpyxl.load_workbook(exported[0] / "responses.xlsx")
    said = {row[4].value: row[5] for row in book["codebook ar"].iter_rows() if row[0].value == "likelihood"}
    for at, words in enumerate(choices(), start=100):
        cell = said[f"c{at}"]
        assert unescape(cell.value or "") == clean(words)
        assert cell.data_type != "f"


@pytest.mark.parametrize("language", make_bundle.LANGUAGES)
def test_spss_holds_the_same_rows(
    exported: Exported, expected: tuple[list[str], Counter], language: str
) -> None:
    frame, meta = pyreadstat.read_sav(exported[0] / f"responses.{language}.sav", user_missing=True)
    names, wanted = expected
    package = json.loads((exported[0] / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    fields = {f["name"]: f for f in package["resources"][0]["schema"]["fields"]}
    columns = []
    for name, column in zip(names, frame.columns, strict=True):
        values = frame[column].tolist()
        if fields[name]["type"] == "string":
            groups = [category["value"] for category in fields[name]["categories"]]
            values = [MISSING.get(v) or groups[int(v) - 1] for v in values]
        columns.append(values)
    assert Counter(zip(*columns, strict=True)) == wanted
    assert meta.number_rows == len(frame) == wanted.total()


@pytest.mark.parametrize("language", make_bundle.LANGUAGES)
def test_spss_labels_fit_and_missing_is_missing(exported: Exported, language: str) -> None:
    path = exported[0] / f"responses.{language}.sav"
    frame, _ = pyreadstat.read_sav(path)
    meta = pyreadstat.read_sav(path, user_missing=True)[1]
    assert meta.file_label.endswith("(synthetic)")
    for name in frame.columns:
        assert name.isascii()
        assert name[0].isalpha()
        label = meta.column_names_to_labels[name]
        assert label
        assert len(label.encode()) <= 256
        assert not any(
            len(words.encode()) > 120 for words in meta.variable_value_labels.get(name, {}).values()
        )
    answers = [name for name in frame.columns if name in meta.missing_ranges]
    assert "risks_scams" in answers
    assert all(meta.missing_ranges[name] == [{"lo": -4.0, "hi": -1.0}] for name in answers)
    # Read as SPSS reads it, a user-missing code is no answer.
    assert frame["risks_scams"].dropna().isin([0, 1]).all()
    labels = meta.variable_value_labels["risks_scams"]
    assert len(set(labels.values())) == len(labels) == 4
    if language in {"ar", "zh"}:
        assert meta.column_names_to_labels["hours"].endswith("…")
        likely = meta.variable_value_labels["likelihood"]
        assert all(
            likely[code].endswith("…") and likely[code].startswith(str(int(code))) for code in range(1, 8)
        )


def test_all_formats_of_one_export_share_their_order(exported: Exported) -> None:
    folder, _ = exported
    _, *rows = csv_rows(folder / "csv" / "responses.csv")
    table = pq.read_table(folder / "responses.parquet")
    assert rows == [list(map(str, row)) for row in zip(*(c.to_pylist() for c in table.columns), strict=True)]


def test_the_report_counts_no_small_group_and_sums_every_file(exported: Exported) -> None:
    folder, report = exported
    assert json.loads((folder / "report.json").read_text(encoding="utf-8")) == report
    assert report["smallest_group"] >= 10
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {*report["files"], "report.json"}
