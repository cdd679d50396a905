"""Workbooks that attack: answered in words, within seconds and in little memory; nothing in them runs."""

import io
import subprocess
import sys
import time
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook
from polls import document
from sqlalchemy import Engine
from stores import open_wave

from consult.services import database as stores
from consult.services.writing import drafts, workbook_imports, workbooks
from consult.services.writing.workbook_cells import MOST_COLUMNS, MOST_LETTERS
from consult.survey.formats.outside import Outside
from consult.survey.formats.sheets import FormatError

SURVEY = [["type", "name", "label"], ["select_one yn", "likes", "Do you?"]]
CHOICES = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]


def book(**sheets: list[list[object]]) -> bytes:
    made = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def changed(body: bytes, **parts: bytes) -> bytes:
    """Put other bytes in place of parts of a workbook, and add parts that it did not have."""
    wanted = dict(parts)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = wanted.pop(info.filename, old.read(info.filename))
            new.writestr(info.filename, content)
        for name, content in wanted.items():
            new.writestr(name, content)
    return file.getvalue()


def refusal(body: bytes, name: str = "x.xlsx") -> FormatError:
    begun = time.monotonic()
    with pytest.raises(FormatError) as caught:
        workbooks.read_sheets(body, name)
    assert time.monotonic() - begun < 15
    return caught.value


PLAIN = book(survey=SURVEY, choices=CHOICES)
SHEET = "xl/worksheets/sheet1.xml"


def test_a_plain_workbook_is_read() -> None:
    sheets, notes = workbooks.read_sheets(PLAIN, "x.xlsx")
    assert notes == []
    assert sheets["survey"].rows[0].cells == {
        ("type", ""): "select_one yn",
        ("name", ""): "likes",
        ("label", ""): "Do you?",
    }
    assert [row.number for row in sheets["choices"].rows] == [2, 3]


def test_what_we_write_others_read() -> None:
    body = workbooks.written({"survey": [["type", "name"], ["text", "=1+1"]]})
    cell = load_workbook(io.BytesIO(body))["survey"]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_macros_are_ignored_and_said() -> None:
    body = changed(PLAIN, **{"xl/vbaProject.bin": b"MZ\x90"})
    sheets, notes = workbooks.read_sheets(body, "x.xlsm")
    assert "survey" in sheets
    assert [note.code for note in notes] == ["macros"]


def test_formulas_are_not_computed_and_said() -> None:
    body = book(survey=[*SURVEY, ["text", "q", '=CONCAT("a","b")']], choices=CHOICES)
    sheets, notes = workbooks.read_sheets(body, "x.xlsx")
    assert ("label", "") not in sheets["survey"].rows[1].cells
    assert [(note.code, note.sheet, note.params["rows"]) for note in notes] == [("formulas", "survey", "3")]


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>',
        b'<!DOCTYPE a SYSTEM "http://x.example/evil.dtd">',
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
def test_entities_are_refused_in_every_part(head: bytes, part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as old:
        content = old.read(part)
    at = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
    spoiled = content[:at] + head + content[at:]
    assert refusal(changed(PLAIN, **{part: spoiled})).line.code == "file_entities"


def bomb(part: str, size: int) -> bytes:
    return changed(
        PLAIN, **{part: b"<worksheet><sheetData>" + b"<row/>" * (size // 6) + b"</sheetData></worksheet>"}
    )


def test_a_zip_bomb_is_not_unpacked() -> None:
    assert refusal(bomb(SHEET, 60_000_000)).line.code == "file_bomb"


def test_a_bomb_that_lies_about_its_size_is_stopped_while_reading() -> None:
    body = bytearray(bomb(SHEET, 60_000_000))
    with zipfile.ZipFile(io.BytesIO(bytes(body))) as zipped:
        info = zipped.getinfo(SHEET)
    for true, lie in ((info.file_size, 1000),):
        at = bytes(body).find(true.to_bytes(4, "little"))
        while at >= 0:
            body[at : at + 4] = lie.to_bytes(4, "little")
            at = bytes(body).find(true.to_bytes(4, "little"))
    assert refusal(bytes(body)).line.code in {"file_bomb", "file_broken"}


def test_millions_of_small_elements_are_given_up() -> None:
    assert refusal(bomb(SHEET, 20_000_000)).line.code == "file_bomb"


def test_memory_stays_small_under_attack(tmp_path) -> None:
    """A child of ours that may have little memory survives the bomb; without the bounds it would not."""
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb(SHEET, 60_000_000))
    code = (
        "import sys; from consult.services.writing import workbooks\n"
        "from consult.survey.formats.sheets import FormatError\n"
        "try: workbooks.read_sheets(open(sys.argv[1], 'rb').read(), 'x.xlsx')\n"
        "except FormatError as error: print(error.line.code)\n"
        "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    said = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    refused, kilobytes = said.stdout.split()
    assert refused == "file_bomb"
    assert int(kilobytes) < 250_000


def test_a_hundred_thousand_choices_are_answered_with_sheet_and_row() -> None:
    cells = "".join(
        f"<row><c t='inlineStr'><is><t>{each}</t></is></c></row>" for each in ("name", *range(100_000))
    )
    sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()
    line = refusal(changed(PLAIN, **{"xl/worksheets/sheet2.xml": sheet})).line
    assert (line.code, line.sheet, line.row) == ("rows_many", "choices", 20_001)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([*SURVEY, ["text", "q", "x" * (MOST_LETTERS + 1)]], "cell_long"),
        ([["type", "name", *(f"c{n}" for n in range(MOST_COLUMNS))]], "columns_many"),
        ([["type", "name", "label", "label"]], "column_twice"),
        ([*SURVEY, ["text", "q", "#REF!"]], "cell_error"),
    ],
)
def test_bounds_name_sheet_and_row(rows: list[list[object]], code: str) -> None:
    line = refusal(book(survey=rows, choices=CHOICES)).line
    assert (line.code, line.sheet) == (code, "survey")
    assert line.row


@pytest.mark.parametrize(
    ("body", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0rest", "old.xls", "file_old"),
        (b"PK\x03\x04 torn", "torn.xlsx", "file_broken"),
        (PLAIN[: len(PLAIN) // 2], "half.xlsx", "file_broken"),
        (b"%PDF-1.4", "x.pdf", "file_unknown"),
        (b"\xff\xfe\x00", "x.csv", "file_not_utf8"),
        (b'"survey\n', "x.csv", "csv"),
        (b"x" * (workbooks.MOST_BYTES + 1), "x.csv", "file_large"),
        (changed(PLAIN, **{"xl/workbook.xml": b"<workbook/>"}), "x.xlsx", ""),
        (changed(PLAIN, **{"xl/workbook.xml": b"<workbook"}), "x.xlsx", "file_broken"),
        (changed(PLAIN, **{SHEET: b"\x00\x01"}), "x.xlsx", "file_broken"),
    ],
)
def test_what_is_no_workbook_gets_a_reason(body: bytes, name: str, code: str) -> None:
    if code:
        assert refusal(body, name).line.code == code
    else:
        assert workbooks.read_sheets(body, name)[0] == {}


def test_days_are_written_as_days() -> None:
    made = Workbook()
    made.active.title = "settings"
    made.active.append(["version", "n"])
    made.active.append([date(2027, 3, 5), 3.0])
    file = io.BytesIO()
    made.save(file)
    cells = workbooks.read_sheets(file.getvalue(), "x.xlsx")[0]["settings"].rows[0].cells
    assert cells == {("version", ""): "2027-03-05", ("n", ""): "3"}


def test_a_workbook_is_kept_with_its_report_and_taken_as_a_draft(database: Engine) -> None:
    wave = open_wave(engine := database, document("routing"))
    with stores.session(engine) as session:
        sent = workbook_imports.Sent(PLAIN, "town.xlsx")
        found = workbook_imports.read(session, wave.consultation_id, sent, Outside(), None)
        assert workbook_imports.lines(found)[0].code == "question"
        draft = workbook_imports.take(session, found, None, None)
        assert draft.document["sections"][0]["questions"][0]["name"] == "likes"
        again = workbook_imports.take(session, found, draft, None, draft.revision)
        assert again.id == draft.id
        with pytest.raises(drafts.DraftChangedError):
            workbook_imports.take(session, found, draft, None, draft.revision - 1)
        for number in range(workbook_imports.KEPT + 2):
            broken = workbook_imports.Sent(b"", f"{number}.xyz")
            assert (
                workbook_imports.read(session, wave.consultation_id, broken, Outside(), None).document is None
            )
        assert len(workbook_imports.listed(session, wave.consultation_id)) == workbook_imports.KEPT
        assert workbook_imports.get(session, wave.consultation_id + 1, found.id) is None
