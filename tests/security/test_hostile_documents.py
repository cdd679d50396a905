"""Hostile words in everything that documents are made of: each document opens elsewhere, and they are words in it."""

import csv
import json
import re
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import hostile
import make_bundle
import make_release
import pytest
import read_back
from docx import Document
from make_release import table

from analysis import bundle, unfit
from analysis.charts import charts_of
from analysis.children import quotes, wording
from analysis.children.extras import Extras
from analysis.children.offices import sentences_of
from analysis.children.quotes import Quote
from analysis.children.wording import Wording
from analysis.disclosure import SHOWN, Cell, Column, Release, Row
from analysis.disclosure.lines import ReleaseDamagedError, lines_of, read_lines
from analysis.disclosure.recall import recall, write
from analysis.documents import write_for_children, write_for_delegates
from analysis.formulas import harmless
from analysis.render.docx_styles import NUMBERED
from analysis.reporting.build import write_beside, write_report
from analysis.reporting.settings import SECTIONS, Settings, SettingsError, settings_of
from analysis.reporting.sources import keyed
from analysis.reporting.updating import update
from analysis.table_files import write_tables
from analysis.workbook import write_workbook

UNFIT = re.compile(unfit.PATTERN)
NO_FIGURES = re.compile(r"[{}\d²½⁰-₉①-⓿]|[٠-٩०-९]")
UNFIT_WORDS = ("bell\x07", "escape\x1b[31m", "vertical\x0btab", "none\uffff")


class Told:
    """A release in one language and what an office says of it, in which every word is hostile."""

    def __init__(self, language: str, corpus: Sequence[str], sparse: int = 1) -> None:
        self.language = language
        self.said = [words for each in corpus if (words := UNFIT.sub("", hostile.encodable(each))).strip()]
        places = sum(1 for _ in _labels(make_release.codebook(), language))
        self._told: dict[str, str] = {}
        self._next = cycle([" ".join(part) for part in hostile.portions(self.said[::sparse], places)])
        plain = make_release.release(
            organisation=self.word(),
            help=[{name: self.word() for name in ("name", "phone", "url", "hours")}],
            languages=[language],
        )
        self.release: Release = replace(plain, codebook=self._book(plain.codebook), words=(self._cloud(),))
        self.settings: Settings = settings_of(
            {name: self.word() for name in ("title", "author", "symbol", "session", "excluded", "ethics")}
            | {"agenda_item": 3, "agenda_title": self.word(), "original": language}
            | {"sections": {name: self.said[at :: len(SECTIONS)] for at, name in enumerate(SECTIONS)}}
        )
        self.extras = Extras(self._reworded(), (Quote("likelihood", language, self.said[0], "14-18"),))

    def word(self, before: str = "") -> str:
        """Give hostile words: the same for what was said before in the same words."""
        words = self._told.get(before) or next(self._next)
        if before:
            self._told[before] = words
        return words

    def _reworded(self) -> Wording:
        """Put hostile words into every sentence that the office may edit; figures and braces are refused there."""
        found: dict[tuple[str, str, str], Mapping[str, str]] = {}
        for band in (*make_release.BANDS, "poster"):
            for key, sentence in sentences_of(self.release, self.language, band).items():
                needed = "".join(f"{{{min(either)}}}" for either in sentence.needed)
                found[self.language, band, key] = {"": f"{NO_FIGURES.sub('', self.word())} {needed}"}
        return Wording(found)

    def _book(self, book: Mapping[str, Any]) -> dict[str, Any]:
        return self._only(book) | {"languages": [self.language], "default_language": self.language}

    def _only(self, value: Any) -> Any:
        """Keep one language and put other words in it."""
        if isinstance(value, list):
            return [self._only(each) for each in value]
        if not isinstance(value, dict):
            return value
        if self.language not in value:
            return {name: self._only(each) for name, each in value.items()}
        said = value[self.language]
        if isinstance(said, str):
            return {self.language: self.word(said)}
        return {self.language: {name: self.word(words) for name, words in said.items()}}

    def _cloud(self) -> Any:
        rows = tuple(Row(words, "word", (Cell(20, None, SHOWN),)) for words in self.said[:30])
        empty = table("likelihood", "words", {}, breakdown="language", kind="word")
        return replace(empty, columns=(Column(self.language, None, SHOWN),), rows=rows)

    @property
    def labels(self) -> set[str]:
        """The words of questions and choices that are tabulated."""
        return {read_back.flat(words) for words in _labels(self.release.codebook, self.language)}


def _labels(book: Mapping[str, Any], language: str) -> Iterator[str]:
    for question in book["questions"]:
        if question["name"] == "gender":
            continue
        yield from question["label"][language].values()
        for variable in question["variables"]:
            for value in ([variable] if variable["label"] else []) + variable["values"]:
                yield from value["label"][language].values()


@pytest.fixture(scope="module", params=["own, en", pytest.param("collected, ar", marks=pytest.mark.external)])
def told(request: pytest.FixtureRequest) -> Told:
    corpus, _, language = request.param.partition(", ")
    if corpus == "own":
        return Told(language, hostile.OWN)
    # A paragraph for each string; labels hold every fifth, for drawings of hundreds take half a minute.
    return Told(language, hostile.collected(), 5)


@pytest.fixture(scope="module")
def out(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every document that a release and a report have."""
    folder = tmp_path_factory.mktemp("hostile-documents")
    sources = keyed([(told.release, "a" * 64)])
    with warnings.catch_warnings():
        # A string of the collected ones has a letter under so many marks that no font draws it.
        warnings.simplefilter("error" if told.language == "en" else "ignore")
        write_workbook(told.release, [told.language], folder / "tables.xlsx")
        write_for_delegates(told.release, told.language, folder, told.extras)
        if (
            told.language == "en"
        ):  # five hundred strings are more than four pages for children hold: it tries for long
            write_for_children(told.release, told.language, folder, told.extras)
        write_report(sources, told.settings, told.language, folder)
        write_beside(sources, told.settings, told.language, folder)
    return folder


def test_a_report_says_them_as_they_were_written(told: Told, out: Path) -> None:
    found = read_back.paragraphs(out / f"report.{told.language}.docx")
    together = "\n".join(found)
    for words in told.said:
        assert any(read_back.flat(words) in each for each in found), ascii(words)
    assert not [words for words in told.labels if words not in together]


def test_an_annex_says_them_as_they_were_written(told: Told, out: Path) -> None:
    together = "\n".join(read_back.paragraphs(out / f"annex.{told.language}.docx"))
    assert not [words for words in told.labels if words not in together]


def test_slides_say_them_as_they_were_written(told: Told, out: Path) -> None:
    found = read_back.paragraphs(out / f"slides.{told.language}.pptx")
    assert read_back.flat(told.settings.title[""]) in found
    assert read_back.flat(told.settings.author[""]) in found


def test_a_workbook_says_them_as_they_were_written(told: Told, out: Path) -> None:
    together = "\n".join(read_back.cells(out / "tables.xlsx"))
    assert not [words for words in told.labels if words not in together]


def test_drawings_are_lines_and_say_them_in_their_titles(told: Told, out: Path) -> None:
    charts = {f"{chart.name}.{told.language}": chart for chart in charts_of(told.release, told.language)}
    for name, chart in charts.items():
        title, described = read_back.drawing(out / "charts" / f"{name}.svg")
        assert read_back.flat(title) == read_back.flat(chart.title)
        assert read_back.flat(described) == read_back.flat(chart.description)
    read_back.drawing(out / f"map.{told.language}.svg")
    assert len(charts) > 5


def test_printed_pages_say_them_and_do_nothing(told: Told, out: Path) -> None:
    pages = {path.name: read_back.printed(path) for path in out.glob("*.pdf")}
    assert len(pages) == (7 if told.language == "en" else 1)
    assert not [name for name, words in pages.items() if "root:x:0" in words]
    for band in (name.split(".")[2] for name in pages if name.startswith("child_summary")):
        data = json.loads((out / f"child_summary.{told.language}.{band}.json").read_text())
        words = read_back.letters(pages[f"child_summary.{told.language}.{band}.pdf"])
        assert read_back.letters(data["above"]) in words
        reworded = [
            _plain_part(said[""]) for (_, of, _), said in told.extras.wording.sentences.items() if of == band
        ]
        assert reworded
        assert [each for each in reworded if each in words], "none of the office's own sentences is there"
        headings = [read_back.letters(part["heading"]) for part in data["parts"]]
        assert not [heading for heading in headings if heading not in words]


def test_an_edited_report_is_brought_up_to_date_all_the_same(told: Told, out: Path, tmp_path: Path) -> None:
    edited, again = out / f"report.{told.language}.docx", tmp_path / "again.docx"
    document = Document(str(edited))
    plain = [each for each in document.paragraphs if each.style.name == NUMBERED]
    assert plain
    for paragraph, words in zip(cycle(plain), told.said, strict=False):
        paragraph.add_run(words)
    document.save(str(tmp_path / "edited.docx"))
    sources = keyed([(told.release, "b" * 64)])
    update(tmp_path / "edited.docx", sources, told.settings, told.language, again)
    before, after = (read_back.paragraphs(path) for path in (tmp_path / "edited.docx", again))
    assert after == before


def _plain_part(said: str) -> str:
    return read_back.letters(said.partition("{")[0])


# What no document can hold is refused before anything is written, and the place is told.


@pytest.mark.parametrize("words", UNFIT_WORDS, ids=ascii)
def test_a_bundle_with_signs_that_no_document_holds_is_refused(words: str, tmp_path: Path) -> None:
    book = {**make_bundle.EXAMPLE, "title": {**make_bundle.EXAMPLE["title"], "fr": words}}
    made = make_bundle.write(tmp_path / "label", codebook=book, responses=20)
    with pytest.raises(bundle.BundleError, match=r"codebook\.json: title\.fr holds a control character"):
        bundle.read(made)
    said = [{"question": "wish", "language": "en", "age_band": "7-9", "text": words}]
    made = make_bundle.write(tmp_path / "text", responses=20, texts=said)
    with pytest.raises(bundle.BundleError, match=r"texts\.parquet: text holds a control character"):
        bundle.read(made)


@pytest.mark.parametrize("words", [*UNFIT_WORDS, "half \ud83d"], ids=ascii)
def test_what_an_office_says_with_such_signs_is_refused(words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"sections\.global\.1: holds a control character"):
        settings_of({"sections": {"global": [words]}})
    file = tmp_path / "said.json"
    file.write_text(json.dumps({"en": {"7-9": {"highest": words}}}))
    with pytest.raises(wording.WordingError, match=r"en\.7-9\.highest holds a control character"):
        wording.read(file)
    file.write_text(
        json.dumps([{"question": "q", "language": "en", "text": "t", "translations": {"fr": words}}])
    )
    with pytest.raises(quotes.QuotesError, match=r"1\.translations\.fr holds a control character"):
        quotes.read(file, {("q", "en", "t"): ""})


def test_a_release_from_elsewhere_with_such_signs_is_refused(tmp_path: Path) -> None:
    plain = make_release.release()
    book = {**plain.codebook, "title": {"en": "bell\x07"}}
    write(replace(plain, codebook=book), tmp_path)
    with pytest.raises(ReleaseDamagedError, match=r"codebook\.title\.en holds a control character"):
        recall(tmp_path, {"files": {"release.json": {}}, "facts": {}}, {})


def test_tables_hold_no_formula_and_are_read_back_as_they_were(told: Told, tmp_path: Path) -> None:
    written = write_tables(told.release, told.language, tmp_path)
    for path in written:
        with path.open(encoding="utf-8-sig", newline="") as source:
            cells = [cell for row in csv.reader(source) for cell in row]
        assert not [cell for cell in cells if harmless(cell) != cell]
    read = Counter(line for path in written for line in read_lines(path))
    assert read == Counter(lines_of(told.release.everything))
