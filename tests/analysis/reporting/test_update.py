"""An edited report after a new release: numbers follow in place, words of people stay, everything is listed."""

from dataclasses import replace

import make_release
import pytest
from docx import Document
from docx.oxml.ns import qn

from analysis.disclosure import SHOWN, SUPPRESSED, Cell
from analysis.reporting.build import write_report
from analysis.reporting.controls import controls, rewrite, text_of
from analysis.reporting.settings import settings_of
from analysis.reporting.sources import keyed
from analysis.reporting.updating import (
    DOUBTFUL,
    FIGURE,
    GONE,
    NUMBER,
    TABLE,
    TYPED_OVER,
    NotAReportError,
    update,
)

SETTINGS = settings_of({"symbol": "A/HRC/65/00", "excluded": "None."})


def changed(question: str, row: str, cell: Cell):
    """Give the release with one cell of the overall table changed, as one more response may change it."""
    release = make_release.release()

    def table(found):
        if (found.question, found.breakdown, found.item) != (question, "overall", None):
            return found
        rows = [replace(r, cells=(cell, *r.cells[1:])) if r.name == row else r for r in found.rows]
        return replace(found, rows=tuple(rows))

    return keyed([(replace(release, tables=tuple(map(table, release.tables))), "b" * 64)])


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    sources = keyed([(make_release.release(), "a" * 64)])
    return write_report(sources, SETTINGS, "ru", tmp_path_factory.mktemp("first"))


def edited(path, tmp_path):
    """Do what an office does: write a paragraph, reword a sentence, take a table out."""
    document = Document(path)
    body = document.element.body
    target = next(
        p
        for p in document.paragraphs
        if "71 процент" in text_of(p._p) and p.style.name == "Numbered paragraph"
    )
    target.insert_paragraph_before("Абзац, который написала канцелярия.", style="Numbered paragraph")
    target.add_run(" Приписано рукой.")
    tables = [sdt for tag, sdt in controls(body) if tag.startswith("table.")]
    tables[-1].getparent().remove(tables[-1])
    copy = tmp_path / "edited.docx"
    document.save(copy)
    return copy


def test_numbers_follow_in_place_and_hand_edits_survive(first, tmp_path) -> None:
    new = changed("likelihood", "likely", Cell(500, 73, SHOWN))
    touched = update(edited(first, tmp_path), new, SETTINGS, "ru", tmp_path / "out.docx")
    words = text_of(Document(tmp_path / "out.docx").element.body)
    assert "Приписано рукой." in words
    assert "Абзац, который написала канцелярия." in words
    assert "73 процента" in words
    assert "71 процент" not in words
    numbers = [found for found in touched if found.what == NUMBER]
    assert {(f.before, f.after) for f in numbers} == {("71 процент", "73 процента")}
    assert len(numbers) == 2  # the summary and the finding
    assert all("73 процента" in f.sentence for f in numbers)
    assert FIGURE in {found.what for found in touched}
    assert (
        "consult-release safe-online=" + "b" * 64
        in Document(tmp_path / "out.docx").core_properties.identifier
    )


def test_every_number_of_an_updated_report_is_that_of_a_fresh_one(first, tmp_path) -> None:
    new = changed("top_risks", "sexual", Cell(440, 65, SHOWN))
    update(first, new, SETTINGS, "ru", tmp_path / "out.docx")
    fresh = write_report(new, SETTINGS, "ru", tmp_path)

    def told(path):
        return {tag.rpartition(".")[0]: text_of(sdt) for tag, sdt in controls(Document(path).element.body)}

    assert told(tmp_path / "out.docx") == told(fresh)


def test_a_table_that_changes_is_put_in_anew(first, tmp_path) -> None:
    release = make_release.release()
    tables = tuple(
        replace(
            t, rows=tuple(replace(r, cells=(*r.cells[:1], Cell(10, 5, SHOWN), *r.cells[2:])) for r in t.rows)
        )
        if t.name == "likelihood__age_band"
        else t
        for t in release.tables
    )
    touched = update(
        first, keyed([(replace(release, tables=tables), "c" * 64)]), SETTINGS, "ru", tmp_path / "o.docx"
    )
    assert "58 → 5" in next(found.after for found in touched if found.what == TABLE)


def test_what_a_new_release_hides_is_marked_and_never_left(first, tmp_path) -> None:
    hidden = changed("top_risks", "pretending", Cell(None, None, SUPPRESSED))
    touched = update(first, hidden, SETTINGS, "ru", tmp_path / "out.docx")
    gone = [found for found in touched if found.what == GONE]
    assert [found.before for found in gone] == ["55 процентов"]
    document = Document(tmp_path / "out.docx")
    assert "55 процентов" not in text_of(document.element.body)
    marked = next(sdt for _, sdt in controls(document.element.body) if text_of(sdt) == "[–]")
    assert all(run.rPr.find(qn("w:highlight")) is not None for run in marked.iter(qn("w:r")))


def test_a_statement_that_is_no_longer_true_is_listed(first, tmp_path) -> None:
    beaten = changed("top_risks", "pretending", Cell(500, 70, SHOWN))
    touched = update(first, beaten, SETTINGS, "ru", tmp_path / "out.docx")
    assert DOUBTFUL in {found.what for found in touched}


def test_a_number_typed_over_by_hand_is_set_right_and_told(first, tmp_path) -> None:
    document = Document(first)
    sdt = next(sdt for tag, sdt in controls(document.element.body) if text_of(sdt) == "71 процент")
    rewrite(sdt, "99 процентов")
    document.save(tmp_path / "typed.docx")
    same = keyed([(make_release.release(), "a" * 64)])
    touched = update(tmp_path / "typed.docx", same, SETTINGS, "ru", tmp_path / "out.docx")
    assert [(f.what, f.before, f.after) for f in touched] == [(TYPED_OVER, "99 процентов", "71 процент")]


def test_the_same_release_touches_nothing(first, tmp_path) -> None:
    same = keyed([(make_release.release(), "a" * 64)])
    assert update(first, same, SETTINGS, "ru", tmp_path / "out.docx") == []


def test_a_foreign_document_is_refused(tmp_path) -> None:
    Document().save(tmp_path / "foreign.docx")
    with pytest.raises(NotAReportError):
        update(
            tmp_path / "foreign.docx",
            keyed([(make_release.release(), "a")]),
            SETTINGS,
            "ru",
            tmp_path / "o.docx",
        )
