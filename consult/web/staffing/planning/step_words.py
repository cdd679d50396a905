"""The words for the steps of a consultation's life, for what blocks them, and where each is mended."""

from collections.abc import Mapping
from typing import Final

from babel.lists import format_list
from flask import current_app, url_for
from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from consult.services.planning.steps import Block
from consult.web import i18n, places
from consult.web.staffing.allowed import me, my_roles, rule_of

STEPS: Final[Mapping[str, LazyString]] = {
    "purpose": _l("Purpose, and what it feeds"),
    "promises": _l("Promises to children"),
    "instruments": _l("Questionnaire"),
    "translations": _l("Translations"),
    "contacts": _l("Help contacts"),
    "risk": _l("Risk check"),
    "lundy": _l("Lundy checklist"),
    "approval": _l("Approval by a second person"),
    "open": _l("Open"),
    "closed": _l("Closed"),
    "frozen": _l("Frozen"),
    "analysed": _l("Analysed"),
    "released": _l("Results released"),
    "told": _l("Told to children"),
    "deleted": _l("Single answers deleted"),
}
ABOUT: Final[Mapping[str, LazyString]] = {
    "purpose": _l("Why children are asked, who asks, and which report or decision it goes into."),
    "promises": _l("By when children get the results, and when their single answers are deleted."),
    "instruments": _l("Every question that children will see, without a fault that would break the poll."),
    "translations": _l("A language opens only when every text in it is there."),
    "contacts": _l("Somebody to turn to in every country that is asked, checked within six months."),
    "risk": _l("What could harm children, and what is done about it."),
    "lundy": _l("Space, voice, audience, influence: whether children will really be heard."),
    "approval": _l("A second person reads what will open and agrees to exactly this."),
    "open": _l("Children can answer."),
    "closed": _l("No more answers are taken in. A closed poll never opens again."),
    "frozen": _l("An unchangeable copy from which every number comes."),
    "analysed": _l("Protected tables, charts and summaries, as a draft."),
    "released": _l("Everybody can read the results."),
    "told": _l("Children have their summary and can read what followed from it."),
    "deleted": _l("The software deletes every single answer on the promised day. Protected tables stay."),
}
STATES: Final[Mapping[str, tuple[LazyString, str]]] = {
    "done": (_l("Done"), "good"),
    "next": (_l("To do"), "info"),
    "waits": (_l("Waits"), ""),
}
_PLAIN: Final[Mapping[str, LazyString]] = {
    "no_title": _l("It has no title."),
    "no_organisation": _l("It is not said who asks. Children read this name."),
    "no_purpose": _l("The purpose is not written down."),
    "no_feeds": _l("It is not said which report or decision it feeds."),
    "no_promised_date": _l("There is no date by which children get the results."),
    "no_deletion_date": _l("There is no date on which single answers are deleted."),
    "no_draft": _l("There is no questionnaire yet."),
    "no_international_contact": _l(
        "There is no international help contact for children whose country has none of its own."
    ),
    "not_asked": _l("Nobody has asked for the approval yet."),
    "approval_changed": _l(
        "Something was changed after the approval was asked for. It must be asked for again."
    ),
    "no_child_summary": _l("The summary for children is not published."),
    "no_influence": _l("The influence log has no entry: what followed from what children said?"),
    "still_open": _l("The poll is still open."),
    "not_open": _l("No poll is open."),
    "nothing_changed": _l("The draft says the same as the open poll. Change it first."),
    "reason_missing": _l("Please write why."),
}
# Code of a block -> the page on which it is mended. Pages of other rooms are linked if they are there.
_MENDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("no_title", "no_organisation", "no_purpose", "no_feeds"), "planning_about"),
    **dict.fromkeys(
        ("no_promised_date", "promised_date_past", "no_deletion_date", "deletion_date_past"), "planning_dates"
    ),
    **dict.fromkeys(("no_draft", "draft_problems", "bands_lacking"), "editing_home"),
    **dict.fromkeys(("language_incomplete", "language_lacking"), "translating_languages"),
    **dict.fromkeys(("no_contact", "stale_contact", "no_international_contact"), "planning_contacts"),
    **dict.fromkeys(
        ("not_asked", "approval_asked", "approval_refused", "approval_changed"), "planning_opening"
    ),
    "no_child_summary": "releasing_home",
    **dict.fromkeys(("no_influence", "influence_untranslated"), "planning_influence"),
    "still_open": "planning_opening",
    "deletion_due": "administering_retention",
}
# Step -> the page where it is worked on.
_ROOMS: Final[Mapping[str, str]] = {
    "purpose": "planning_about",
    "promises": "planning_dates",
    "instruments": "editing_home",
    "translations": "translating_languages",
    "contacts": "planning_contacts",
    "risk": "planning_checks",
    "lundy": "planning_checks",
    "approval": "planning_opening",
    "open": "planning_opening",
    "closed": "planning_opening",
    "frozen": "releasing_home",
    "analysed": "releasing_home",
    "released": "releasing_home",
    "told": "planning_influence",
}


def sentence(block: Block) -> str:
    """Say one block in the reader's language."""
    if block.code in _PLAIN:
        return str(_PLAIN[block.code])
    if block.code == "influence_untranslated":
        return _untranslated(int(str(block.params["number"])), str(block.params["language"]))
    return _with_days(block) or str(_with_things(block))


def _untranslated(number: int, language: str) -> str:
    words: str = ngettext(
        "%(language)s: %(num)s line of the influence log is not yet translated.",
        "%(language)s: %(num)s lines of the influence log are not yet translated.",
        number,
        language=language_name(language),
    )
    return words


def _with_days(block: Block) -> str:
    language = i18n.language_of_request()
    day = block.params.get("day")
    on = i18n.day(day, language) if day else ""  # type: ignore[arg-type]  # blocks with a day hold a date
    sentences = {
        "promised_date_past": _l("The promised date, %(day)s, is past.", day=on),
        "deletion_date_past": _l("The date of deletion, %(day)s, is past.", day=on),
        "deletes_on": _l("They are deleted on %(day)s.", day=on),
        "deletion_due": _l("They should have been deleted on %(day)s. The daily purge has not run.", day=on),
    }
    return str(sentences.get(block.code, ""))


def _with_things(block: Block) -> object:
    params = block.params
    number = int(str(params.get("number", 0)))
    if block.code == "draft_problems":
        return ngettext(
            "%(num)s fault would break the poll. The page of the questionnaire says what it is.",
            "%(num)s faults would break the poll. The page of the questionnaire says what they are.",
            number,
        )
    if block.code == "bands_lacking":
        return _("The questionnaire lacks planned age bands: %(bands)s", bands=_list(params["bands"]))
    if block.code == "language_incomplete":
        return ngettext(
            "%(language)s: %(num)s text is missing.",
            "%(language)s: %(num)s texts are missing.",
            number,
            language=language_name(str(params["language"])),
        )
    if block.code == "language_lacking":
        return _("%(language)s is planned but not begun.", language=language_name(str(params["language"])))
    if block.code == "checks_left":
        return ngettext("%(num)s item is open.", "%(num)s items are open.", number)
    return _with_names(block)


def _with_names(block: Block) -> object:
    params = block.params
    if block.code == "no_contact":
        return _("No help contact of their own have: %(names)s", names=countries(params["countries"]))
    if block.code == "stale_contact":
        return _(
            "Checked more than six months ago are the help contacts of: %(names)s",
            names=countries(params["countries"]),
        )
    if block.code == "approval_asked":
        return _("%(who)s has asked for it. A second person must read and decide.", who=params["who"])
    if block.code == "approval_refused":
        return _("It was refused. Mend what was named, then ask again.")
    step = str(STEPS.get(str(params.get("step")), ""))
    if block.code == "done_already":
        return _("This is done already: %(step)s.", step=step)
    return _("First comes: %(step)s", step=step)


def countries(codes: object) -> str:
    """Name countries, at most ten of them."""
    language = i18n.language_of_request()
    listed = [code for code in codes if isinstance(code, str)] if isinstance(codes, tuple | list) else []
    named = [places.name(code, language) if code else _("international") for code in listed[:10]]
    rest = len(listed) - len(named)
    more = [ngettext("%(num)s more", "%(num)s more", rest)] if rest else []
    return _list([*named, *more])


def _list(items: object) -> str:
    words = [str(item) for item in items] if isinstance(items, list | tuple) else [str(items)]
    joined: str = format_list(words, locale=i18n.locale(i18n.language_of_request()).cldr)
    return joined


def language_name(tag: str) -> str:
    """Name a language as the interface names it in its own words, else by its tag."""
    return next((locale.name for locale in i18n.LOCALES if locale.code == tag), tag)


def mend(block: Block, consultation: int) -> str:
    """Give the address where a block is mended, "" where this reader has no such page."""
    if block.code == "checks_left":
        return str(url_for("staff.planning_checks", consultation=consultation, name=block.params["list"]))
    return way(_MENDS.get(block.code, ""), consultation)


def room(step: str, consultation: int) -> str:
    """Give the address where a step is worked on, "" where this reader has none."""
    if step in {"risk", "lundy"}:
        return str(url_for("staff.planning_checks", consultation=consultation, name=step))
    return way(_ROOMS.get(step, ""), consultation)


def way(endpoint: str, consultation: int) -> str:
    """Give the address of a page if it is there and open to this reader."""
    rule = rule_of(f"staff.{endpoint}")
    if rule is None or (rule.kind == "roles" and not rule.roles & my_roles()):
        return ""
    if rule.kind == "administrator" and not me().administrator:
        return ""
    needs = {name for each in current_app.url_map.iter_rules(f"staff.{endpoint}") for name in each.arguments}
    return str(url_for(f"staff.{endpoint}", consultation=consultation)) if needs <= {"consultation"} else ""
