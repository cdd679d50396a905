"""The words of the two checklists; the sources of each are named on its page."""

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

TITLES: Final[Mapping[str, LazyString]] = {"risk": _l("Risk check"), "lundy": _l("Lundy checklist")}
LEADS: Final[Mapping[str, LazyString]] = {
    "risk": _l(
        "What could harm children who take part, and what is done about it. An anonymous poll cannot send "
        "help: so everything here is settled before it opens."
    ),
    "lundy": _l(
        "Giving children a voice is not enough: they need a safe space, an audience that can decide, and "
        "influence."
    ),
}
SOURCES: Final[Mapping[str, LazyString]] = {
    "risk": _l(
        "After the Committee on the Rights of the Child (general comments 12 and 25), the ERIC compendium on "
        "ethical research, and the children’s code of the United Kingdom’s Information Commissioner. The "
        "wording is ours."
    ),
    "lundy": _l("After Laura Lundy, “‘Voice’ is not enough”, 2007. The wording is ours."),
}
GROUPS: Final[Mapping[str, LazyString]] = {
    "questions": _l("The questions"),
    "help": _l("Help"),
    "people": _l("People"),
    "data": _l("Data"),
    "space": _l("Space"),
    "voice": _l("Voice"),
    "audience": _l("Audience"),
    "influence": _l("Influence"),
}
ANSWERS: Final[Mapping[str, LazyString]] = {
    "yes": _l("Yes"),
    "no": _l("Not yet"),
    "not_here": _l("Does not apply here"),
}
ITEMS: Final[Mapping[str, LazyString]] = {
    "no_experience": _l("No question asks a child what has happened to herself or himself."),
    "tried": _l(
        "Children of every age band have tried the poll, and what puzzled or upset them was changed."
    ),
    "nobody_named": _l("No answer, and no two answers together, can tell who a child is in a small place."),
    "contacts_tried": _l("Somebody has called or written to every help contact, and children can reach it."),
    "safeguarding_lead": _l(
        "A safeguarding lead is named and knows what to do with words that tell of harm."
    ),
    "texts_read": _l("While the poll is open, somebody reads what children write every working day."),
    "adults_prepared": _l("Adults who invite or help children know how, and neither press nor reward them."),
    "permission": _l(
        "The rules on the permission of parents and schools are known and kept in every country."
    ),
    "free_to_refuse": _l("A child who does not take part, or stops, has no disadvantage."),
    "nobody_left_out": _l(
        "Children without a phone, with disabilities or of small languages can take part too."
    ),
    "law_checked": _l("The law on data protection has been checked for this poll."),
    "who_sees": _l("It is written down who may see what, and no more people than needed can."),
    "stop": _l("It is clear who stops the poll, and how, if something goes wrong."),
    "early_enough": _l("Children are asked early enough to change the outcome."),
    "safe_place": _l("Children can answer where nobody looks over their shoulder."),
    "all_children": _l(
        "Steps were taken so that all kinds of children are heard, not only the easiest to reach."
    ),
    "informed": _l("Children are told in their own words what this is about before the first question."),
    "voluntary": _l("Children know that they need not take part and may skip every question."),
    "ways": _l("Children can choose between several ways to say what they think."),
    "receiver": _l("It is known who will receive what children say."),
    "power": _l("Those who receive it have the power to decide."),
    "path": _l("It is settled how, and in which form, it reaches them."),
    "taken_seriously": _l("It is settled how those who decide will show that they took it seriously."),
    "reasons": _l("It is settled when and how children hear what was decided and why."),
    "returned": _l("The influence log will be kept, and children can read it."),
}
# What the note of an item should say, where the item counts only with one.
NOTES: Final[Mapping[str, LazyString]] = {
    "safeguarding_lead": _l("Which role or team, and how to reach it (no private numbers)"),
    "texts_read": _l("By whom, and how fast"),
    "permission": _l("Which rules in which country"),
    "nobody_left_out": _l("Which other ways there are"),
    "law_checked": _l("By whom, on which day"),
    "who_sees": _l("Where this is written"),
    "stop": _l("Who, and by which way"),
    "all_children": _l("Which steps"),
    "receiver": _l("Who"),
    "taken_seriously": _l("How"),
    "reasons": _l("When and how"),
}
WRONG: Final[Mapping[str, LazyString]] = {
    "reason_missing": _l("Please write why this does not apply here."),
    "too_long": _l("This note is too long."),
    "unknown": _l("Please choose one of the answers."),
}
