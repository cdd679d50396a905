"""The words around results of dialogues alone, where no poll was: how they were held, and their limits."""

from collections.abc import Iterator

from analysis.dialogues.annexing import numbers_of
from analysis.dialogues.exact import DIALOGUES
from analysis.dialogues.naming import DOMAIN
from analysis.disclosure import Release
from analysis.facts import Facts
from analysis.render.words import Words, words_of


def kind_of_annex(language: str) -> str:
    """Name what an annex of dialogues alone is."""
    return words_of(language, DOMAIN).gettext(
        "Annex: results of dialogues with children and how they were obtained"
    )


def how_it_was_run(release: Release, facts: Facts, language: str) -> Iterator[str]:
    """Say who held the dialogues, when, with whom, and what was kept."""
    words = words_of(language, DOMAIN)
    found = groups_method(release, facts, words)
    for name in ("who", "dates", "recruitment", "valid"):
        if name in found:
            yield found[name]
    yield words.gettext("No name, address or other mark that could tell who a child is was collected.")


def groups_method(release: Release, facts: Facts, words: Words) -> dict[str, str]:
    """Give what a method note says of dialogues where it would speak of a poll, by the name of the item."""
    words = words_of(words.language, DOMAIN)
    own = release.groups.get(DIALOGUES)
    number = numbers_of(own, DIALOGUES)["groups"] if own is not None else 0
    told = {
        "who": words.gettext(
            "{organisation} held dialogues with groups of children: {number}.",
            organisation=facts.organisation,
            number=words.spelled(number),
        ),
        "channels": words.gettext(
            "Children answered together, on phones of their own or by raising their hands."
        ),
        "breakdowns": words.gettext("Answers are told by age; who took part is told by further groups."),
        "recruitment": words.gettext(
            "Partners invited the groups, and facilitators met them; no sample was drawn."
        ),
    }
    if facts.opened and facts.closed:
        told["dates"] = words.gettext(
            "The rooms were open between {opened} and {closed}; the counts were frozen on {frozen}.",
            opened=words.date(facts.opened),
            closed=words.date(facts.closed),
            frozen=words.date(facts.frozen),
        )
    if own is not None and own.responses is not None:
        told["valid"] = words.ngettext(
            "About {n} child was there.", "About {n} children were there.", own.responses
        )
    else:
        told["valid"] = words.gettext("Too few children took part to show numbers.")
    return told


def limits(language: str) -> Iterator[str]:
    """Write what the numbers of dialogues cannot tell."""
    words = words_of(language, DOMAIN)
    yield words.gettext(
        "The children who took part were invited; which children were not reached is not known."
    )
    yield words.gettext(
        "In a group children hear each other, and an adult is present: some may have said what others said, "
        "or kept something to themselves."
    )
