"""The names of groups by which heads are counted, where no codebook names them."""

from typing import Final

from analysis.dialogues.exact import DIALOGUES
from analysis.render.words import words_of

DOMAIN: Final = "groups"
_AXES: Final = frozenset({"gender", "disability", "region", "place"})


def kind_label(kind: str, language: str) -> str:
    """Name a kind of groups, as a heading."""
    words = words_of(language, DOMAIN)
    if kind == DIALOGUES:
        return words.gettext("Dialogues with groups of children")
    return words.gettext("Groups counted on tally sheets")


def axis_label(axis: str, language: str) -> str | None:
    """Name a property by which only the heads of groups are counted."""
    words = words_of(language, DOMAIN)
    names = {"disability": words.gettext("Disability"), "place": words.gettext("How the group met")}
    return names.get(axis)


def heads_label(axis: str, group: str, language: str) -> str | None:
    """Name a group by which a facilitator counts heads; None for one that others name."""
    if axis not in _AXES:
        return None
    words = words_of(language, DOMAIN)
    return {
        "girl": words.gettext("Girl"),
        "boy": words.gettext("Boy"),
        "other": words.gettext("Another gender"),
        "yes": words.gettext("With a disability"),
        "no": words.gettext("Without a disability"),
        "in_person": words.gettext("In one room"),
        "online": words.gettext("Online"),
        "not_known": words.gettext("Not known"),
    }.get(group)
