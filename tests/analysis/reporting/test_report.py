"""The report read back: its parts, its fields, footnotes, annexes, in six languages."""

import datetime as dt
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import make_release
import pytest
from docx import Document
from docx.oxml.ns import qn
from make_release import LANGUAGES

from analysis.render.words import words_of
from analysis.reporting.build import write_report
from analysis.reporting.contents import listed
from analysis.reporting.controls import controls, text_of
from analysis.reporting.lint import check
from analysis.reporting.names import country
from analysis.reporting.participation import attribution
from analysis.reporting.reading import HEADING, NUMBERED, blocks, footnote_paragraphs
from analysis.reporting.sentences import Note, Numbers, with_note
from analysis.reporting.settings import Quote, Settings, SettingsError, settings_of
from analysis.reporting.sources import keyed

if TYPE_CHECKING:
    from analysis.disclosure import Release

SETTINGS = settings_of(
    {
        "symbol": "A/HRC/65/00",
        "agenda_item": 3,
        "dialogues": ["KE", "KR"],
        "quotes": [
            {"text": "Listen to us [synthetic]", "cleared": dt.date(2026, 10, 1), "age_band": "14-18"},
        ],
        "sections": {"introduction": ["The mandate is here."], "global": ["Done globally."]},
        "excluded": "No response was left out.",
    }
)


@pytest.fixture(scope="module")
def sources():
    return keyed([(make_release.release(), "a" * 64)])


@pytest.fixture(scope="module")
def written(sources, tmp_path_factory):
    out = tmp_path_factory.mktemp("reports")
    return {language: write_report(sources, SETTINGS, language, out) for language in LANGUAGES}


def test_the_parts_stand_in_the_order_of_the_mandates_reports(written) -> None:
    headings = [
        b.text for b in blocks(Document(written["en"])) if b.kind == HEADING and b.level == 1 and not b.annex
    ]
    assert headings == [
        "Introduction",
        "Action at the global, regional and national levels",
        "What children said",
        "Participation of children",
        "Conclusions and looking ahead",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_paragraphs_agree_in_number_in_every_language(written, language) -> None:
    def numbers(language):
        return [(b.annex, b.number) for b in blocks(Document(written[language])) if b.kind == NUMBERED]

    assert numbers(language)[-1][0] == 3
    assert [n for n in numbers(language) if n[0] != 2] == [n for n in numbers("en") if n[0] != 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_but_places_to_fill_is_found_by_the_lint(written, language) -> None:
    assert {found.rule.code for found in check(written[language], limit=8500).found} <= {"placeholder"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_a_sentence_is_a_field_of_a_shown_cell(written, sources, language) -> None:
    words = words_of(language, "reporting")
    known = Numbers(sources[0], words).every()
    document = Document(written[language])
    fields = [(tag, sdt) for tag, sdt in controls(document.element.body) if tag.count(".") == 2]
    assert len(fields) > 25
    for tag, sdt in fields:
        name = tag.rpartition(".")[0]
        if not name.startswith(("most", "age-")):
            assert text_of(sdt) == known[name].shown
    assert all(len(tag) <= 64 for tag, _ in fields)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_share_stands_outside_a_field(written, language) -> None:
    share = re.compile(r"\d+\s?(?:per cent|pour cent|por ciento|процент\w*|في المائة|%)")
    for block in blocks(Document(written[language])):
        if block.kind != NUMBERED:
            continue
        outside = "".join(
            t.text or "" for t in block.element.iter(qn("w:t")) if not list(t.iterancestors(qn("w:sdt")))
        )
        assert not share.search(outside), outside


def test_footnotes_are_words_own_and_stand_where_the_language_wants_them(written) -> None:
    for language, wanted in {"en": r"\)\.\[\]", "fr": r"\)\[\]\.", "es": r"\)\[\]\."}.items():
        document = Document(written[language])
        assert len(list(footnote_paragraphs(document))) == 3
        marked = [b for b in blocks(document) if list(b.element.iter(qn("w:footnoteReference")))]
        flat = "".join(
            "[]" if e.tag == qn("w:footnoteReference") else e.text or ""
            for e in marked[0].element.iter(qn("w:t"), qn("w:footnoteReference"))
        )
        assert re.search(wanted, flat), flat


def test_a_mark_is_set_before_the_stop_in_french_alone() -> None:
    note = Note("where from")
    assert with_note(("Dit.",), note, "fr") == ("Dit", note, ".")
    assert with_note(("Said.",), note, "en") == ("Said.", note)


def test_arabic_pages_and_footnotes_run_from_right_to_left(written) -> None:
    document = Document(written["ar"])
    for paragraph in document.element.body.iter(qn("w:p")):
        assert paragraph.find(qn("w:pPr")).find(qn("w:bidi")) is not None
    for paragraph in footnote_paragraphs(document):
        assert paragraph.find(qn("w:pPr")).find(qn("w:bidi")) is not None


def test_the_contents_give_the_range_of_paragraphs(written) -> None:
    lines = list(listed(Document(written["en"]), words_of("en", "reporting")))
    assert lines[0] == "I. Introduction 1–2"
    assert "II. Action at the global, regional and national levels 3–5" in lines
    table = text_of(
        next(sdt for tag, sdt in controls(Document(written["en"]).element.body) if tag == "contents")
    )
    assert "I. Introduction1–2" in table


def test_figures_have_words_for_those_who_cannot_see_them(written) -> None:
    pictures = list(Document(written["en"]).element.body.iter(qn("wp:docPr")))
    assert len(pictures) == 4
    assert all("per" in p.get("descr") or "%" in p.get("descr") for p in pictures)


def test_the_same_release_gives_the_same_bytes(written, sources, tmp_path) -> None:
    again = write_report(sources, SETTINGS, "en", tmp_path)
    assert again.read_bytes() == written["en"].read_bytes()
    assert "word/footnotes.xml" in zipfile.ZipFile(again).namelist()


def test_a_quotation_names_a_group_only_where_enough_children_are_in_it(sources, written) -> None:
    words = words_of("en", "reporting")
    day = SETTINGS.quotes[0].cleared
    assert attribution(sources, SETTINGS.quotes[0], words) == "14 to 18 years"
    assert attribution(sources, Quote({"": "x"}, day, ("gender", "other")), words) is None
    assert attribution(sources, Quote({"": "x"}, day), words) is None
    two = settings_of({"quotes": [{"text": "x", "cleared": day, "age_band": "14-18", "gender": "girl"}]})
    assert two.quotes[0].group is None
    assert "“Listen to us [synthetic]” (14 to 18 years)" in text_of(Document(written["en"]).element.body)


def test_countries_have_their_united_nations_names() -> None:
    assert country("KR", "en", Settings()) == "Republic of Korea"
    assert country("TR", "fr", Settings()) == "Türkiye"
    assert country("KE", "zh", Settings()) == "肯尼亚"
    assert country("KE", "en", settings_of({"names": {"KE": "Kenya, as the office writes it"}})).endswith(
        "writes it"
    )
    with pytest.raises(SettingsError, match="QX"):
        country("QX", "en", Settings())


@pytest.mark.parametrize(
    "wrong",
    [
        {"organ": "sc"},
        {"limit": 9000},
        {"tilte": "x"},
        {"sections": {"x": ["y"]}},
        {"quotes": [{"text": "x"}]},
        {"agenda_item": "3"},
        {"title": 3},
    ],
)
def test_wrong_settings_are_refused_by_name(wrong) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        settings_of(wrong)


def test_a_small_release_makes_a_document_without_numbers(tmp_path) -> None:
    empty: Release = replace(
        make_release.release(), tables=(), profile=(), words=(), responses=None, small=True
    )
    path = write_report(keyed([(empty, "b" * 64)]), Settings(), "fr", tmp_path)
    tags = [tag for tag, _ in controls(Document(path).element.body)]
    assert tags == ["contents"]


def test_two_polls_make_two_chapters_and_six_annexes(sources, tmp_path) -> None:
    other = replace(make_release.release(), facts=make_release.facts(poll={"code": "other", "name": "other"}))
    both = keyed([(sources[0].release, "a" * 64), (other, "c" * 64)])
    document = Document(write_report(both, SETTINGS, "es", tmp_path))
    assert max(block.annex for block in blocks(document)) == 6


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "It was open on 1 September 2026; "), ("fr", "Il était ouvert le 1er septembre")],
)
def test_a_poll_of_one_day_was_open_on_it_and_not_from_it_to_it(tmp_path, language: str, said: str) -> None:
    made = make_release.release()
    wave = {**made.facts["wave"], "closed": made.facts["wave"]["opened"]}
    short = keyed([(replace(made, facts={**made.facts, "wave": wave}), "a" * 64)])
    written = Document(write_report(short, SETTINGS, language, tmp_path))
    assert any(block.text.startswith(said) for block in blocks(written))
