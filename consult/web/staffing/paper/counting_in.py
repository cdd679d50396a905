"""Tally sheets of whole groups, keyed as counts: added to what was counted before, or taken back."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.errors import NotOpenError
from consult.services.freezing import group_tallies
from consult.services.freezing.group_tallies import Among, TallyError
from consult.survey import tallying
from consult.survey.kinds import KINDS
from consult.survey.model import Question
from consult.survey.tallying import ANSWERED, DISABILITY, HEADS, NOT_SAID, Box
from consult.web import i18n
from consult.web.staffing.allowed import acted, allowed, db
from consult.web.staffing.paper import batches, form_words, reading, sources
from consult.web.staffing.paper.printing import ROLES
from consult.web.staffing.paper.sources import Source


@dataclass(frozen=True, slots=True)
class Part:
    """One line of boxes on the screen: what it is called, and each box with its words."""

    label: str
    boxes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the sheet."""

    number: int
    label: str
    how: str
    parts: tuple[Part, ...]


def attach(office: Blueprint, place: str) -> None:
    """Put them under their addresses."""
    home = f"{place}/<int:wave>/groups/<language>/<band>"
    office.add_url_rule(home, "paper_group", group)
    office.add_url_rule(home, "paper_count", count, methods=["POST"])
    office.add_url_rule(f"{home}/take-back", "paper_uncount", uncount, methods=["POST"])


def _among(wave: int, language: str, band: str) -> tuple[Source, Among]:
    source = sources.poll(wave)
    known = {each.name for each in source.questionnaire.bands}
    if source.wave is None or band not in known or language not in {each.code for each in source.languages}:
        abort(404)
    return source, Among(source.wave, band, language)


@allowed(*ROLES)
def group(consultation: int, wave: int, language: str, band: str) -> ResponseReturnValue:  # noqa: ARG001
    """Show an empty sheet to be keyed."""
    source, among = _among(wave, language, band)
    return _page(source, among, {}, {})


def _page(source: Source, among: Among, typed: dict[str, str], faults: dict[str, str], **more: object) -> str:
    language, band = among.language, among.band
    return render_template(
        "staffing/paper/group.html",
        source=source,
        wave=among.wave,
        language=language,
        band=band,
        form=i18n.locale(language),
        about=reading.title(source, language, band),
        asked=_asked(source, among),
        reading=reading,
        typed=typed,
        faults={name: _fault(reason) for name, reason in faults.items()},
        groups=group_tallies.groups(db(), among),
        **{"kept": None, **more},
    )


def _fault(reason: str) -> str:
    return str(reading.FAULTS["too_many_children" if reason == "too_many" else reason])


def _asked(source: Source, among: Among) -> list[Asked]:
    poll, band = source.questionnaire, among.band
    places = {question.name: n for n, question in enumerate(poll.for_band(band), 1)}
    with i18n.speaking(among.language):
        words = form_words.tally_words()
        gender = poll.breakdown("gender")
        labels = {NOT_SAID: words.values[NOT_SAID]}
        if gender:
            found = next((each for each in poll.for_band(band) if each.name == gender.question), None)
            labels |= _labels(found, among) if found else {}
        heads = tuple(
            Part(labels[each], tuple((Box(HEADS, each, d).name, words.values[d]) for d in DISABILITY))
            for each in tallying.genders(poll, band)
        )
        questions = [
            _question(each, places[each.name], among, dict(words.values))
            for each in tallying.counted(poll, band)
        ]
    return [Asked(0, words.heads, "", heads), *questions]


def _labels(question: Question, among: Among) -> dict[str, str]:
    return {each.name: each.label.say(among.language, among.band) for each in question.choices}


def _question(question: Question, number: int, among: Among, words: dict[str, str]) -> Asked:
    shape = KINDS[question.kind].shape
    named = words | _labels(question, among)
    rows = {row.name: row.label.say(among.language, among.band) for row in question.rows}
    parts: dict[str, list[tuple[str, str]]] = {}
    for box in tallying.boxes(question):
        key, value = ("", box.part) if shape == "rank" else (box.part, box.value)
        parts.setdefault(key, []).append((box.name, named.get(value, value)))
    how = {"multiple": words[ANSWERED], "rank": form_words.tally_words().first_place}.get(shape, "")
    return Asked(
        number,
        question.label.say(among.language, among.band),
        how if shape == "rank" else "",
        tuple(Part(rows.get(part, ""), tuple(boxes)) for part, boxes in parts.items()),
    )


def _boxes(source: Source, band: str) -> dict[str, Box]:
    poll = source.questionnaire
    own = [box for question in tallying.counted(poll, band) for box in tallying.boxes(question)]
    return {box.name: box for box in (*tallying.heads(poll, band), *own)}


@allowed(*ROLES)
def count(consultation: int, wave: int, language: str, band: str) -> ResponseReturnValue:  # noqa: ARG001
    """Add one sheet; with a fault, or counted meanwhile, everything typed comes back."""
    source, among = _among(wave, language, band)
    wanted = _boxes(source, band)
    typed = {name: request.form.get(name, "").strip() for name in wanted}
    counts, faults = tallying.read(typed, wanted)
    faults = faults or tallying.impossible(source.questionnaire, band, counts)
    if faults:
        return _page(source, among, typed, faults), 400
    try:
        group_tallies.add(db(), among, counts, request.form.get("seen", -1, type=int))
    except NotOpenError:
        batches.refused("closed")
        return _page(source, among, typed, {}), 409
    except TallyError as error:
        batches.refused(error.reason)
        return _page(source, among, typed, {}), 409
    acted("paper_counted", poll=among.wave.code, language=language, band=band)
    present = sum(counts.get(box, 0) for box in tallying.heads(source.questionnaire, band))
    # Kept on the page alone, so that a slip of the finger can be taken back at once; nowhere by itself.
    kept = {name: words for name, words in typed.items() if words}
    return _page(source, among, {}, {}, kept=kept, present=present)


@allowed(*ROLES)
def uncount(consultation: int, wave: int, language: str, band: str) -> ResponseReturnValue:
    """Take the sheet back that was just added, and show it again to be mended."""
    source, among = _among(wave, language, band)
    wanted = _boxes(source, band)
    typed = {name: request.form.get(name, "").strip() for name in wanted}
    counts, _faults = tallying.read(typed, wanted)
    try:
        group_tallies.take_back(db(), among, counts, request.form.get("seen", -1, type=int))
    except (TallyError, NotOpenError) as error:
        batches.refused(error.reason if isinstance(error, TallyError) else "closed")
        address = url_for(
            "staff.paper_group", consultation=consultation, wave=wave, language=language, band=band
        )
        return redirect(address, 303)
    acted("paper_uncounted", poll=among.wave.code, language=language, band=band)
    flash(_("It is taken back. Here it is as it was, to be mended."))
    return _page(source, among, typed, {})
