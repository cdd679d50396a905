"""The office's own sentences, posters, quotations and how hard it all is to read."""

import json
import re
from dataclasses import replace
from io import BytesIO

import make_bundle
import make_release
import pytest
from make_release import BANDS, LANGUAGES, table
from pypdf import PdfReader

from analysis import bundle as bundles
from analysis.__main__ import main
from analysis.children import reading, templates
from analysis.children.extras import Extras
from analysis.children.offices import check_wording, sentences_of, write_wording
from analysis.children.quotes import Quote, QuotesError, quote_parts
from analysis.children.quotes import read as read_quotes
from analysis.children.sentences import forms_of, words_for
from analysis.children.sheets import sheet, write_sheets
from analysis.children.styles import FULL, MIDDLE, SHORT, style_of
from analysis.children.summary import summary
from analysis.children.telling import Telling
from analysis.children.wording import Wording, WordingError, read
from analysis.disclosure import Release, load_policy
from analysis.quoting import cleared

LIKELIHOOD = "finding:likelihood"


@pytest.fixture(scope="module")
def release() -> Release:
    return make_release.release()


def worded(sentence: object, key: str = LIKELIHOOD, language: str = "en", band: str = "10-13") -> Wording:
    forms = sentence if isinstance(sentence, dict) else {"": sentence}
    return Wording({(language, band, key): forms})


def told(release: Release, wording: Wording, band: str = "10-13", language: str = "en") -> str:
    page = summary(release, language, band, Extras(wording))
    return next(part for part in page.parts if part.key == LIKELIHOOD).paragraphs[0]


def test_the_number_of_an_own_sentence_follows_the_table(release: Release) -> None:
    own = worded("We heard: “{answer}”. That is what {n} in {hundred} said.")
    assert told(release, own) == "We heard: “Likely or very likely”. That is what 69 in 100 said."
    changed = table("likelihood", "single", {"likely": (73,), "unlikely": (18,), "very_unlikely": (9,)})
    other = replace(release, tables=(changed, *(t for t in release.tables if t.question != "likelihood")))
    assert told(other, own) == "We heard: “Likely or very likely”. That is what 73 in 100 said."


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("69 of us said “{answer}”, {n}.", "the figure '6' was typed by hand"),
        ("٦٩ of us said “{answer}”, {n}.", "the figure '٦' was typed by hand"),
        ("Many chose “{answer}”.", "the field {n} is missing"),
        ("{n} of {hundred} said so.", "the field {answer} is missing"),
        ("{n} of {ten} said “{answer}”.", "there is no field {ten} here"),
        ("{n} said “{answer}”. {by_age}", "there is no field {by_age} here (any more)"),
        ("{n} said “{answer}", None),
        ("{n} said “{answer}” {", "a brace is not closed"),
        ("{n.__class__} said “{answer}”", "must be the name of a field"),
        ("{n:>9} said “{answer}”", "must be the name of a field"),
        ({"one": "{n} said “{answer}”."}, "the form 'other' is missing"),
    ],
)
def test_a_sentence_that_does_not_fit_is_refused(release: Release, sentence, said) -> None:
    tables = tuple(t for t in release.tables if (t.question, t.breakdown) != ("likelihood", "age_band"))
    plain = replace(release, tables=tables)
    if said is None:
        assert check_wording(plain, worded(sentence)) == []
        return
    with pytest.raises(WordingError, match=f"^en, 10-13, {LIKELIHOOD}: .*{re.escape(said)}"):
        check_wording(plain, worded(sentence))


def test_a_finding_that_is_no_more_is_refused(release: Release) -> None:
    for wording, said in (
        (
            worded("{n} “{answer}”", "finding:location"),
            "en, 10-13, finding:location: there is no such finding",
        ),
        (worded("{n} “{answer}”", band="15-17"), "en, 15-17: there is no such band"),
        (worded("{n} “{answer}”", language="de"), "de: the questionnaire has no words"),
    ):
        with pytest.raises(WordingError, match=f"^{re.escape(said)}"):
            check_wording(release, wording)


def test_a_sentence_that_is_no_longer_true_is_refused(release: Release) -> None:
    own = worded("{n} chose “{answer}”. {most}")
    assert "than any other" in told(release, own)
    tie = table("likelihood", "single", {"likely": (45,), "unlikely": (45,), "very_unlikely": (10,)})
    with pytest.raises(WordingError, match=r"there is no field \{most\} here"):
        check_wording(replace(release, tables=(tie,)), own)


def test_the_written_file_says_the_same(release: Release, tmp_path) -> None:
    path = tmp_path / "wording.json"
    write_wording(release, LANGUAGES, path)
    own = read(path)
    assert check_wording(release, own) == []
    for language in LANGUAGES:
        for band in BANDS:
            assert summary(release, language, band, Extras(own)) == summary(release, language, band)
        assert sheet(release, language, Extras(own)) == sheet(release, language)
    assert set(json.loads(path.read_text(encoding="utf-8"))["ru"]["7-9"][LIKELIHOOD]) == {
        "one",
        "few",
        "many",
    }


def test_russian_and_arabic_have_all_their_forms(release: Release) -> None:
    russian = sentences_of(release, "ru", "10-13")[LIKELIHOOD].forms
    assert "{n} выбрал «" in russian["one"]
    assert "{n} выбрали «" in russian["few"]
    assert set(sentences_of(release, "ar", "7-9")[LIKELIHOOD].forms) == {"one", "two", "few", "many"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_easy_enough(release: Release, language: str) -> None:
    for (style, _, _), forms in templates.MAIN.items():
        for form in forms_of(words_for(language), forms).values():
            assert not list(reading.too_long(reading.plain(form), language, style)), style
    for style, forms in (*templates.BY_AGE.items(), (FULL.name, templates.BY_GROUP)):
        for form in forms_of(words_for(language), forms).values():
            assert not list(reading.too_long(reading.plain(form), language, style)), style
    for band in BANDS:
        texts = [text for part in summary(release, language, band).parts for text in part.paragraphs]
        style = style_of(band).name
        assert not [hard for text in texts for hard in reading.too_long(text, language, style)]
        assert not list(reading.too_hard(texts, language, style))


def test_what_is_hard_to_read_is_told(release: Release) -> None:
    hard = check_wording(release, worded("{n} “{answer}” " + "and so on " * 20, band="7-9"))
    assert hard[0].startswith("en, 7-9, finding:likelihood: a sentence of 62 words, at most")
    assert [style_of(band) for band in ("7-9", "10-13", "12-14", "14-18", "all")] == [
        SHORT,
        MIDDLE,
        FULL,
        FULL,
        MIDDLE,
    ]


@pytest.mark.parametrize(
    ("language", "word", "count"),
    [("en", "children", 2), ("en", "answered", 2), ("en", "asked", 1), ("es", "niña", 2), ("es", "leer", 2), ("es", "pregunta", 3),
     ("fr", "réponse", 2), ("fr", "enfant", 2), ("ru", "ребёнок", 3), ("ru", "дети", 2)],
)  # fmt: skip
def test_syllables(language, word, count) -> None:
    assert reading.syllables(word, language) == count


def quoted(tmp_path, *found: dict) -> tuple[Quote, ...]:
    path = tmp_path / "quotes.json"
    path.write_text(json.dumps(found), encoding="utf-8")
    return read_quotes(path, {("wish", "en", "Listen to us"): "7-9", ("wish", "en", "More play"): "14-18"})


def test_only_cleared_texts_are_quoted(release: Release, tmp_path) -> None:
    entry = {
        "question": "wish",
        "language": "en",
        "text": "Listen to us",
        "translations": {"fr": "Écoutez-nous"},
    }
    quotes = quoted(tmp_path, entry)
    with pytest.raises(QuotesError, match="quotation 1: is not, letter for letter, a text that was cleared"):
        quoted(tmp_path, entry | {"text": "listen to us"})
    safe = replace(release, policy=load_policy().published())
    (part,) = quote_parts(Telling(safe, "fr", "10-13", MIDDLE), quotes)
    assert [(q.text, q.by) for q in part.quotes] == [("Écoutez-nous", "Un enfant, 7 à 9 ans (traduction)")]
    assert quote_parts(Telling(safe, "ru", "10-13", MIDDLE), quotes) == []
    few = table(
        "age_band", "profile", {"7-9": (None,), "10-13": (40,), "14-18": (60,)}, kind="group", bases=(700,)
    )
    hidden = replace(safe, profile=(few,))
    (part,) = quote_parts(Telling(hidden, "en", "10-13", MIDDLE), quotes)
    assert part.quotes[0].by == "A child"
    (part,) = quote_parts(Telling(safe, "en", "7-9", SHORT), quotes)
    assert part.quotes[0].by == "A child, 7 to 9 years"
    assert quote_parts(Telling(hidden, "en", "7-9", SHORT), quotes) == [], (
        "the page itself would name the age"
    )


def test_single_words_are_counted_and_not_quoted(tmp_path) -> None:
    said = (
        {"question": name, "language": "en", "age_band": "7-9", "text": "Play"}
        for name in ("one_word", "wish")
    )
    made = make_bundle.write(tmp_path / "x.bundle", responses=40, texts=tuple(said))
    assert cleared(bundles.read(made)) == {("wish", "en", "Play"): "7-9"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_posters_and_slide(release: Release, language: str, tmp_path) -> None:
    address = "https://results.example.org/r"
    a3, a4, slide = (
        PdfReader(path) for path in write_sheets(release, language, tmp_path, Extras(results_url=address))
    )
    sizes = [tuple(round(float(side)) for side in pdf.pages[0].mediabox[2:]) for pdf in (a3, a4, slide)]
    assert sizes == [(842, 1191), (595, 842), (960, 540)]
    assert [len(pdf.pages) for pdf in (a3, a4, slide)] == [1, 1, 1]
    assert all("/StructTreeRoot" in pdf.trailer["/Root"] for pdf in (a3, a4, slide))
    assert address in a4.pages[0].extract_text()
    assert 2 <= len(sheet(release, language).shown) <= 3


def test_posters_and_slide_carry_a_short_quotation_that_summaries_show(release: Release, tmp_path) -> None:
    safe = replace(release, policy=load_policy().published())
    long, short = (
        "We want to be heard. " * 5,
        "Listen to us.",
    )
    assert len(long) > 90 > len(short)
    quotes = tuple(Quote("wish", "en", text, "10-13", {"es": text}) for text in (long, short))
    told = {language: sheet(safe, language, Extras(quotes=quotes)).quotes for language in ("en", "es", "fr")}
    assert [quote.text for quote in told["en"]] == [quote.text for quote in told["es"]] == [short]
    assert told["es"][0].by.endswith("(traducción)")
    assert told["fr"] == (), "nobody has translated it"
    for path in write_sheets(safe, "en", tmp_path, Extras(quotes=quotes)):
        (page,) = PdfReader(path).pages
        assert short in page.extract_text(), path.name


def test_a_poster_invents_no_contact_and_no_address(release: Release, tmp_path) -> None:
    plain = sheet(release, "en")
    assert (plain.contacts, plain.address, plain.code, plain.results) == ((), "", (), "")
    assert plain.write_here == "Where to get help near here:"
    pdf = PdfReader(BytesIO(write_sheets(release, "en", tmp_path)[1].read_bytes()))
    assert "http" not in pdf.pages[0].extract_text()


def test_a_poll_of_few_has_posters_without_numbers(release: Release, tmp_path) -> None:
    small = replace(release, tables=(), profile=(), responses=None, small=True)
    for path in write_sheets(small, "en", tmp_path):
        text = PdfReader(path).pages[0].extract_text()
        assert "Too few children took part to show numbers." in text
        assert "out of" not in text


def test_the_command_takes_and_gives_wording(tmp_path, capfd) -> None:
    one = [question for question in make_bundle.EXAMPLE["questions"] if question["name"] == "risks"]
    codebook = make_bundle.EXAMPLE | {"questions": one, "breakdowns": make_bundle.EXAMPLE["breakdowns"][:1]}
    bundle = make_bundle.write(tmp_path / "x.bundle", codebook=codebook, responses=300, seed=4)
    out, path = tmp_path / "out", tmp_path / "w.json"
    assert main([str(bundle), str(out), "--tables-only"]) == 0
    assert main(["wording", str(out), str(path), "--language", "en"]) == 0
    found = json.loads(path.read_text(encoding="utf-8"))
    key = next(iter(found["en"]["14-18"]))
    found["en"]["14-18"][key] = "About 70% chose “{answer}”, {n}."
    path.write_text(json.dumps(found), encoding="utf-8")
    assert main([str(bundle), str(tmp_path / "two"), "--tables-only", "--wording", str(path)]) == 2
    assert f"en, 14-18, {key}: the figure '7' was typed by hand" in capfd.readouterr().err
    assert not (tmp_path / "two").exists()


def test_own_sentences_hold_on_a_summary_printed_with_less(release: Release, tmp_path) -> None:
    """The sheet has fewer groups then; a sentence about groups must not lose its field."""
    genders = {"likely": (71, 80, 60), "unlikely": (20, 10, 30), "very_unlikely": (9, 10, 10)}
    by_gender = table("likelihood", "single", genders, breakdown="gender", groups=("girl", "boy"))
    own = worded("{share} said “{answer}”. {by_group}", band="14-18")
    wide = replace(release, tables=(*release.tables, by_gender))
    for style in (FULL, replace(FULL, groups=(), bars=1, findings=1)):
        page = summary(wide, "en", "14-18", Extras(own), style)
        part = next(part for part in page.parts if part.key == LIKELIHOOD)
        assert part.paragraphs[0].endswith("highest for “Girl” (80%) and lowest for “Boy” (60%).")
        assert [(n.field, n.table, n.cell, n.value) for n in part.numbers] == [
            ("share", "likelihood__age_band", "likely|14-18", 84),
            ("share", "likelihood__gender", "likely|girl", 80),
            ("least", "likelihood__gender", "likely|boy", 60),
        ]
