"""What stands around the findings: what this is, what happens next, help, words explained, the numbers."""

from analysis.children.styles import FULL, SHORT
from analysis.children.telling import Telling
from analysis.facts import Facts, HelpContact
from analysis.phrases import DASH
from analysis.render.page import Part

_OPEN_LINK = "open link"
_LRM = "\u200e"


def what_is_this(tell: Telling, facts: Facts) -> Part:
    """Say who asked, when, and for whom this is."""
    words = tell.words
    _ = words.gettext
    told = [_("{organisation} asked children what they think.", organisation=facts.organisation)]
    if facts.polled and tell.style.name != SHORT.name and facts.opened and facts.closed:
        dates = {"opened": words.date(facts.opened), "closed": words.date(facts.closed)}
        if facts.opened == facts.closed:
            told.append(_("The poll was open on {date}.", date=dates["opened"]))
        else:
            told.append(_("The poll was open from {opened} to {closed}.", **dates))
    told.append(_("Here you can read what children answered."))
    told.append(_("This is a summary for children of this age: {group}.", group=tell.age(tell.band)))
    return Part(_("What is this?"), paragraphs=tuple(told), key="about")


def next_steps(tell: Telling, facts: Facts) -> Part:
    """Say what was promised, and what becomes of the answers."""
    words = tell.words
    _ = words.gettext
    told = []
    if facts.promised_on:
        date = words.date(facts.promised_on)
        told.append(
            _(
                "{organisation} promised to tell you the results by {date}.",
                organisation=facts.organisation,
                date=date,
            )
        )
    told.append(_("There is also a longer report for people who make decisions."))
    if facts.delete_on:
        told.append(_("Every child’s answers will be deleted by {date}.", date=words.date(facts.delete_on)))
        told.append(_("Only numbers like those on this page will stay."))
    return Part(_("What happens next?"), paragraphs=tuple(told), key="next")


def where_help(tell: Telling, facts: Facts) -> Part:
    """Say where help is, with the contacts that the office entered and no other."""
    _ = tell.words.gettext
    told = [_("Is something worrying you? Talk to an adult you trust.")]
    if facts.polled:
        told.append(_("The poll is anonymous. We do not know who answered, so we cannot send help."))
    contacts = tuple(contact(tell, found) for found in facts.help)
    return Part(_("Where to get help"), paragraphs=tuple(told), terms=contacts, key="help")


def contact(tell: Telling, found: HelpContact) -> tuple[str, str]:
    """Write a place that helps: its name, and how to reach it; numbers run from left to right."""
    mark = _LRM if tell.words.rtl else ""
    reach = (f"{mark}{part}{mark}" for part in (found.phone, found.url) if part)
    return found.name, " · ".join([*reach, *([found.hours] if found.hours else [])])


def explained(tell: Telling, parts: list[Part], facts: Facts) -> Part:
    """Explain the new words of the other parts."""
    _ = tell.words.gettext
    terms = [(_("Poll"), _("Questions that many people are asked."))] if facts.polled else []
    terms.append((_("Anonymous"), _("Nobody knows who gave which answer.")))
    if tell.style.percent:
        meaning = _("How many of every 100 children. {half} is half of them.", half=tell.words.percent(50))
        terms.append((_("Share"), meaning))
    elif tell.style.name != SHORT.name:
        meaning = _("Think of 100 children. The number says how many of them gave this answer.")
        terms.append((_("Out of every 100"), meaning))
    if any(bar.share is None for part in parts if part.chart for bar in part.chart.bars):
        hidden = _("A hidden number. We hide small numbers, so that nobody can be recognized.")
        terms.append((DASH, hidden))
    return Part(_("Words explained"), terms=tuple(terms), key="explained")


def numbers_told(tell: Telling, facts: Facts) -> Part:
    """Say what the numbers can tell, and what they cannot."""
    _ = tell.words.gettext
    told = [_("Every child was free to answer or not.")]
    if tell.style.name == SHORT.name:
        told.append(_("Other children may think something else."))
    else:
        told.append(_("So the numbers tell what these children think, and not what all children think."))
    if tell.style.name != FULL.name:
        told.append(_("We round the numbers a little."))
    if tell.language in facts.unreviewed:
        told.append(_("Nobody who grew up with this language has checked this translation yet."))
    return Part(_("About these numbers"), paragraphs=tuple(told), key="numbers")


def how_we_counted(tell: Telling, facts: Facts) -> Part:
    """Tell older readers how the numbers were made."""
    _ = tell.words.gettext
    told = []
    if facts.recruitment == _OPEN_LINK:
        told.append(_("The poll was open to every child who had the link."))
        told.append(_("So we cannot say how close the numbers are to the views of all children."))
    told += [
        _("Each share is of the children who answered that question."),
        _("A child who gave no answer, or who did not know, is not counted in it."),
        _("We round every count, and make the shares from the rounded counts."),
        _("We hide small groups, so that nobody can be recognized."),
        _("The longer report tells more about how we counted."),
    ]
    return Part(_("How we counted"), paragraphs=tuple(told), key="how")
