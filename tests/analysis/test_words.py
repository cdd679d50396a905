"""Clouds count children, hide what few said, and fold as the language allows."""

import random
import unicodedata
from collections import Counter
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.disclosure import policy as policies
from analysis.disclosure.gate import may_show_word
from analysis.words import Word, clouds, fold, tally

POLICY = policies.load()
ENOUGH = partial(may_show_word, policy=POLICY)
LANGUAGES = ["ar", "en", "es", "fr", "ru", "zh"]

SAME = [
    ("en", "Safe", " safe! "),
    ("en", "SAFE", "ｓａｆｅ"),
    ("en", "café", "cafe"),
    ("en", "very  sad", "Very sad..."),
    ("en", "don’t", "don't"),
    ("fr", "Sécurité", "securite"),
    ("fr", "cœur", "coeur"),
    ("fr", "e\u0301cole", "école"),
    ("es", "educación", "EDUCACION"),
    ("es", "¡Amigos!", "amigos"),
    ("es", "pingüino", "pinguino"),
    ("ru", "ребёнок", "РЕБЕНОК"),
    ("ru", "за\u0301мок", "замок"),
    ("ar", "أمان", "امان"),
    ("ar", "آمن", "امن"),
    ("ar", "مدرسة", "مدرسه"),
    ("ar", "مستشفى", "مستشفي"),
    ("ar", "أمـــــان", "أمان"),
    ("ar", "أَمَان", "أمان"),
    ("ar", "٥", "5"),
    ("zh", "ＶＲ", "vr"),
    ("zh", "安 全", "安全"),
    ("zh", "安全。", "安全"),
    ("ru", "\u200fдом\u200e", "дом"),
    ("en", "❤️", "❤"),
]
DIFFERENT = [
    ("es", "año", "ano"),
    ("ru", "мой", "мои"),
    ("zh", "安全", "不安全"),
    ("ru", "мир", "миры"),
    ("ar", "أم", "أب"),
    ("en", "❤", "💔"),
]


@pytest.mark.parametrize(("language", "one", "other"), SAME)
def test_one_word_however_written(language: str, one: str, other: str) -> None:
    assert fold(one, language) == fold(other, language) != ""


@pytest.mark.parametrize(("language", "one", "other"), DIFFERENT)
def test_different_words_stay_apart(language: str, one: str, other: str) -> None:
    assert fold(one, language) != fold(other, language)


def test_the_most_usual_form_is_shown_with_rounded_counts() -> None:
    rows = [("fr", "10-13", "Sécurité")] * 7 + [("fr", "14-18", "securite")] * 5 + [("fr", "7-9", "peur")] * 9
    assert clouds(rows, ENOUGH, POLICY.rounded)[0].words == (Word("Sécurité", 10),)


def test_the_most_usual_form_wins_over_a_shorter_or_earlier_one() -> None:
    assert tally(
        Counter({("fr", "7-9", "cœur"): 2, ("fr", "7-9", "coeur"): 3, ("fr", "7-9", "COEUR"): 1})
    ) == {"fr": {"coeur": 6}}


def test_children_count_not_tokens() -> None:
    rows = [("en", "7-9", "fun fun fun fun fun fun fun fun fun fun")] + [("en", "7-9", "fun")] * 10
    assert tally(rows) == {"en": {"fun": 10, "fun fun fun fun fun fun fun fun fun fun": 1}}
    assert clouds(rows, ENOUGH, POLICY.rounded)[0].words == (Word("fun", 10),)


def test_languages_have_their_own_clouds() -> None:
    rows = [("en", "7-9", "internet")] * 9 + [("fr", "7-9", "internet")] * 12
    english, french = clouds(rows, ENOUGH, POLICY.rounded)
    assert (english.language, english.words) == ("en", ())
    assert french.words == (Word("internet", 10),)


def test_equal_counts_as_shown_stand_by_letters() -> None:
    rows = Counter({("en", "7-9", "b"): 12, ("en", "7-9", "a"): 11, ("en", "7-9", "c"): 10})
    assert [word.word for word in clouds(rows, ENOUGH, POLICY.rounded)[0].words] == ["a", "b", "c"]


def test_answers_without_a_letter_count_for_nothing() -> None:
    assert tally([("en", "7-9", "?!"), ("en", "7-9", " \u200b"), ("en", "7-9", "…")]) == {}


SPELLINGS = st.sampled_from(
    ["fun", "Fun", "FUN!", "año", "ano", "أمان", "امان", "ё", "е", "安全", "École", "ecole"]
)
ROWS = st.lists(
    st.tuples(st.sampled_from(LANGUAGES), st.sampled_from(["7-9", "14-18"]), SPELLINGS), max_size=60
)


@given(ROWS, st.integers(1, 12))
def test_a_word_said_by_few_never_appears(rows: list[tuple[str, str, str]], least: int) -> None:
    children = Counter((language, fold(text, language)) for language, _, text in rows)
    for cloud in clouds(rows, least.__le__, POLICY.rounded):
        shown = {fold(word.word, cloud.language): word.count for word in cloud.words}
        enough = {w: n for (language, w), n in children.items() if language == cloud.language and n >= least}
        assert shown == {word: POLICY.rounded(number) for word, number in enough.items()}
        assert len(shown) == len(cloud.words)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_children_tells_nothing(
    rows: list[tuple[str, str, str]], chance: random.Random
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert clouds(rows, bool, POLICY.rounded) == clouds(shuffled, bool, POLICY.rounded)
    assert tally(Counter(rows)) == tally(rows)


@given(st.text(max_size=30), st.sampled_from([*LANGUAGES, "xx"]))
@example("ﷺ", "ar")
@example("İ", "en")
@example("n\u0303\u0301", "es")
def test_folding_again_changes_nothing(text: str, language: str) -> None:
    once = fold(text, language)
    assert fold(once, language) == once
    assert fold(unicodedata.normalize("NFD", text), language) == once


@given(st.lists(st.tuples(st.sampled_from(LANGUAGES), st.just("7-9"), st.text(max_size=4)), max_size=20))
def test_no_child_is_lost_or_counted_twice(rows: list[tuple[str, str, str]]) -> None:
    counted = Counter(language for language, _, text in rows if fold(text, language))
    assert {language: sum(said.values()) for language, said in tally(rows).items()} == counted
    for language, said in tally(rows).items():
        assert len({fold(word, language) for word in said}) == len(said)
        assert all(word == word.strip() for word in said)
