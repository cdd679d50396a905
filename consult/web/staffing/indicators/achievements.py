"""Key achievements of a year: one page and one PDF, for children and in official form, in every language."""

from dataclasses import asdict, dataclass

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.indicators.model import MODES, REGIONS
from consult.printing import typesetting
from consult.services import settings
from consult.services.indicators import counting, standing
from consult.services.indicators.standing import Standing
from consult.web import i18n
from consult.web.polls import places
from consult.web.staffing.allowed import allowed_signed_in, db
from consult.web.staffing.indicators import phrases, sentences
from consult.web.staffing.indicators.board import today
from consult.web.staffing.indicators.numerals import in_text

FORMS = ("official", "child")
SYNTHETIC = "indicators_synthetic"  # a setting: the figures are made up, and every page says so


@dataclass(frozen=True, slots=True)
class Item:
    """One achievement: its number, what stands beside it, and more about it."""

    number: str
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the page of a year says, in one language and form."""

    form: str
    language: str
    direction: str
    title: str
    lead: str
    parts: tuple[Part, ...]
    table_heading: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words_heading: str
    new_words: tuple[tuple[str, str], ...]
    source: str
    notices: tuple[str, ...]
    page_words: str


def _asked() -> tuple[str, str]:
    form = request.args.get("form", "official")
    language = request.args.get("language", "") or i18n.language_of_request()
    if form not in FORMS or language not in i18n.CODES:
        abort(404)
    return form, language


@allowed_signed_in
def page(year: int) -> ResponseReturnValue:
    """Show the page of a year."""
    form, language = _asked()
    made = _sheet(year, form, language)
    return render_template(
        "staffing/indicators/achievements.html",
        year=year,
        years=standing.years(db(), today()),
        sheet=made,
        forms={"official": _("Official"), "child": _("For children")},
    )


@allowed_signed_in
def pdf(year: int) -> ResponseReturnValue:
    """Give the page of a year as a PDF."""
    form, language = _asked()
    made = _sheet(year, form, language)
    body = typesetting.typeset("achievements", asdict(made), today(), language)
    reply = Response(body, mimetype="application/pdf")
    name = f"key-achievements-{year}-{form}-{language}.pdf"
    reply.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return reply


def _sheet(year: int, form: str, language: str) -> Sheet:
    if not 1900 <= year <= today().year:
        abort(404)
    counting.refresh(db(), places())
    stands = [each for each in standing.standing(db(), year, today()) if each.total]
    with i18n.speaking(language):
        return _said(stands, year, form, language)


def _said(stands: list[Standing], year: int, form: str, language: str) -> Sheet:
    child = form == "child"
    heads, rows = _table(stands, language)
    return Sheet(
        form=form,
        language=language,
        direction=i18n.locale(language).direction,
        title=_("Our year %(year)s", year=year) if child else _("Key achievements %(year)s", year=year),
        lead=_(
            "We work for a world without violence against children. This is what we did in %(year)s, "
            "in numbers.",
            year=year,
        )
        if child
        else "",
        parts=_parts(stands, form, language),
        table_heading=_("Figures for %(year)s", year=year),
        heads=heads,
        rows=() if child else rows,
        words_heading=_("New words"),
        new_words=_new_words({each.indicator.code for each in stands}) if child else (),
        source=_source(stands, language, child=child),
        notices=_notices(stands),
        page_words=_("Page {n} of {m}"),
    )


def _parts(stands: list[Standing], form: str, language: str) -> tuple[Part, ...]:
    by_code = {each.indicator.code: each for each in stands}
    known = {code for codes in sentences.PARTS for code in codes}
    own = tuple(code for code in by_code if code not in known)
    parts = (
        Part(heading, tuple(_item(by_code[code], form, language) for code in codes if code in by_code))
        for heading, codes in zip(sentences.headings(form), (*sentences.PARTS, own), strict=True)
    )
    return tuple(part for part in parts if part.items)


def _item(stands: Standing, form: str, language: str) -> Item:
    number, code = stands.total or 0, stands.indicator.code
    shown = i18n.number(number, language)
    if form == "child" and code in sentences.CHILDREN:
        return Item(shown, sentences.CHILDREN[code](number), "")
    if form == "official" and code in sentences.OFFICIAL:
        words = sentences.OFFICIAL[code](number, in_text(number, language))
        return Item(shown, words, _broken_down(stands, language))
    unit = stands.indicator.units[language]
    name = stands.indicator.names[language]
    return Item(shown, unit, name) if form == "child" else Item(shown, f"{name}: {shown}", "")


def _broken_down(stands: Standing, language: str) -> str:
    """Name the parts, where the whole year is broken down: "In person: 1,200; online: 1,000"."""
    said = []
    for breakdown, values in (("mode", MODES), ("region", REGIONS)):
        parts = stands.by(breakdown)
        if parts.get("") or not any(parts.values()):
            continue
        named = [
            f"{phrases.MODES[value] if breakdown == 'mode' else phrases.region(value, language)}: "
            f"{i18n.number(parts[value], language)}"
            for value in values
            if parts.get(value)
        ]
        said.append("; ".join(named))
    return ". ".join(said) + ("." if said else "")


def _table(stands: list[Standing], language: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give heads and rows in the order of the sentences, without targets where nobody set any."""
    order = [code for codes in sentences.PARTS for code in codes]
    ordered = sorted(stands, key=lambda each: ([*order, each.indicator.code]).index(each.indicator.code))
    heads = (_("Indicator"), _("What is counted"), _("Figure"), _("Target"))
    rows = tuple(_row(each, language) for each in ordered)
    if any(each.target for each in stands):
        return heads, rows
    return heads[:3], tuple(row[:3] for row in rows)


def _row(stands: Standing, language: str) -> tuple[str, ...]:
    indicator = stands.indicator
    return (
        indicator.names[language],
        str(phrases.KINDS[indicator.kind]),
        i18n.number(stands.total or 0, language),
        i18n.number(stands.target, language) if stands.target else "–",
    )


def _new_words(codes: set[str]) -> tuple[tuple[str, str], ...]:
    known = (
        ("dialogues", _("Dialogue"), _("A talk in which everybody can speak and everybody listens.")),
        ("polls", _("Poll"), _("The same questions for many people, to learn what they think.")),
        ("campaigns", _("Campaign"), _("Many people say the same thing together, to change something.")),
        ("pledges", _("Pledge"), _("A promise that is made in public.")),
    )  # fmt: skip
    return tuple((word, meaning) for code, word, meaning in known if code in codes)


def _source(stands: list[Standing], language: str, *, child: bool) -> str:
    if child:
        said = [_("The numbers come from our office.")]
        if _checked(stands):
            said.append(_("Two people checked each of them."))
        return i18n.together(said, language)
    said = [_("Source: figures as entered by the office.")]
    if _checked(stands):
        said.append(_("Each was signed by a second person."))
    if any(each.counted for each in stands):
        said.append(_("Dialogues, polls and publications run on this platform are counted by it."))
    return i18n.together(said, language)


def _checked(stands: list[Standing]) -> bool:
    return not any(each.alone for each in stands) and not any(each.counted for each in stands)


def _notices(stands: list[Standing]) -> tuple[str, ...]:
    said = []
    if settings.get(db(), SYNTHETIC):
        said.append(_("Example: these figures are made up."))
    waiting = sum(each.waiting for each in stands)
    if waiting:
        said.append(
            ngettext(
                "%(num)s figure of this year is not signed yet and does not count here.",
                "%(num)s figures of this year are not signed yet and do not count here.",
                waiting,
            )
        )
    return tuple(said)
