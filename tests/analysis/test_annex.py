"""The annex read back: real Word styles, direction, alternative texts, notes, and every number a cell."""

import datetime as dt
import re
import subprocess
import sys
import zipfile
from dataclasses import replace

import make_release
import pytest
from babel import Locale
from docx import Document
from docx.oxml.ns import qn
from make_release import LANGUAGES, some_bands_only, table

from analysis.annex.document import write_annex
from analysis.disclosure import SHOWN, Cell, Column, ProtectedTable, Release, Row
from analysis.labels import choice_label, question_label
from analysis.render.docx import Cell as PrintedCell
from analysis.render.docx import Report, Table
from analysis.render.words import words_of


@pytest.fixture(scope="module")
def release() -> Release:
    return make_release.release()


@pytest.fixture(scope="module")
def written(release: Release, tmp_path_factory) -> dict:
    out = tmp_path_factory.mktemp("annex")
    return {language: write_annex(release, language, out) for language in LANGUAGES}


def text_of(document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def paragraphs(document, style: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == style]


def test_the_parts_stand_in_order_under_real_headings(written: dict) -> None:
    document = Document(written["en"])
    assert paragraphs(document, "Heading 1") == [
        "Method",
        "Who took part",
        "What children answered",
        "Limits",
        "The questions as children saw them",
    ]
    assert paragraphs(document, "Title") == ["How safe do you feel online?"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_stands_alone_on_its_level(written: dict, language: str) -> None:
    below: list[int] = []
    for paragraph in Document(written[language]).paragraphs:
        if paragraph.style.name == "Heading 1":
            below.append(0)
        elif paragraph.style.name == "Heading 2":
            below[-1] += 1
    assert 1 not in below


def test_headings_and_paragraphs_are_numbered_by_word(written: dict) -> None:
    document = Document(written["en"])
    forms = {}
    numbering = document.part.numbering_part.element
    for name in ("Heading 1", "Heading 2", "Numbered paragraph"):
        reference = document.styles[name].element.pPr.numPr
        number = next(n for n in numbering.iter(qn("w:num")) if n.numId == reference.numId.val)
        abstract = next(
            a
            for a in numbering.iter(qn("w:abstractNum"))
            if a.get(qn("w:abstractNumId")) == str(number.abstractNumId.val)
        )
        level = next(
            each for each in abstract.iter(qn("w:lvl")) if each.get(qn("w:ilvl")) == str(reference.ilvl.val)
        )
        forms[name] = level.find(qn("w:numFmt")).get(qn("w:val"))
    assert forms == {"Heading 1": "upperRoman", "Heading 2": "upperLetter", "Numbered paragraph": "decimal"}
    assert len(paragraphs(document, "Numbered paragraph")) > 20


def test_arabic_headings_are_numbered_in_words(written: dict) -> None:
    headings = paragraphs(Document(written["ar"]), "Heading 1")
    assert [heading.partition(" - ")[0] for heading in headings] == [
        "أولا",
        "ثانيا",
        "ثالثا",
        "رابعا",
        "خامسا",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_note_says_what_a_poll_by_open_link_is(written: dict, language: str) -> None:
    text = text_of(Document(written[language]))
    said = words_of(language).gettext
    for message in (
        (
            "The data have not been weighted. Because the sample is self-selected, no estimates of sampling error can "
            "be calculated, and no margin of error is given. All surveys and polls are subject to multiple sources of "
            "error."
        ),
        (
            "The children who answered selected themselves; no sample was drawn. The results describe the children who "
            "answered and not children in general."
        ),
        "Recruitment was by an open link: whoever had the link could answer.",
    ):
        assert said(message) in text
        assert language == "en" or said(message) != message


def test_the_method_note_prints_facts_and_policy(written: dict) -> None:
    text = text_of(Document(written["en"]))
    for said in (
        "from 1 September 2026 to 15 October 2026",
        "700 valid responses",
        "rounded to the nearest five",
        "fewer than 10 children are hidden",
        "at least 30 children of it answered",
        "deleted by 31 March 2027",
        "results by 1 December 2026",
        "Arabic, English, Spanish, French, Russian and Chinese",
        "not yet been reviewed by a native speaker: Arabic, Spanish, French, Russian and Chinese",
    ):
        assert said in text, said


def test_a_stricter_policy_is_printed(release: Release, tmp_path) -> None:
    stricter = replace(release, policy={**release.policy, "minimum_cell": 20})
    assert "fewer than 20 children are hidden" in text_of(Document(write_annex(stricter, "en", tmp_path)))


def test_percentages_are_written_out_in_prose(written: dict) -> None:
    document = Document(written["en"])
    assert "71 per cent chose “Likely or very likely”" in text_of(document)
    assert "%" not in text_of(document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_a_results_table_is_a_cell(written: dict, release: Release, language: str) -> None:
    cells = [c for t in release.everything for row in t.rows for c in row.cells]
    known = {c.percent for c in cells} | {c.shown for c in cells}
    known |= {column.base for t in release.everything for column in t.columns}
    seen = 0
    for grid in Document(written[language]).tables:
        for row in grid.rows[1:]:
            for cell in row.cells[1:]:
                text = "".join(run.text for run in cell.paragraphs[0].runs if not run.font.superscript)
                assert text in {"–", ".."} or int(re.sub(r"\D", "", text)) in known, text
                seen += 1
    assert seen > 80


def test_hidden_cells_are_dashes_that_a_note_explains(written: dict) -> None:
    document = Document(written["en"])
    grid = next(g for g in document.tables if "14 to 18 years" in [c.text for c in g.rows[0].cells])
    cell = next(row for row in grid.rows if row.cells[0].text == "Very unlikely").cells[4]
    assert [run.text for run in cell.paragraphs[0].runs] == ["–", "a"]
    assert "a Hidden, so that no child can be recognized." in text_of(document)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_that_some_bands_had_is_a_dash_with_its_own_note(
    release: Release, language: str, tmp_path
) -> None:
    some = some_bands_only(release, "top_risks", "bullying")
    document = Document(write_annex(some, language, tmp_path))
    label = choice_label(release.codebook, "top_risks", "bullying", language)
    rows = [row for grid in document.tables for row in grid.rows if row.cells[0].text.startswith(label)]
    cells = [[run.text for run in cell.paragraphs[0].runs] for cell in rows[0].cells[1:]]
    assert [cell[0] for cell in cells] == [
        "–",
        "..",
        words_of(language).number(30),
        words_of(language).number(32),
    ]
    note = words_of(language).gettext("Only some age groups could choose this answer; see the table by age.")
    assert f"{cells[0][1]} {note}" in text_of(document)
    assert language == "en" or not note.startswith("Only")


def test_a_question_with_no_answer_for_all_says_so(release: Release, tmp_path) -> None:
    only = replace(release, tables=(table("location", "single", {"home": (70,)}),))
    text = text_of(Document(write_annex(some_bands_only(only, "location", "home"), "en", tmp_path)))
    assert "have no share here; see the table by age." in text
    assert "Too few children answered" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_stand_in_a_table_for_each_language(release: Release, language: str, tmp_path) -> None:
    said = {"en": {"vast": 40, "fun": 10}, "fr": {"bon": 30}}
    book = {**release.codebook, "questions": [*release.codebook["questions"]]}
    book["questions"].append({**book["questions"][0], "name": "word", "shape": "text", "variables": []})
    words = [replace(words_table(spoken, given), question="word") for spoken, given in said.items()]
    document = Document(write_annex(replace(release, codebook=book, words=tuple(words)), language, tmp_path))
    first = words_of(language).gettext("Word")
    grids = [[[cell.text for cell in r.cells] for r in g.rows] for g in document.tables]
    found = [grid[1:] for grid in grids if grid[0][0] == first]
    assert found == [[["vast", "40"], ["fun", "10"]], [["bon", "30"]]]
    for spoken in said:
        assert str(Locale.parse(language).languages[spoken]) in text_of(document)


def words_table(language: str, given: dict[str, int]) -> ProtectedTable:
    rows = dict.fromkeys(given, (None,))
    plain = table("word", "words", rows, breakdown="language", kind="word")
    lines = [Row(word, "word", (Cell(number, None, SHOWN),)) for word, number in given.items()]
    return replace(plain, columns=(Column(language, None, SHOWN),), rows=tuple(lines))


def test_a_hidden_question_has_no_share_in_prose(release: Release, tmp_path) -> None:
    rows = {"home": (None,), "school": (None,), "public": (None,)}
    hidden = replace(release, tables=(table("location", "single", rows),))
    text = text_of(Document(write_annex(hidden, "en", tmp_path)))
    assert "Too few children answered this question to show shares." in text
    assert "per cent chose" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_has_words(written: dict, language: str) -> None:
    drawings = list(Document(written[language]).element.iter(qn("wp:docPr")))
    assert len(drawings) == 4
    assert all(len(drawing.get("descr")) > 40 for drawing in drawings)
    assert len({drawing.get("id") for drawing in drawings}) == len(drawings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_header_rows_repeat(written: dict, language: str) -> None:
    for grid in Document(written[language]).tables:
        assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert grid.rows[0].cells[0].text


def test_arabic_runs_from_right_to_left_everywhere(written: dict) -> None:
    document = Document(written["ar"])
    for part in (document.element.body, document.sections[0].footer._element):
        for paragraph in part.iter(qn("w:p")):
            assert paragraph.pPr.find(qn("w:bidi")) is not None
        for run in part.iter(qn("w:r")):
            assert run.rPr.find(qn("w:rtl")) is not None
    for grid in document.tables:
        assert grid._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_other_languages_do_not(written: dict, language: str) -> None:
    document = Document(written[language])
    assert not list(document.element.iter(qn("w:bidi"), qn("w:rtl"), qn("w:bidiVisual")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_of_every_question_is_given(written: dict, release: Release, language: str) -> None:
    questions = paragraphs(Document(written[language]), "Numbered paragraph")
    for question in release.codebook["questions"]:
        label = question_label(release.codebook, question["name"], language)
        assert [text for text in questions if text.startswith(label)], label


@pytest.mark.parametrize("language", LANGUAGES)
def test_synthetic_is_said_at_the_top_in_the_limits_and_on_every_page(
    written: dict, release: Release, language: str, tmp_path
) -> None:
    mark = words_of(language).gettext("Synthetic data")
    document = Document(written[language])
    assert len(paragraphs(document, "Notice")) == 1
    assert mark in document.sections[0].footer.paragraphs[0].text
    real = Document(write_annex(make_release.release(synthetic=False), language, tmp_path))
    assert not paragraphs(real, "Notice")
    assert mark not in real.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_same_bytes_on_a_second_run(written: dict, language: str, tmp_path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import make_release, pathlib;"
        "from analysis.annex.document import write_annex;"
        "write_annex(make_release.release(), sys.argv[2], pathlib.Path(sys.argv[3]))"
    )
    here = str(make_release.__file__).rpartition("/")[0]
    subprocess.run([sys.executable, "-c", script, here, language, str(tmp_path)], check=True)
    assert (tmp_path / written[language].name).read_bytes() == written[language].read_bytes()


def test_the_file_carries_the_day_of_the_freeze_and_no_other(written: dict) -> None:
    with zipfile.ZipFile(written["en"]) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2026, 10, 20, 0, 0, 0)}
        names = package.namelist()
    assert names == sorted(names)
    properties = Document(written["en"]).core_properties
    assert properties.author == "Example Office for Children"
    assert "python-docx" not in (properties.comments or "")


def test_small_poll_gets_an_annex_without_tables(release: Release, tmp_path) -> None:
    small = replace(release, tables=(), profile=(), texts={}, responses=None, small=True)
    document = Document(write_annex(small, "en", tmp_path))
    assert not document.tables
    assert "Too few children took part to show numbers." in text_of(document)


@pytest.mark.parametrize(
    ("shares", "more"),
    [((44, 44, 12), " At least one other share is as large."), ((50, 38, 12), "")],
)
def test_a_share_that_another_answer_reached_is_not_left_to_stand_out(
    release: Release, tmp_path, shares: tuple[int, ...], more: str
) -> None:
    names = ("likely", "unlikely", "very_unlikely")
    rows = {name: (share,) for name, share in zip(names, shares, strict=True)}
    only = replace(release, tables=(table("likelihood", "single", rows),))
    said = paragraphs(Document(write_annex(only, "en", tmp_path)), "Numbered paragraph")
    lead = next(words for words in said if "this is the largest share shown." in words)
    assert lead.partition("shown.")[2] == more


def test_a_short_table_and_its_notes_stay_on_one_page(written: dict) -> None:
    document = Document(written["ar"])
    note = document.styles["Table note"].style_id
    body = list(document.element.body)
    tables = [at for at, each in enumerate(body) if each.tag == qn("w:tbl")]
    assert tables
    for at in tables:
        below = []
        for each in body[at + 1 :]:
            if each.tag != qn("w:p") or each.style != note:
                break
            below.append(each)
        rows = body[at].findall(qn("w:tr"))
        if not below or len(rows) > 15:
            continue
        kept = [p for row in rows for p in row.iter(qn("w:p"))] + below[:-1]
        assert all(p.pPr is not None and p.pPr.find(qn("w:keepNext")) is not None for p in kept)
        assert below[-1].pPr.find(qn("w:keepNext")) is None, "what comes next may stand on another page"


@pytest.mark.parametrize(("columns", "size"), [(7, None), (8, "14")])
def test_many_columns_have_small_heads_in_every_script(tmp_path, columns: int, size: str | None) -> None:
    day = dt.date(2026, 11, 2)
    report = Report(words_of("ar", "reports"), title="x", author="x", day=day, running_foot="x")
    report.table(Table("x", "", tuple(PrintedCell("أوقيانوسيا") for _ in range(columns)), ()))
    report.save(tmp_path / "a.docx")
    (head,) = Document(tmp_path / "a.docx").tables[0].rows
    runs = [run for cell in head.cells for run in cell.paragraphs[0].runs]
    found = [run._r.find(f"{qn('w:rPr')}/{qn('w:szCs')}") for run in runs]
    assert {None if each is None else each.get(qn("w:val")) for each in found} == {size}
