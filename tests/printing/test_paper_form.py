"""The paper form: every question of the band, in order, with the codes that are keyed in; read back as PDF."""

from datetime import date
from io import BytesIO
from pathlib import Path

import every_kind
import pytest
from pypdf import PdfReader

import consult
from consult.printing import paper_form, typesetting
from consult.printing.paper_form import Form, Words
from consult.survey import questionnaire
from consult.survey.questionnaire import Questionnaire

BUNDLED = questionnaire.read(Path(consult.__file__).parent / "questionnaires" / "online_safety.json")
EVERY_KIND = questionnaire.load(every_kind.document())
DAY = date(2026, 11, 22)
WORDS = Words(
    choose_one="Choose one.",
    choose_several="You can choose several.",
    choose_most="Choose up to {n}.",
    rank="Write numbers from 1 to {n}.",
    number="Write a number from {least} to {greatest}.",
    one_word="Write one word.",
    dont_know="I don’t know",
    rather_not_say="I’d rather not say",
    only_if="Answer this only if {conditions}.",
    chose="you chose {choices} in question {n}",
    answered="you answered question {n}",
    conjunction="and",
    disjunction="or",
    negation="not ({condition})",
    country="Write your country.",
    skip="You can skip any question.",
    office_use="Sheet",
    help="If you want to talk to someone",
    page="Page {n} of {m}",
    address="On the web:",
)


def printed(poll: Questionnaire, band: str, language: str = "en", *notices: str) -> Form:
    return paper_form.form(
        poll,
        band,
        language,
        WORDS,
        direction="rtl" if language == "ar" else "ltr",
        organisation="Test office",
        address="https://consult.example.org/en/safe",
        contacts=["Test contact: +000 000"],
        notices=notices,
    )


def pdf(form: Form) -> PdfReader:
    return PdfReader(BytesIO(typesetting.typeset("paper_form", paper_form.data(form), DAY)))


def text_of(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def pdf_text(content: bytes) -> str:
    """Read the words of a PDF."""
    return text_of(PdfReader(BytesIO(content)))


@pytest.mark.parametrize("band", [band.name for band in BUNDLED.bands])
def test_every_question_of_the_band_is_on_paper_in_order(band: str) -> None:
    form = printed(BUNDLED, band)
    assert [asked.name for asked in form.questions] == [each.name for each in BUNDLED.for_band(band)]
    said = text_of(pdf(form))
    at = -1
    for question in BUNDLED.for_band(band):
        label = question.label.say("en", band)
        assert (at := said.find(label, at + 1)) >= 0, label
        for choice in question.choices:
            assert choice.label.say("en", band) in said


def test_every_kind_has_its_box() -> None:
    band = EVERY_KIND.bands[-1].name
    drawn = Path(typesetting.TEMPLATES / "paper_form.typ").read_text()
    for asked in printed(EVERY_KIND, band).questions:
        assert f'"{asked.box}"' in drawn or asked.box == "words only"


def test_each_sheet_says_which_form_it_is_and_where_the_poll_is_on_the_web() -> None:
    for page in pdf(printed(BUNDLED, "10-13")).pages:
        said = " ".join(page.extract_text().split())
        assert f"online_safety 1 · 10-13 · en · {BUNDLED.digest[:8]}" in said
        assert "https://consult.example.org/en/safe" in said


def test_who_asks_is_named_and_notices_stand_on_the_first_page() -> None:
    said = text_of(pdf(printed(BUNDLED, "14-18", "en", "Synthetic data", "A draft")))
    assert "Test office" in said
    assert "Synthetic data" in said
    assert "A draft" in said
    assert "{" not in said
    assert "Synthetic data" not in text_of(pdf(printed(BUNDLED, "14-18")))


def test_a_condition_names_the_question_by_its_number_on_this_form() -> None:
    band = EVERY_KIND.bands[0].name
    only = {asked.name: asked.only for asked in printed(EVERY_KIND, band).questions if asked.only}
    assert "Answer this only if you chose “Apple” in question 3." in only.values()
    assert not [words for words in only.values() if "“”" in words or "question 0" in words]


@pytest.mark.parametrize("language", BUNDLED.languages)
def test_no_letter_is_missing_from_the_fonts(language: str) -> None:
    reader = pdf(printed(BUNDLED, "10-13", language))
    assert len(reader.pages) <= 5
    fonts = {str(font) for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert "\ufffd" not in text_of(reader)


def test_words_of_a_poll_are_never_commands() -> None:
    form = printed(BUNDLED, "10-13")
    nasty = '#panic("no") $x$ *bold* @ref `raw`'
    spoilt = {**paper_form.data(form), "title": nasty}
    assert nasty in pdf_text(typesetting.typeset("paper_form", spoilt, DAY))


def test_the_same_form_is_the_same_file() -> None:
    form = paper_form.data(printed(BUNDLED, "7-9"))
    assert typesetting.typeset("paper_form", form, DAY) == typesetting.typeset("paper_form", form, DAY)
