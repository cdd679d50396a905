"""Our documents as XLSForms: pyxform converts them without a warning, and they come back identical."""

import copy
import io
from pathlib import Path
from typing import Any

import every_kind
import polls
import pytest
from pyxform.xls2xform import convert

from consult.services.writing import translations_names, workbook_imports, workbooks
from consult.survey import questionnaire
from consult.survey.formats import xlsform_in, xlsform_out
from consult.survey.formats.outside import Outside
from consult.survey.kinds import KINDS

BUNDLED = Path(questionnaire.__file__).parents[1] / "questionnaires" / "online_safety.json"
PHRASES = {
    language: {"dont_know": f"? ({language})", "rather_not_say": f"- ({language})"}
    for language in ("ar", "en", "es", "fr", "ru", "zh")
}
DOCUMENTS = {
    "bundled": lambda: dict(questionnaire.document(BUNDLED)),
    "every_kind": every_kind.document,
    **{name: (lambda name=name: polls.document(name)) for name in polls.NAMES},
}


def sheets_of(body: bytes):
    sheets, notes = workbooks.read_sheets(body, "made.xlsx")
    assert notes == []
    return sheets


def back(document: dict[str, Any]) -> xlsform_in.Imported:
    body = workbook_imports.workbook(document, PHRASES)
    return xlsform_in.read(sheets_of(body), Outside())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_comes_back_identical(name: str) -> None:
    document = DOCUMENTS[name]()
    found = back(document)
    assert found.document == document
    assert questionnaire.digest(found.document) == questionnaire.digest(document)
    assert {line.outcome for line in found.report.lines} == {"taken"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_pyxform_converts_it_without_a_warning(name: str) -> None:
    document = DOCUMENTS[name]()
    converted = convert(io.BytesIO(workbook_imports.workbook(document, PHRASES)), file_type=".xlsx")
    assert converted.warnings == []
    for section in document["sections"]:
        for question in section["questions"]:
            assert f"/{section['name']}/{question['name']}" in converted.xform
    for language in document["languages"]:
        assert f"({language})" in converted.xform or f'lang="{language}' in converted.xform


def test_every_kind_was_tried() -> None:
    asked = {q["kind"] for make in DOCUMENTS.values() for s in make()["sections"] for q in s["questions"]}
    assert asked == set(KINDS)


def odd() -> dict[str, Any]:
    """Everything that has its own way: wordings only by band, no common one, odd conditions, words like formulas."""
    document = every_kind.document()
    asked = document["sections"][0]["questions"]
    asked[1]["label"]["ar"] = {"7-9": "كيف تشعر؟", "14-18": "كيف حالك؟"}
    asked[2]["label"]["en"] = '=HYPERLINK("http://x.example","x")'
    asked[2]["hint"] = {"en": {"14-18": "+1", "7-9": "@x"}, "ar": "-٢"}
    asked[3]["ask_if"] = {
        "all": [
            {"any": [{"question": "fruit", "is": ["apple", "pear"]}]},
            {"not": {"not": {"question": "mood", "answered": True}}},
        ]
    }
    asked[5]["most"] = 2
    asked[4]["sensitive"] = True
    asked[0]["bands"] = ["14-18"]
    asked[9]["rows"][0]["bands"] = ["7-9"]
    asked[1]["report_choices"] = [{"name": "all", "label": {"en": "All", "ar": "الكل"}}]
    for choice in asked[1]["choices"]:
        choice["reports_as"] = "all"
    document["languages"]["en"] = {"reviewed_by": "A. Reader", "note": "  two\nlines"}
    document["about"]["en"] = {"default": "About", "7-9": "About,\n for 7-9"}
    return document


def test_what_is_odd_comes_back_too() -> None:
    document = odd()
    questionnaire.load(document)
    document["languages"]["en"]["note"] = "two\nlines"
    assert back(document).document == document


def test_words_that_look_like_formulas_are_words() -> None:
    found = back(odd())
    asked = found.document["sections"][0]["questions"][2]
    assert asked["label"]["en"].startswith("=HYPERLINK")


def test_an_edited_relevance_wins_over_our_own_column() -> None:
    document = odd()
    tables = xlsform_out.tables(document, Outside())
    header, *rows = tables["survey"]
    row = next(row for row in rows if row[header.index("name")] == "apple_colour")
    assert row[header.index("consult_ask_if")]
    row[header.index("relevant")] = "${fruit} = 'apple'"
    found = xlsform_in.read(sheets_of(workbooks.written(tables)), Outside())
    asked = next(q for q in found.document["sections"][0]["questions"] if q["name"] == "apple_colour")
    assert asked["ask_if"] == {"question": "fruit", "is": ["apple"]}


def test_a_draft_that_lacks_much_is_written_all_the_same() -> None:
    document = copy.deepcopy(every_kind.document())
    for question in document["sections"][0]["questions"]:
        question.pop("label")
        question.pop("choices", None)
    del document["title"], document["bands"][0]["label"], document["breakdowns"]
    assert workbook_imports.workbook(document, {})
    assert workbook_imports.workbook({}, {})


def test_languages_that_the_interface_does_not_speak() -> None:
    document = polls.document("routing")
    text = document["title"]
    assert "en" in text
    for spot in _texts(document):
        spot["sw"] = spot["en"]
    document["languages"]["sw"] = {"reviewed_by": None, "note": ""}
    document["languages"]["zh-Hant"] = {"reviewed_by": None, "note": ""}
    for spot in _texts(document):
        spot["zh-Hant"] = spot["en"]
    found = back(document)
    assert found.document == document
    assert translations_names.name_of("sw") == "Swahili"


def _texts(value: object):
    if isinstance(value, dict):
        if "en" in value and "reviewed_by" not in str(value["en"]):
            yield value
        else:
            for inner in value.values():
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
