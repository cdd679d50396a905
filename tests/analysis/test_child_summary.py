"""The summaries read back: as HTML, PDF and data, for each age in six languages, every number a cell."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import make_release
import pytest
from make_release import BANDS, LANGUAGES, table
from pypdf import PdfReader

from analysis.children.extras import NO_EXTRAS
from analysis.children.styles import FIRST
from analysis.children.summary import _printed, summary, write_child_summary
from analysis.disclosure import TOTAL, Release
from analysis.facts import Facts
from analysis.labels import question_label
from analysis.render.html import page_html
from analysis.render.page import Field, Page, Part, Picture
from analysis.render.pdf import page_pdf

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Collects elements, text and every address; fails on an element closed in the wrong order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    assert not reader.open
    return reader


@pytest.fixture(scope="module")
def release() -> Release:
    return make_release.release()


@pytest.fixture(scope="module")
def written(release: Release, tmp_path_factory) -> dict:
    out = tmp_path_factory.mktemp("summary")
    return {
        (language, band): write_child_summary(release, language, band, out)
        for language in LANGUAGES
        for band in BANDS
    }


def sentences(page: Page) -> list[str]:
    return [words for part in page.parts for words in part.paragraphs]


def value(release: Release, number: Field) -> int | None:
    """Look a number up where it says that it stands."""
    if number.measure == "responses":
        return release.responses
    row, column = number.cell.split("|")
    found = next(t for t in release.everything if t.name == number.table)
    if number.measure == "base":
        return next(each.base for each in found.columns if each.name == column)
    percent = found.cell(row, column).percent
    return (percent + 5) // 10 if number.measure == "tenth" else percent


@pytest.mark.parametrize("band", BANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_a_sentence_is_a_cell(release: Release, language: str, band: str) -> None:
    page = summary(release, language, band)
    told = [part for part in page.parts if part.key.startswith("finding:")]
    assert len(told) == 3
    for part in [*told, next(part for part in page.parts if part.key == "who")]:
        assert part.numbers
        assert all(value(release, number) == number.value for number in part.numbers)
        text = re.sub(r"“[^”]*”|«[^»]*»", "", " ".join(part.paragraphs))
        found = {int(digits) for digits in re.findall(r"\d+", text)}
        assert found <= {number.value for number in part.numbers} | {10, 100}
    for chart in (part.chart for part in page.parts if part.chart):
        for bar in chart.bars:
            assert bar.shown == "–" if bar.share is None else str(bar.share) in bar.shown


def test_a_band_is_told_its_own_answers_where_these_are_shown(release: Release) -> None:
    own = {band: summary(release, "en", band) for band in BANDS}
    cells = {
        band: [part.numbers[0].cell for part in page.parts if part.key == "finding:likelihood"]
        for band, page in own.items()
    }
    assert cells == {band: [f"likely|{band}"] for band in BANDS}
    grid = next(part for part in own["14-18"].parts if part.key == "finding:platform_safety")
    assert grid.numbers[0].cell == f"safe|{TOTAL}"
    assert "of all ages" in grid.paragraphs[0]


def test_ten_children_never_mean_all_or_none(release: Release) -> None:
    nearly = table("likelihood", "single", {"likely": (97,), "unlikely": (2,), "very_unlikely": (1,)})
    tables = (nearly, *(t for t in release.tables if t.question != "likelihood"))
    page = summary(replace(release, tables=tables), "en", "7-9")
    part = next(part for part in page.parts if part.key == "finding:likelihood")
    assert part.paragraphs == ("More than 9 out of 10 children of all ages said: “Likely or very likely”.",)
    assert part.picture == Picture(9, 10, "A picture of 10 children. 9 of them are filled in.")


def test_data_is_the_page(release: Release, written: dict) -> None:
    found = json.loads(written["fr", "7-9"][2].read_text(encoding="utf-8"))
    assert (found["language"], found["band"], found["band_label"], found["style"]) == (
        "fr",
        "7-9",
        "7 à 9 ans",
        "short",
    )
    keys = [part["key"] for part in found["parts"]]
    assert keys[:3] == ["about", "who", "said"]
    assert len(set(keys)) == len(keys)
    told = next(part for part in found["parts"] if part["key"] == "finding:likelihood")
    assert told["numbers"] == [
        {"field": "n", "table": "likelihood__age_band", "cell": "likely|7-9", "measure": "tenth", "value": 6}
    ]
    assert told["picture"]["filled"] == 6
    keys_of = [[part.key for part in summary(release, language, "14-18").parts] for language in LANGUAGES]
    assert all(keys == keys_of[0] for keys in keys_of)


def test_a_changed_cell_changes_the_sentence(release: Release) -> None:
    """The guard above would pass if sentences held no numbers at all."""
    changed = table("likelihood", "single", {"likely": (73,), "unlikely": (18,), "very_unlikely": (9,)})
    before = " ".join(sentences(summary(release, "en", "10-13")))
    tables = (changed, *(t for t in release.tables if t.question != "likelihood"))
    after = " ".join(sentences(summary(replace(release, tables=tables), "en", "10-13")))
    assert "your age who answered, 69 chose “Likely or very likely”" in before
    assert "of all ages who answered, 73 chose “Likely or very likely”" in after


def test_a_hidden_finding_disappears(release: Release) -> None:
    hidden = table("likelihood", "single", {"likely": (None,), "unlikely": (20,), "very_unlikely": (None,)})
    tables = (hidden, *(t for t in release.tables if t.question != "likelihood"))
    page = summary(replace(release, tables=tables), "en", "10-13")
    heading = question_label(release.codebook, "likelihood", "en")
    assert heading in [part.heading for part in summary(release, "en", "10-13").parts]
    assert heading not in [part.heading for part in page.parts]


def test_the_order_of_the_parts(release: Release) -> None:
    headings = [part.heading for part in summary(release, "en", "10-13").parts if part.level == 2]
    assert headings == [
        "What is this?",
        "Who took part?",
        "What children said",
        "What happens next?",
        "Where to get help",
        "Words explained",
        "About these numbers",
    ]


def test_english_sentences_are_short(release: Release) -> None:
    """Words that the questionnaire brings (labels, titles) are not counted."""
    for text in sentences(summary(release, "en", "10-13")):
        plain = re.sub(r"“[^”]*”", "“x”", text)
        for sentence in re.split(r"(?<=[.?!]) ", plain):
            assert len(sentence.split()) <= 15, sentence


def test_only_help_that_the_release_carries(release: Release) -> None:
    def terms(found: Release) -> tuple:
        return next(p for p in summary(found, "en", "10-13").parts if p.heading == "Where to get help").terms

    assert terms(release) == ()
    contact = {"name": "Example line (synthetic)", "phone": "000", "url": "", "hours": "9-17"}
    carried = replace(release, facts={**release.facts, "help": [contact]})
    assert terms(carried) == (("Example line (synthetic)", "000 · 9-17"),)


def test_a_promise_is_told_only_if_it_was_given(release: Release) -> None:
    assert "promised to tell you the results by 1 December 2026." in " ".join(
        sentences(summary(release, "en", "10-13"))
    )
    silent = replace(release, facts={**release.facts, "promised_on": None, "delete_on": None})
    assert "promised" not in " ".join(sentences(summary(silent, "en", "10-13")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_stands_alone_and_can_be_read(written: dict, release: Release, language: str) -> None:
    page = read(written[language, "10-13"][0].read_text(encoding="utf-8"))
    names = [name for name, _ in page.elements]
    root = dict(page.elements)["html"]
    assert root == {"lang": language, "dir": "rtl" if language == "ar" else "ltr"}
    assert not {"script", "link", "img", "iframe", "object"} & set(names)
    assert not [a for _, attributes in page.elements for a in attributes if a in {"src", "href", "srcset"}]
    assert names.count("h1") == 1
    tables = names.count("table")
    assert tables == names.count("caption") == 4
    assert all(a.get("scope") for name, a in page.elements if name == "th")
    assert "url(" not in written[language, "10-13"][0].read_text(encoding="utf-8")


def test_words_in_html_cannot_be_markup(release: Release) -> None:

    named = replace(release, facts={**release.facts, "organisation": "<script>alert(1)</script>"})
    html = page_html(summary(named, "en", "10-13"))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_words_in_pdf_cannot_be_commands(release: Release) -> None:
    name = '#panic("x") #read("/etc/passwd") *Office*'
    named = replace(release, facts={**release.facts, "organisation": name})
    pdf, _ = page_pdf(summary(named, "en", "10-13"), Facts.of(release).frozen)
    assert '#panic("x")' in PdfReader(BytesIO(pdf)).pages[0].extract_text().replace("”", '"').replace(
        "“", '"'
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_has_one_to_four_sheets_and_is_tagged(written: dict, language: str) -> None:
    pdf = PdfReader(written[language, "10-13"][1])
    root = pdf.trailer["/Root"]
    assert 1 <= len(pdf.pages) <= 4
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith(language)
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert pdf.metadata.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_font_in_the_pdf_is_embedded_and_ours(written: dict, language: str) -> None:
    fonts = {}
    for page in PdfReader(written[language, "10-13"][1]).pages:
        fonts |= page["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        inner = font.get_object()["/DescendantFonts"][0].get_object()
        assert "NotoSans" in inner["/BaseFont"]
        described = inner["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(described)


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru", "zh"])
def test_pdf_says_what_html_says(written: dict, release: Release, language: str) -> None:
    """Arabic is left out: text taken out of a PDF comes in the order of the sheet, not of reading."""
    pdf = "".join(page.extract_text() for page in PdfReader(written[language, "10-13"][1]).pages)
    for text in [*sentences(summary(release, language, "10-13")), summary(release, language, "10-13").notice]:
        assert "".join(text.split()) in "".join(pdf.split()), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_synthetic_is_said(release: Release, language: str) -> None:
    real = replace(release, facts={**release.facts, "synthetic": False})
    assert summary(release, language, "10-13").notice
    assert not summary(real, language, "10-13").notice


@pytest.mark.parametrize(("style", "fewest"), [("short", 3), ("middle", 4), ("full", 3), ("poster", 3)])
def test_what_can_be_done_about_it_is_never_left_out(style: str, fewest: int) -> None:
    """Where words are long, the printed summary for the oldest tells fewer findings than its page."""
    assert "solutions" in FIRST["online_safety"][style][:fewest]


def test_the_youngest_get_no_sheet_for_a_few_lines(release: Release) -> None:
    page, day = summary(release, "en", "7-9"), Facts.of(release).frozen
    filled = (
        replace(page, parts=(*page.parts, Part("More", paragraphs=("Words.",) * lines)))
        for lines in range(50)
    )
    just_over = next(each for each in filled if page_pdf(each, day)[1] > page_pdf(each, day, tight=True)[1])
    sheets = len(PdfReader(BytesIO(_printed(release, just_over, NO_EXTRAS))).pages)
    assert sheets == page_pdf(just_over, day)[1] - 1


def test_small_poll_gets_a_summary_without_numbers(release: Release, tmp_path) -> None:
    small = replace(release, tables=(), profile=(), responses=None, small=True)
    html, pdf, _ = write_child_summary(small, "en", "10-13", tmp_path)
    assert "Too few children took part to show numbers." in html.read_text(encoding="utf-8")
    assert len(PdfReader(pdf).pages) <= 4
    assert "What children said" not in html.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_same_bytes_on_a_second_run(written: dict, language: str, tmp_path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import make_release, pathlib;"
        "from analysis.children.summary import write_child_summary;"
        "write_child_summary(make_release.release(), sys.argv[2], '10-13', pathlib.Path(sys.argv[3]))"
    )
    here = str(make_release.__file__).rpartition("/")[0]
    subprocess.run([sys.executable, "-c", script, here, language, str(tmp_path)], check=True)
    for path in written[language, "10-13"]:
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_groups_are_told_after_the_findings(release: Release) -> None:
    own = replace(release, tables=(), facts={**release.facts, "dialogues": {"groups": 12}})
    told = summary(replace(release, groups={"dialogues": own}), "en", "10-13")
    keys = [part.key for part in told.parts]
    assert keys.index("finding:top_risks") < keys.index("dialogues") < keys.index("next")
    assert (
        told.parts[keys.index("dialogues")].paragraphs[0].startswith("12 groups of children talked with us.")
    )
    assert "dialogues" not in [part.key for part in summary(release, "en", "10-13").parts]
