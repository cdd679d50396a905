"""Real workbooks of others: each imports or is refused with its reason, and what imports agrees with pyxform."""

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlrd
from material import PLACE, material
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from consult.errors import QuestionnaireError
from consult.services.writing import translations_names, workbooks
from consult.survey.formats import xlsform_in
from consult.survey.formats.naming import own_name
from consult.survey.formats.outside import Outside
from consult.survey.formats.sheets import FormatError, Sheet, sheet_of
from consult.survey.formats.xlsform_in import Imported
from consult.survey.questionnaire import load

pytestmark = pytest.mark.external
OUTSIDE = Outside(code_of=translations_names.code_of)
MANIFEST = PLACE / "xlsforms" / "manifest.csv"
FILES = (
    [row["file"] for row in csv.DictReader(MANIFEST.read_text().splitlines())]
    if MANIFEST.exists()
    else ["absent.xlsx"]
)
NOT_OURS = {"meta", "instanceID", "instanceName"}
SELECTS = {"select one": "select_one", "select all that apply": "select_multiple", "rank": "rank"}


def sheets_of(path: Path) -> dict[str, Sheet]:
    """Read a file as the office does; the old format, which it refuses, by way of xlrd, to try more forms."""
    if path.suffix != ".xls":
        return workbooks.read_sheets(path.read_bytes(), path.name)[0]
    sheets = {}
    for sheet in xlrd.open_workbook(path, logfile=io.StringIO()).sheets():
        rows = [(n + 1, {c: words(cell) for c, cell in enumerate(sheet.row(n))}) for n in range(sheet.nrows)]
        wanted = sheet.name.strip().lower() in {"survey", "choices", "settings"}
        sheets[sheet.name.strip().lower()] = (
            sheet_of(sheet.name, rows) if wanted else Sheet(sheet.name, (("?", ""),), [])
        )
    return sheets


def words(cell: xlrd.sheet.Cell) -> str:
    whole = cell.ctype == xlrd.XL_CELL_NUMBER and cell.value == int(cell.value)
    return str(int(cell.value)) if whole else str(cell.value)


@pytest.mark.parametrize("name", FILES)
def test_a_workbook_is_taken_or_refused_with_sheet_and_row(name: str) -> None:
    path = material(f"xlsforms/{name}")
    try:
        sheets = sheets_of(path)
        found: Imported | None = xlsform_in.read(sheets, OUTSIDE)
    except FormatError as error:
        named = error.line
        found = None
    if found is None:
        assert named.sheet, named
        assert named.row, named
        return
    for line in found.report.lines:
        if line.outcome == "refused" and line.code != "nothing_taken":
            assert line.sheet, line
            assert line.row, line
    everything_is_accounted_for(sheets, found)
    if found.document is None:
        assert any(line.outcome in {"refused", "identity"} for line in found.report.lines)
        return
    try:
        load(found.document)
    except QuestionnaireError as error:
        unforeseen = [p for p in error.problems if not FORESEEN.search(p.message)]
        assert unforeseen == []


# What a draft may still lack after an import: words, and what only this house asks for.
FORESEEN = re.compile(
    "is missing|translation is missing|would be shown as it is|too many questions|can never hold|"
    "control character|no question is asked in this band|must be words by language|must be a whole number"
)


def everything_is_accounted_for(sheets: dict[str, Sheet], found: Imported) -> None:
    """Every row of the survey is in the document or named in the report."""
    told = Counter(line.row for line in found.report.lines if line.sheet == sheets["survey"].name)
    spans = [line.params["rows"] for line in found.report.lines if "rows" in line.params]
    covered = {n for span in spans for first, last in numbers(span) for n in range(first, last + 1)}
    for row in sheets["survey"].rows:
        ends = row.peek("type").lower().startswith("end")
        assert (
            ends
            or told[row.number]
            or row.number in covered
            or row.peek("appearance")
            or grid_line(found, row.peek("name"))
        ), row
        assert row.number in covered | set(told) or not list(row.left()), (row, list(row.left()))


def grid_line(found: Imported, name: str) -> bool:
    made = found.document["sections"] if found.document else []
    return any(
        r["name"] in own_name(name, set(), "r")
        for s in made
        for q in s["questions"]
        for r in q.get("rows", [])
    )


def numbers(span: str) -> Iterator[tuple[int, int]]:
    for part in span.removesuffix(" …").split(", "):
        first, _, last = part.partition("–")
        yield int(first), int(last or first)


@pytest.mark.parametrize("name", FILES)
def test_what_imports_agrees_with_pyxform(name: str) -> None:
    path = material(f"xlsforms/{name}")
    try:
        found = xlsform_in.read(sheets_of(path), OUTSIDE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own readers of spreadsheets
            oracle = convert(path)
    except (FormatError, PyXFormError) as error:
        pytest.skip(f"refused: {str(error)[:80]}")
    except Exception as error:  # noqa: BLE001  whatever the oracle raises is not ours to judge
        pytest.skip(f"the oracle failed: {error!r}"[:80])
    theirs = dict(flat(oracle._pyxform["children"]))
    if not set(theirs) - NOT_OURS:
        pytest.skip("the oracle trusts the sheet's stated size and reads no row")
    lists = oracle._pyxform.get("choices", {})
    ours = {q["name"]: q for s in (found.document or {"sections": []})["sections"] for q in s["questions"]}
    refused = {
        line.params.get("name") for line in found.report.lines if line.outcome in {"refused", "identity"}
    }
    for old, new in found.names.items():
        group = ours[new]["kind"] == "grid"
        named = [q for name, q in flat(oracle._pyxform["children"]) if plain(name) == plain(old)]
        named = [q for q in named if (q["type"] == "group") == group] or named
        assert named, old
        compare(named[0], ours[new], lists)
    for old, question in theirs.items():
        known = old in found.names or old in refused or question["type"] in {"calculate", "group"}
        assert known or inside_lost(found, old) or grid_line(found, old), f"{old} went without a word"


def inside_lost(found: Imported, name: str) -> bool:
    """Say whether the question stood in a block that was refused as a whole, or has no row of its own."""
    return (
        any(line.code == "repeat" for line in found.report.lines)
        or name.startswith(("generated_", "reserved_"))
        or name.endswith(("_other", "_count"))
    )


def flat(children: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for child in children:
        if child.get("type") in {"group", "repeat", "survey"}:
            if child.get("name") not in NOT_OURS:
                yield child["name"], child
                yield from flat(child.get("children", []))
        else:
            yield child["name"], child


def plain(words: object) -> str:
    """Undo what the oracle does to words: typographic quotes, blanks."""
    quotes = str.maketrans("‘’“”", "''\"\"")
    return " ".join(str(words).translate(quotes).split())


def compare(theirs: dict[str, Any], ours: dict[str, Any], lists: dict[str, Any]) -> None:
    if ours["kind"] == "grid":
        assert theirs["type"] == "group"
        return
    kind = SELECTS.get(theirs["type"].removesuffix(" or specify other"), theirs["type"])
    same = {"string": "text", "int": "integer", "add note prompt": "note"}
    assert ours["kind"] in {same.get(kind, kind), "scale" if kind == "select_one" else ""}
    if "choices" in ours:
        named = theirs.get("choices") or lists.get(theirs.get("itemset") or theirs.get("list_name"), [])
        taken: set[str] = set()
        wanted = [
            own_name(str(choice["name"]), taken, "c")
            for choice in named
            if choice["name"] not in {"dont_know", "rather_not_say"}
        ]
        got = [choice["name"] for choice in ours["choices"]]
        assert [name for name in got if name != "other" or "other" in wanted] == [
            n for n in wanted if n != "other" or "other" in got
        ]
    has_relevance = bool((theirs.get("bind") or {}).get("relevant"))
    assert not has_relevance or "ask_if" in ours or theirs["bind"]["relevant"].strip() in {"true()", "1"}
    label = theirs.get("label")
    said = {str(w) for v in ours["label"].values() for w in (v.values() if isinstance(v, dict) else [v])}
    wanted_words = (
        {str(w).strip() for w in label.values()}
        if isinstance(label, dict)
        else {str(label).strip()}
        if label
        else set()
    )
    assert {plain(w) for w in said} == {plain(w) for w in wanted_words if w}
