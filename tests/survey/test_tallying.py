"""Tally sheets: every countable question has its boxes, and counts that cannot be are named."""

import every_kind
import pytest

from consult.survey import questionnaire, tallying
from consult.survey.tallying import ANSWERED, HEADS, Box

POLL = questionnaire.load(every_kind.document())
BAND = "14-18"
HERE = {Box(HEADS, "girl", "no"): 6, Box(HEADS, "boy", "not_said"): 4}


def test_words_countries_groups_and_long_scales_are_not_counted_by_hands() -> None:
    counted = [question.name for question in tallying.counted(POLL, BAND)]
    assert counted == ["mood", "fruit", "apple_colour", "games", "order", "stars", "places"]


def test_no_two_boxes_have_one_name() -> None:
    own = [box for question in tallying.counted(POLL, BAND) for box in tallying.boxes(question)]
    names = [box.name for box in (*tallying.heads(POLL, BAND), *own)]
    assert len(set(names)) == len(names)


def test_heads_are_counted_by_gender_and_disability_and_not_known_is_a_group() -> None:
    genders = tallying.genders(POLL, BAND)
    assert genders == ("girl", "boy", "not_said")
    assert len(tallying.heads(POLL, BAND)) == 9


def test_what_is_no_number_is_named_and_digits_of_any_script_count() -> None:
    wanted = {box.name: box for box in tallying.heads(POLL, BAND)}
    counts, faults = tallying.read(
        {"/girl/no": "٦", "/boy/no": "x", "/girl/yes": "1000", "/boy/yes": "0"}, wanted
    )
    assert counts == {Box(HEADS, "girl", "no"): 6}
    assert faults == {"/boy/no": "not_a_number", "/girl/yes": "not_a_number"}


@pytest.mark.parametrize(
    ("counts", "faults"),
    [
        ({}, {}),
        ({Box("fruit", "", "apple"): 6, Box("fruit", "", "pear"): 4}, {}),
        ({Box("fruit", "", "apple"): 6, Box("fruit", "", "pear"): 5}, {"fruit//apple": "too_many"}),
        ({Box("places", "park", "much"): 10, Box("places", "shop", "much"): 10}, {}),
        ({Box("places", "shop", "much"): 11}, {"places/shop/much": "too_many"}),
        ({Box("games", "", "chess"): 9, Box("games", "", "cards"): 9, Box("games", "", ANSWERED): 10}, {}),
        ({Box("games", "", "chess"): 9}, {"games//chess": "more_than_answered"}),
        ({Box("games", "", ANSWERED): 11}, {"games//": "too_many"}),
        ({Box("order", "home", "1"): 6, Box("order", "school", "1"): 5}, {"order/home/1": "too_many"}),
    ],
)
def test_more_answers_than_children_are_refused(counts: dict, faults: dict) -> None:
    assert tallying.impossible(POLL, BAND, HERE | counts) == faults


def test_a_group_of_nobody_is_refused() -> None:
    assert tallying.impossible(POLL, BAND, {}) == {"/girl/yes": "nobody"}
