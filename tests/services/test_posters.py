"""Posters and slips: one sheet, all words, fonts inside, right to left where it is; QR codes that say the link."""

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from consult.services.collecting import codes
from consult.services.fieldwork import posters

POSTER = posters.Poster(
    language="en",
    title="How safe do you feel?",
    about="About this poll.",
    who_asks="Test office asks.",
    assent="You may stop at any time.",
    how="Scan this with a phone, or type this address:",
    link="https://polls.example.org/en/k7xw2m",
    address="polls.example.org/en/k7xw2m",
    code_needed="",
    promised="Results on 5 March 2027.",
    notice="",
)
WORDS = {
    "ar": "كم تشعر بالأمان؟",
    "en": "How safe do you feel?",
    "ru": "Насколько безопасно?",
    "zh": "你觉得安全吗？",
}


def pages(pdf: bytes):
    return PdfReader(io.BytesIO(pdf)).pages


def fonts(pdf: bytes) -> set[str]:
    found = set()
    for page in pages(pdf):
        for each in page["/Resources"]["/Font"].values():
            below = each.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(below["/FontDescriptor"].get_object())
            found.add(str(below["/BaseFont"]).partition("+")[2])
    return found


@pytest.mark.parametrize(("language", "title"), WORDS.items())
def test_a_poster_is_one_sheet_with_its_fonts_inside(language: str, title: str) -> None:
    made = posters.poster_pdf(replace(POSTER, language=language, title=title), "a4")
    assert len(pages(made)) == 1
    wanted = {"ar": "NotoSansArabic", "zh": "NotoSansSC"}.get(language, "NotoSans")
    assert any(name.startswith(wanted) for name in fonts(made)), fonts(made)
    assert PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == language


def test_long_words_still_fit_one_sheet() -> None:
    long = replace(
        POSTER, title=" ".join(["Words"] * 14), assent=" ".join(["word"] * 60), notice="A test. " * 6
    )
    assert len(pages(posters.poster_pdf(long, "a4"))) == 1


@pytest.mark.parametrize("words", ["#panic()", "$x$ *b* _i_ \\ `raw`", "<script>", '"]}'])
def test_words_are_never_commands(words: str) -> None:
    made = posters.poster_pdf(replace(POSTER, title=words), "a4")
    assert words.split(maxsplit=1)[0].strip("*_$`") in pages(made)[0].extract_text()


def test_slips_are_ten_to_a_sheet_and_each_code_stands_once() -> None:
    made = [codes.new_code() for _ in range(23)]
    words = posters.SlipWords("en", "Title", "Scan or type:", "Works once.", POSTER.link, POSTER.address, "")
    pdf = posters.slips_pdf(words, made)
    assert len(pages(pdf)) == 3
    said = " ".join(page.extract_text() for page in pages(pdf))
    assert sorted(re.findall(r"\b\w{4}-\w{4}-\w{4}\b", said)) == sorted(map(codes.shown, made))


def test_a_qr_code_is_plain_svg_with_a_quiet_edge() -> None:
    drawn = posters.qr_svg(POSTER.link).decode()
    assert drawn.lstrip().startswith("<?xml")
    assert "script" not in drawn
    assert "example.org" not in drawn, "the link is in the squares alone"
