"""Agreement of coders: perfect is 1, names and order do not matter, and the undefined is said, not numbered."""

import math

import pytest
from analysis_samples import given
from hypothesis import assume
from hypothesis import strategies as st

from analysis.agreement import AgreementError, cohen_kappa, krippendorff_alpha

LABEL = st.integers(1, 4)
PAIRS = st.lists(st.tuples(LABEL, LABEL), min_size=2, max_size=40)
GAPPY = st.lists(st.lists(st.one_of(st.none(), LABEL), min_size=3, max_size=3), min_size=2, max_size=20)
METRICS = ["nominal", "ordinal", "interval"]


def coders(pairs: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    first, second = map(list, zip(*pairs, strict=True))
    assume(len({*first, *second}) > 1)
    return first, second


def coded(texts: list[list[int | None]]) -> list[list[int | None]]:
    pairable = [[label for label in text if label is not None] for text in texts]
    assume(len({label for text in pairable if len(text) > 1 for label in text}) > 1)
    return [list(row) for row in zip(*texts, strict=True)]


@given(PAIRS)
def test_kappa_is_symmetric_and_at_most_the_observed_agreement(pairs: list[tuple[int, int]]) -> None:
    first, second = coders(pairs)
    found, turned = cohen_kappa(first, second), cohen_kappa(second, first)
    assert found.value == pytest.approx(turned.value)
    assert -1 - 1e-9 <= found.value <= found.observed + 1e-9 <= 1 + 1e-9


@given(PAIRS, st.permutations([1, 2, 3, 4]))
def test_kappa_does_not_see_the_names(pairs: list[tuple[int, int]], names: list[int]) -> None:
    first, second = coders(pairs)
    other = cohen_kappa([f"theme {names[a - 1]}" for a in first], [f"theme {names[b - 1]}" for b in second])
    assert other.value == pytest.approx(cohen_kappa(first, second).value)


@given(PAIRS)
def test_texts_that_one_coder_left_are_left_out(pairs: list[tuple[int, int]]) -> None:
    first, second = coders(pairs)
    found = cohen_kappa([*first, None, 1, math.nan], [*second, 1, None, math.nan])
    assert (found.value, found.units) == (cohen_kappa(first, second).value, len(pairs))
    assert found.left_out == 3


@pytest.mark.parametrize("metric", METRICS)
@given(texts=GAPPY)
def test_coders_may_change_places(metric: str, texts: list[list[int | None]]) -> None:
    rows = coded(texts)
    assert krippendorff_alpha(rows, metric).value == pytest.approx(
        krippendorff_alpha(rows[::-1], metric).value
    )


@pytest.mark.parametrize("metric", METRICS)
@given(texts=GAPPY)
def test_texts_with_a_single_rating_add_nothing(metric: str, texts: list[list[int | None]]) -> None:
    rows = coded(texts)
    more = [[*row, *extra] for row, extra in zip(rows, ([1, None], [None, None], [None, 4]), strict=True)]
    found, other = krippendorff_alpha(rows, metric), krippendorff_alpha(more, metric)
    assert (found.value, found.units, found.ratings) == (other.value, other.units, other.ratings)
    assert other.left_out == found.left_out + 2


@pytest.mark.parametrize("metric", METRICS)
@given(labels=st.lists(LABEL, min_size=2, max_size=20))
def test_perfect_agreement_is_one(metric: str, labels: list[int]) -> None:
    assume(len(set(labels)) > 1)
    assert krippendorff_alpha([labels, labels, labels], metric).value == 1
    assert cohen_kappa(labels, labels).value == pytest.approx(1)


@given(texts=GAPPY, names=st.permutations(["a", "b", "c", "d"]))
def test_nominal_alpha_does_not_see_the_names(texts: list[list[int | None]], names: list[str]) -> None:
    rows = coded(texts)
    renamed = [[None if label is None else names[label - 1] for label in row] for row in rows]
    assert krippendorff_alpha(renamed).value == pytest.approx(krippendorff_alpha(rows).value)


@given(texts=GAPPY)
def test_ordinal_alpha_sees_the_order_only(texts: list[list[int | None]]) -> None:
    rows = coded(texts)
    words = [None, "never", "rarely", "often", "always"]
    renamed = [[None if label is None else words[label] for label in row] for row in rows]
    found = krippendorff_alpha(renamed, "ordinal", ["never", "rarely", "often", "always"])
    assert found.value == pytest.approx(krippendorff_alpha(rows, "ordinal").value)
    squared = [[None if label is None else label**2 for label in row] for row in rows]
    assert krippendorff_alpha(squared, "ordinal").value == pytest.approx(found.value)


@given(texts=GAPPY)
def test_interval_alpha_sees_neither_unit_nor_zero(texts: list[list[int | None]]) -> None:
    rows = coded(texts)
    moved = [[None if label is None else 10 - 2.5 * label for label in row] for row in rows]
    assert krippendorff_alpha(moved, "interval").value == pytest.approx(
        krippendorff_alpha(rows, "interval").value
    )


@given(PAIRS)
def test_two_coders_without_gaps_give_scotts_pi_corrected(pairs: list[tuple[int, int]]) -> None:
    """Krippendorff 2011: alpha = 1 - (1 - pi) (2N - 1) / 2N for two coders of N texts on nominal labels."""
    first, second = coders(pairs)
    both = first + second
    chance = sum((both.count(label) / len(both)) ** 2 for label in set(both))
    pi = 1 - sum(a != b for a, b in pairs) / len(pairs) / (1 - chance)
    corrected = 1 - (1 - pi) * (len(both) - 1) / len(both)
    assert krippendorff_alpha([first, second]).value == pytest.approx(corrected)


@given(PAIRS)
def test_two_labels_are_the_same_on_every_metric(pairs: list[tuple[int, int]]) -> None:
    first, second = coders([(a % 2, b % 2) for a, b in pairs])
    values = [krippendorff_alpha([first, second], metric).value for metric in METRICS]
    assert values == pytest.approx([values[0]] * 3)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ([1, 2], [1], "rated 2 and 1 texts"),
        ([1, None], [None, 2], "no text was rated by both"),
        ([], [], "no text was rated by both"),
        ([1, 1], [1, 1], "one single label: agreement beyond chance is undefined"),
    ],
)
def test_kappa_refuses_in_words(first: list[object], second: list[object], words: str) -> None:
    with pytest.raises(AgreementError, match=words):
        cohen_kappa(first, second)


@pytest.mark.parametrize(
    ("ratings", "options", "words"),
    [
        ([[1, 2], [1]], {}, "one entry per text"),
        ([], {}, "one entry per text"),
        ([[1, None], [None, 2]], {}, "no text was rated by two"),
        ([[1, 1], [1, 1]], {}, "one single label"),
        ([[1, 2], [1, 2]], {"level": "ratio"}, "level must be one of nominal, ordinal, interval"),
        (
            [["a", "b"], ["a", "b"]],
            {"level": "ordinal"},
            "ordinal labels must be numbers, or give their order",
        ),
        (
            [["a", "b"], ["a", "b"]],
            {"level": "interval", "order": ["a", "b"]},
            "interval labels must be numbers$",
        ),
        (
            [["a", "b"], ["a", "b"]],
            {"level": "ordinal", "order": ["a"]},
            "order must name every label once.*b",
        ),
        ([["a", "b"], ["a", "b"]], {"level": "ordinal", "order": ["a", "b", "a"]}, "every label once"),
    ],
)
def test_alpha_refuses_in_words(ratings: list[list[object]], options: dict[str, object], words: str) -> None:
    with pytest.raises(AgreementError, match=words):
        krippendorff_alpha(ratings, **options)  # type: ignore[arg-type]
