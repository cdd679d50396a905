"""A draft as children would see it: whatever is missing shows as missing, and nothing stops the drawing."""

from collections.abc import Mapping
from dataclasses import replace

from consult.survey.building import build
from consult.survey.conditions import parts
from consult.survey.kinds import KINDS
from consult.survey.model import Questionnaire, Section
from consult.survey.questionnaire import digest
from consult.survey.writing.asking import NUMBERS
from consult.survey.writing.finding import Document, copied, languages, read
from consult.survey.writing.wording import DEFAULT, spoken_somehow, spots, words

GAP = "[…]"


def as_shown(document: Document) -> Questionnaire:
    """Make a questionnaire to draw of an unfinished document; words not translated stand in brackets."""
    made = copied(document)
    _fill_gaps(made)
    drawn, _ = build(made, digest(document))
    known: set[str] = set()
    sections: list[Section] = []
    for section in drawn.sections:
        kept = []
        for question in section.questions:
            if question.kind not in KINDS or not question.name or question.name in known:
                continue
            asked = {str(part["question"]) for part in parts(question.ask_if)} if question.ask_if else set()
            kept.append(question if asked <= known else replace(question, ask_if=None))
            known.add(question.name)
        sections.append(replace(section, questions=tuple(kept)))
    return replace(drawn, sections=tuple(sections))


def _fill_gaps(document: Document) -> None:
    spoken = languages(document)
    for spot in spots(document):
        if spot.optional and not spot.value:
            spot.holder.pop(spot.key, None)
            continue
        value = dict(spot.value) if isinstance(spot.value, Mapping) else {}
        source = spoken_somehow(value, spoken)
        for language in spoken:
            told = value.get(language)
            if isinstance(told, Mapping) and any(words(value, language, band) for band in told):
                full = {band: said for band in told if (said := words(value, language, str(band)))}
                value[language] = {DEFAULT: next(iter(full.values())), **full}
            elif not words(value, language):
                value[language] = f"[{source}]" if source else GAP
        spot.holder[spot.key] = value
    for section in read(document, "sections"):
        for question in read(section, "questions"):
            for key in NUMBERS:
                if not isinstance(question.get(key), int):
                    question.pop(key, None)
