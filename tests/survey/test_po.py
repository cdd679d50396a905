"""PO files out and back in; Babel, an independent reader, sees the same."""

import io

import every_kind
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from consult.survey.formats import po, translated, units
from consult.survey.formats.sheets import FormatError


def written(document: dict) -> str:
    return po.write(units.units(document, "ar"), "kinds", "en", "ar")


def test_babel_reads_what_we_write() -> None:
    document = every_kind.document()
    catalog = read_po(io.BytesIO(written(document).encode()))
    found = {message.context: (message.id, message.string) for message in catalog if message.id}
    assert found == {unit.key: (unit.source, unit.target) for unit in units.units(document, "ar")}


def test_it_comes_back_into_a_draft_without_a_word_of_it() -> None:
    document = every_kind.document()
    bare = units.with_words(document, "ar", {(u.place, u.band): "" for u in units.units(document, "ar")})
    taken = translated.take(po.read(written(document), "ar"), units.units(bare, "ar"))
    assert units.with_words(bare, "ar", taken.given) == document


words = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60)


@given(words, words)
def test_any_words_survive(source: str, target: str) -> None:
    unit = units.Unit("title", "default", source, f'{target}\n"{target}\\', "", "", "", ("7-9",))
    found = po.read(po.write([unit], "n", "en", "ar"), "ar")
    assert [(each.source, each.target) for each in found] == [(unit.source, unit.target)]


HEAD = 'msgid ""\nmsgstr "Language: ar\\n"\n\n'


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('#, fuzzy\nmsgctxt "title"\nmsgid "A test poll"\nmsgstr "س"\n', "unsure"),
        ('msgctxt "title"\nmsgid "A test poll"\nmsgid_plural "Polls"\nmsgstr[0] "س"\n', "plural"),
        ('msgctxt "title"\nmsgid "Old words"\nmsgstr "س"\n', "source_changed"),
        ('msgctxt "title"\nmsgid "A test poll"\nmsgstr ""\n', "untranslated"),
        ('msgctxt "x"\nmsgid "A test poll"\nmsgstr "س"\n', "unit_unknown"),
        ('msgctxt "who_asks"\nmsgid "{organisation} asks."\nmsgstr "س"\n', "placeholder_missing"),
    ],
)
def test_what_is_not_taken_has_its_reason_and_line(body: str, code: str) -> None:
    taken = translated.take(po.read(HEAD + body, "ar"), units.units(every_kind.document(), "ar"))
    line = next(line for line in taken.report.lines if line.code == code)
    assert line.row
    assert taken.given == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("banana", "po_line"),
        (HEAD, "no_units"),
        (HEAD.replace("ar", "fr") + 'msgid "x"\nmsgstr "y"\n', "other_language"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(body: str, code: str) -> None:
    with pytest.raises(FormatError) as caught:
        po.read(body, "ar")
    assert caught.value.line.code == code
