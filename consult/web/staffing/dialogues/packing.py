"""The printable pack of a dialogue: agenda, script, what children agree to, and who helps."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.printing.typesetting import typeset
from consult.services.dialogues.own_prompts import EVALUATION
from consult.services.fieldwork import contacts
from consult.survey.model import Band, Questionnaire, Text
from consult.tables import Dialogue
from consult.web import i18n
from consult.web.help import help_places
from consult.web.staffing.allowed import allowed, db
from consult.web.staffing.dialogues import where
from consult.web.staffing.dialogues.overview import place_of
from consult.web.staffing.dialogues.where import FACILITATING

YOUNG = 12  # years: up to here a group gets the simpler script (two designs: 8-12 and 13-17, domain 2.4)


def attach(office: Blueprint, place: str) -> None:
    """Put the pack under its address."""
    office.add_url_rule(f"{place}/<int:dialogue>/pack-<language>.pdf", "dialogues_pack", pack)


@allowed(*FACILITATING)
def pack(consultation: int, dialogue: int, language: str) -> ResponseReturnValue:  # noqa: ARG001
    """Give the pack in one of the dialogue's languages."""
    found = where.must(dialogue)
    spoken = where.questionnaire(found)
    known = {band.name: band for band in spoken.bands} if spoken is not None else {}
    if spoken is None or language not in i18n.CODES or language not in found.languages.split():
        abort(404)
    if language not in spoken.languages or found.band not in known:
        abort(404)
    with i18n.speaking(language):
        data = _words(found, spoken, known[found.band], language)
    printed = typeset("dialogue_pack", data, date.today(), language)  # noqa: DTZ011
    name = f"dialogue-{dialogue}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(printed, mimetype="application/pdf", headers=headers)


def _words(dialogue: Dialogue, spoken: Questionnaire, band: Band, language: str) -> dict[str, object]:
    organisation = dialogue.consultation.organisation or dialogue.consultation.title

    def say(text: Text) -> str:
        return text.say(language, band.name).replace("{organisation}", organisation)

    labels = {question.name: say(question.label) for question in spoken.questions}
    synthetic = _("This is a test. Nothing in it is real.") if dialogue.consultation.synthetic else ""
    return {
        "language": language,
        "direction": i18n.locale(language).direction,
        "title": dialogue.title,
        "about": [
            say(spoken.title),
            band.label.say(language, band.name),
            place_of(dialogue, language),
            dialogue.partner,
        ],
        "synthetic": synthetic,
        "people": [
            (_("Safeguarding focal point"), dialogue.focal_point),
            (_("Note-taker"), dialogue.note_taker),
            (_("Accompanying adults"), i18n.number(dialogue.adults, language)),
            (_("Children expected"), i18n.number(dialogue.group_size, language)),
        ],
        "headings": [_("Agenda"), _("What to say first"), _("What children agree to"), _("Who can help")],
        "agenda": _agenda(dialogue, labels, language),
        "script": _script(dialogue, band, language),
        "assent": [say(spoken.who_asks), say(spoken.what_happens), say(spoken.assent)],
        "help": _help(dialogue, language),
        "page": _("Page {n} of {m}"),
    }


def _agenda(dialogue: Dialogue, labels: Mapping[str, str], language: str) -> list[dict[str, object]]:
    closing = {"title": _("How was it?"), "minutes": 5, "prompts": list(EVALUATION)}
    return [
        {
            "title": block["title"],
            "minutes": _("%(number)s minutes", number=i18n.number(block["minutes"], language)),
            "prompts": [labels.get(name, name) for name in block["prompts"]],
        }
        for block in [*dialogue.blocks, closing]
    ]


def _script(dialogue: Dialogue, band: Band, language: str) -> list[str]:
    """Give what a facilitator reads out, in words for the age; before anything is asked."""
    helper = dialogue.focal_point or "…………"
    promised = dialogue.consultation.promised_on
    lines = [
        _("Hello! We are here to listen to you. What you think matters, and there are no wrong answers."),
        _(
            "You choose. You can skip every question, you can stop or go out at any time, and nobody "
            "will be cross."
        ),
        _(
            "If you use a phone or a tablet, nobody can see which answer is yours. Please do not write "
            "names or telephone numbers."
        ),
    ]
    lines += _limits(helper, young=band.last <= YOUNG + 1)
    lines.append(
        _(
            "We are a small group, so others may guess what you said. The screen says “most of us” or "
            "“few of us”, never how many."
        ),
    )
    if promised is not None:
        lines.append(
            _(
                "We write down what the group says, without names. The results come back to you on %(date)s.",
                date=i18n.day(promised, language),
            )
        )
    return lines


def _limits(helper: str, *, young: bool) -> list[str]:
    """Say the limits of confidentiality, and where a child can speak alone."""
    if young:
        return [
            _(
                "What you say stays in this room. There is one exception: if I hear that you or another "
                "child may be in danger, I must tell %(helper)s, who helps to keep children safe. I will "
                "tell you first.",
                helper=helper,
            ),
            _(
                "Please do not tell a sad or scary story of your own in front of everybody. You can tell it"
                " to %(helper)s or to me afterwards, alone.",
                helper=helper,
            ),
        ]
    return [
        _(
            "What you say here is confidential, with one limit: if I learn that you or somebody else "
            "may be at risk of harm, I have to pass it on to %(helper)s, who is trained for it. I will "
            "talk with you about it first.",
            helper=helper,
        ),
        _(
            "We talk about what should change, not about our own bad experiences. If something weighs "
            "on you, come to %(helper)s or to me in private; we also have addresses where you get help.",
            helper=helper,
        ),
    ]


def _help(dialogue: Dialogue, language: str) -> list[dict[str, object]]:
    """Give the help contacts of the country, else all international ones."""
    groups = help_places(contacts.contacts(db()), language, dialogue.country)
    chosen = [group for group in groups if group.code in {dialogue.country, ""}]
    return [
        {"name": each.name, "more": [part for part in (each.phone, each.url, each.hours) if part]}
        for group in chosen
        for each in group.contacts
    ]
