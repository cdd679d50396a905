"""Labels are cut between characters as a reader sees them, and nothing in a text can run in a spreadsheet."""

import unicodedata

import pytest
from hostile_words import ARABIC, CHINESE, FORMULAS, naughty
from hypothesis import given
from hypothesis import strategies as st

from analysis.formulas import harmless
from analysis.microdata.wording import clean, cut

FAMILY = "👩‍👩‍👧"


@pytest.mark.parametrize("most", [20, 64, 119, 120, 255, 256])
@pytest.mark.parametrize(
    "words", [ARABIC * 9, CHINESE * 30, FAMILY * 40, "é" * 300, "e\u0301" * 200, "plain " * 90]
)
def test_a_cut_label_ends_between_characters(words: str, most: int) -> None:
    found = cut(words, most)
    assert len(found.encode()) <= most
    kept = found.removesuffix("…")
    assert found.endswith("…")
    assert words.startswith(kept)
    rest = words[len(kept)]
    # What follows the cut starts a new character: no mark, no joiner, and no joiner before it.
    assert not unicodedata.category(rest).startswith("M")
    assert rest != "\u200d"
    assert not kept.endswith("\u200d")


@given(words=st.text(max_size=200), most=st.integers(3, 100))
def test_a_label_that_fits_is_kept_whole(words: str, most: int) -> None:
    words = clean(words)
    found = cut(words, most)
    assert (found == words) == (len(words.encode()) <= most)
    assert len(found.encode()) <= most


@pytest.mark.parametrize("words", naughty())
def test_no_text_starts_a_formula(words: str) -> None:
    found = harmless(clean(words))
    assert not found.lstrip(" \u200b\ufeff").startswith(
        ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    )
    assert found in {clean(words), "'" + clean(words)}


@pytest.mark.parametrize("words", FORMULAS[:14])
def test_what_starts_a_formula_is_marked(words: str) -> None:
    assert harmless(words) == "'" + words


@pytest.mark.parametrize("words", ["7-9 years", "1 + 1 = 2", "a@b", "’", "", "السلامة"])
def test_harmless_words_stay_as_they_are(words: str) -> None:
    assert harmless(words) == words


@pytest.mark.parametrize(
    ("words", "expected"), [("a\x00b", "a\ufffdb"), ("\ud800", "\ufffd"), ("a\tb\nc", "a\tb\nc")]
)
def test_what_no_file_can_hold_is_replaced(words: str, expected: str) -> None:
    assert clean(words) == expected
