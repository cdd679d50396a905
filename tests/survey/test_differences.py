"""What changed between two documents, told part by part; and what an open poll cannot take."""

import every_kind

from consult.survey.writing import asking, conditions, groups, listing
from consult.survey.writing.comparing import compare, refusals
from consult.survey.writing.conditions import Rule
from consult.survey.writing.differences import Change, differences


def changes(*steps) -> tuple[Change, ...]:
    made = every_kind.document()
    for step in steps:
        made = step(made)
    return differences(every_kind.document(), made)


def test_nothing_differs_from_itself() -> None:
    assert compare(every_kind.document(), every_kind.document()) == ((), ())


def test_words_are_told_by_language_and_band() -> None:
    found = changes(
        lambda d: asking.change_words(d, "mood", {"en": {"7-9": "Glad?"}, "ar": {"default": "كيف؟"}}, {}),
        lambda d: listing.change_item(d, "fruit", "choices", "pear", {"en": {"default": "Big pear"}}),
    )
    assert [(c.code, c.question, c.item, c.language, c.band, c.before, c.after) for c in found] == [
        ("words", "mood", "", "ar", "", "كيف حالك؟", "كيف؟"),
        ("words", "mood", "", "en", "7-9", "How do you feel?", "Glad?"),
        ("words", "fruit", "pear", "en", "", "Pear", "Big pear"),
    ]
    assert refusals(found) == ()


def test_only_what_moved_is_said_to_have_moved() -> None:
    (change,) = changes(lambda d: asking.move_question(asking.move_question(d, "word", -1), "word", -1))
    assert (change.code, change.item, change.before, change.after) == ("moved", "word", 12, 10)


def test_settings_are_told_with_what_they_were() -> None:
    found = changes(
        lambda d: asking.set_options(d, "games", {"most": 3}),
        lambda d: conditions.set_rule(d, "word", Rule("all", (("fruit", ("pear",)),))),
        lambda d: groups.break_down(d, "fruit", "gender"),
        lambda d: groups.write_in(d, "ar"),
    )
    assert [(c.what, c.before, c.after) for c in found] == [
        ("most", 2, 3),
        ("ask_if", None, {"question": "fruit", "is": ["pear"]}),
        ("breakdown", "gender", "fruit"),
        ("default_language", "en", "ar"),
    ]
    assert len(refusals(found)) == 4


def test_a_question_that_changed_its_section_keeps_its_words() -> None:
    found = changes(
        lambda d: asking.add_section(d, "More")[0],
        lambda d: asking.move_question(d, "country", 1),
    )
    assert [(c.code, c.what, c.item or c.question) for c in found] == [
        ("added", "section", "more"),
        ("setting", "section", "country"),
    ]


def test_what_comes_and_goes_is_named() -> None:
    found = changes(
        lambda d: asking.remove_question(d, "word"),
        lambda d: listing.add_item(d, "fruit", "choices", "Plum")[0],
        lambda d: groups.add_language(d, "fr", "new"),
        lambda d: groups.add_band(d, 10, 13),
    )
    named = {(c.code, c.what, c.item) for c in found}
    assert {
        ("added", "language", "fr"),
        ("added", "band", "10-13"),
        ("removed", "question", "word"),
        ("added", "choices", "plum"),
    } <= named
