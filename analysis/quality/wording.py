"""The report on quality in words, line by line, in any language of the program.

Questions and answers stand in the words of the questionnaire where it speaks the language. Deeper lines are
indented by two spaces.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from analysis.labels import choice_label, item_label, question_label
from analysis.quality.report import FEW
from analysis.render.words import Words

Codebook = Mapping[str, Any]
Found = Mapping[str, Any]


def report(found: Found, codebook: Codebook, words: Words, *, synthetic: bool) -> Iterator[str]:
    """Tell what `document` found, line by line."""
    _ = words.gettext
    title = codebook["title"].get(words.language) or codebook["title"][codebook["default_language"]]
    yield _("Quality of the answers: {title}", title=words.isolated(title))
    if synthetic:
        yield _("Synthetic data: no child gave these answers.")
    yield _("Responses: {number}", number=_said(found["responses"], found, words))
    yield from ("", *_notes(words))
    yield from ("", _("The same answer in every row of a grid"))
    for grid in found["straight_lines"]:
        yield from (f"  {line}" for line in _grid(grid, found, codebook, words))
    if not any(grid["against_reversed_rows"] for grid in found["straight_lines"]):
        yield "  " + _("No row is marked as reversed, so one answer to all rows need not contradict itself.")
    yield from ("", _("Identical answers to all questions, within age group and language"))
    yield from (f"  {line}" for line in _alike(found["identical"], found, words))
    yield from (
        "",
        _("Doubtful in any of these ways: {number}", number=_said(found["doubtful"], found, words)),
    )
    yield from (f"  {line}" for line in _doubtful(found, words))
    yield from _effect(found["with_and_without"], codebook, words)


def _notes(words: Words) -> Iterator[str]:
    _ = words.gettext
    yield _("These are signs, not verdicts. No response was removed, and none may be in silence.")
    yield _("How fast somebody answered is not known: no time is stored.")
    yield _(
        "Honest opinions hang together: more straight lines, and more children who answer alike, are usual."
    )
    yield _("Texts take no part: they are stored apart from the answers.")


def _grid(grid: Found, found: Found, codebook: Codebook, words: Words) -> Iterator[str]:
    _ = words.gettext
    yield _question(grid["question"], codebook, words)
    yield "  " + _(
        "answered all rows they were asked: {number}", number=_said(grid["complete"], found, words)
    )
    straight = _said(grid["straight"], found, words)
    if grid["percent_by_chance"] is None:
        yield "  " + _("one answer throughout: {number}", number=straight)
    else:
        chance = words.percent(grid["percent_by_chance"])
        yield "  " + _("one answer throughout: {number}; by chance {share}", number=straight, share=chance)
    if grid["usual_answer"]:
        answer = choice_label(codebook, grid["question"], grid["usual_answer"], words.language)
        yield "  " + _("most of these: “{answer}”", answer=words.isolated(answer))
    if grid["against_reversed_rows"]:
        against = _said(grid["against_reversed_rows"], found, words)
        yield "  " + _("against reversed rows: {number}", number=against)


def _alike(alike: Found, found: Found, words: Words) -> Iterator[str]:
    _ = words.gettext
    if alike["pairs"] is None:
        yield _("too few responses to compare with chance")
    else:
        pairs, chance = words.number(alike["pairs"]), words.number(alike["pairs_by_chance"])
        yield _(
            "pairs of children who answered alike: {number}; by chance {chance}", number=pairs, chance=chance
        )
    clustered = _said(alike["responses_far_beyond_chance"], found, words)
    yield _("in clusters far beyond chance: {number}", number=clustered)
    yield _("largest such cluster: {number}", number=_said(alike["largest_cluster"], found, words))
    for channel in alike["channels"]:
        yield from _channel(channel, found, words)


def _channel(channel: Found, found: Found, words: Words) -> Iterator[str]:
    _ = words.gettext
    names = {
        "web": _("the web"),
        "kiosk": _("a shared device"),
        "paper": _("paper"),
        "dialogue": _("a live dialogue"),
        "sms": _("text messages"),
    }
    yield _("Channel: {name}", name=names.get(channel["channel"], channel["channel"]))
    beyond = _said(channel["far_beyond_chance"], found, words)
    yield "  " + _("far beyond chance: {number}", number=beyond)
    pairs, chance = words.number(channel["pairs_of_whole_rows"]), words.number(channel["pairs_by_chance"])
    yield "  " + _("pairs of equal whole rows: {number}; by chance {chance}", number=pairs, chance=chance)
    if channel["far_more_pairs_than_by_chance"]:
        yield "  " + _(
            "whole rows found exactly twice: {number}; was a batch of forms entered two times?",
            number=_said(channel["whole_rows_found_twice"], found, words),
        )


def _doubtful(found: Found, words: Words) -> Iterator[str]:
    _ = words.gettext
    counts = {sign: _said(count, found, words) for sign, count in found["doubtful_by_sign"].items()}
    yield _("identical answers: {number}", number=counts["identical_answers"])
    yield _("against reversed rows: {number}", number=counts["against_reversed_rows"])
    yield _("one answer throughout in every grid: {number}", number=counts["straight_in_every_grid"])
    most = found["greatest_possible_change"]
    if most is not None:
        yield words.ngettext(
            "leaving them out can change a share of all children by {n} point at most",
            "leaving them out can change a share of all children by {n} points at most",
            most,
        )
    if found["with_and_without"] is None:
        yield _("results without them: not compared")


def _effect(effect: Found | None, codebook: Codebook, words: Words) -> Iterator[str]:
    _ = words.gettext
    if effect is None:
        return
    yield from ("", _("Shares of all children who answered, and the change when the doubtful are left out"))
    for (question, item), changes in groupby(effect["changes"], key=lambda c: (c["question"], c["item"])):
        yield f"  {_question(question, codebook, words, item)}"
        for change in changes:
            yield "    " + _(
                "{answer}: {share}, {change}",
                answer=words.isolated(choice_label(codebook, question, change["choice"], words.language)),
                share=words.percent(change["percent_of_all"]),
                change=words.signed(change["points_without"]),
            )
    if effect["not_shown"]:
        yield "  " + _("Not shown, since it would tell what a few children answered:")
        yield from (f"    {_question(name, codebook, words)}" for name in effect["not_shown"])


def _question(name: str, codebook: Codebook, words: Words, item: str | None = None) -> str:
    """Word a question or a row of it, with its name in the data."""
    label, named = words.isolated(question_label(codebook, name, words.language)), name
    if item:
        row = item_label(codebook, name, item, words.language)
        label, named = words.together([label, words.isolated(row)]), f"{name}.{item}"
    return f"{label} ({words.isolated(named)})"


def _said(count: Found, found: Found, words: Words) -> str:
    """Write a count as it may be read, with its share where that says more."""
    if count["hidden"]:
        smallest = words.number(found["smallest"])
        if count["hidden"] == FEW:
            return words.gettext("fewer than {number}", number=smallest)
        return words.gettext("all but fewer than {number}", number=smallest)
    about = words.gettext("about {number}", number=words.number(count["count"]))
    return about if count["percent"] in {None, 100} else f"{about} ({words.percent(count['percent'])})"
