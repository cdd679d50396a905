"""What the pages of dialogues say for codes: what is missing, states, phases, refusals, heads."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services.dialogues.preparing import Block
from consult.web import i18n, places
from consult.web.staffing.dialogues import where

STATES: Mapping[str, LazyString] = {
    "planned": _l("Being prepared"),
    "open": _l("Room open"),
    "closed": _l("Closed"),
}
PHASES: Mapping[str, LazyString] = {
    "waiting": _l("Children are coming in. Nothing is asked yet."),
    "asking": _l("Children are answering. Nobody sees how many have answered."),
    "closed": _l("No more answers. Only you see what the room would see."),
    "shown": _l("The room sees this now."),
    "ended": _l("The room is over. Its code leads children to the results."),
}
RISKS: Mapping[str, LazyString] = {
    "place_safe": _l("The place is safe, and children can reach it and leave it safely"),
    "policy_known": _l("The safeguarding policy is known to every adult who takes part"),
    "adults_trained": _l("The adults are trained to work with children"),
    "way_to_stop": _l("Every child knows how to stop or leave at any moment"),
    "limits_explained": _l("The limits of confidentiality will be explained before the talk"),
    "referral": _l("It is clear who is called when a child may be at risk"),
}
RISK_ANSWERS: Mapping[str, LazyString] = {
    "yes": _l("Yes"),
    "no": _l("Not yet"),
    "not_here": _l("Does not apply"),
}
GENDERS: Mapping[str, LazyString] = {
    "girl": _l("Girls"),
    "boy": _l("Boys"),
    "other": _l("Other"),
    "not_known": _l("Not known"),
}
DISABILITY: Mapping[str, LazyString] = {
    "no": _l("Without a disability"),
    "yes": _l("With a disability"),
    "not_known": _l("Not known"),
}
WORDS: Mapping[str, LazyString] = {
    "held": _l("Held"),
    "released": _l("Released"),
    "hidden": _l("Hidden"),
}
REFUSALS: Mapping[str, LazyString] = {
    "stale": _l("Somebody else moved the room on meanwhile. Nothing was changed; this is where it is now."),
    "not_now": _l("The room cannot do this at this point. This is where it is now."),
    "asked_already": _l("This prompt was asked before; each is asked once."),
    "unknown_prompt": _l("This prompt is not on the agenda."),
    "unknown": _l("This is no longer there."),
    "too_many": _l("That is more hands than there are children in the group."),
    "hands": _l("Write whole numbers of hands."),
    "below": _l("So many hands were not counted for this answer."),
    "empty": _l("Write something first."),
    "too_long": _l("These words are too long."),
    "heads": _l("Write whole numbers of children."),
    "second_person": _l("Somebody else must clear what you wrote down."),
}
_MISSING: Mapping[str, tuple[LazyString, str]] = {
    "promises": (_l("The consultation needs the day of its results and the day of deletion."), "dates"),
    "country": (_l("Choose the country, or say that you meet online."), "prepare"),
    "focal_point": (_l("Name the safeguarding focal point."), "prepare"),
    "note_taker": (_l("Name the note-taker."), "prepare"),
    "group_size": (_l("Say how many children are expected."), "prepare"),
    "consent": (_l("Confirm that every child was asked and agreed."), "prepare"),
    "risks_left": (_l("Finish the risk check."), "prepare"),
    "questionnaire": (_l("There is no complete questionnaire to take prompts from."), "questionnaire"),
    "band": (_l("Choose the age band."), "prepare"),
    "languages": (_l("Choose the languages of the children."), "prepare"),
    "prompts": (_l("Put at least one prompt on the agenda."), "agenda"),
}


def missing(block: Block) -> tuple[str, str]:
    """Say what is missing, and where it is mended: prepare, agenda, dates, contacts, questionnaire."""
    params = block.params
    match block.code:
        case "contacts":
            return _contacts(str(params.get("country", ""))), "contacts"
        case "permissions":
            return _(
                "Write how many permissions of parents the partner holds: from 1 to the number of children."
            ), "prepare"
        case "risk":
            return _("Not yet: %(what)s.", what=RISKS[str(params["item"])]), "prepare"
        case "language":
            name = where.language_name(str(params["language"]))
            return _("The questionnaire does not speak %(language)s.", language=name), "prepare"
        case "prompt":
            return _(
                "A prompt is not in the questionnaire for this age band: %(name)s.", name=params["name"]
            ), "agenda"
    words, page = _MISSING[block.code]
    return str(words), page


def _contacts(country: str) -> str:
    if not country:
        return str(_("There is no international help contact."))
    name = places.name(country, i18n.language_of_request())
    return str(_("There is no help contact for %(country)s and no international one.", country=name))


def warning(block: Block) -> str:
    """Say what is worth a second thought."""
    told: str = _(
        "A good group has %(least)s to %(most)s children. With fewer, less can be shown; with more,"
        " fewer speak.",
        least=block.params["least"],
        most=block.params["most"],
    )
    return told
