"""From the entries of a document to the parts of a questionnaire."""

import re

from consult.errors import Problem
from consult.survey.conditions import read_condition
from consult.survey.kinds import KINDS
from consult.survey.model import (
    Band,
    Breakdown,
    Choice,
    Question,
    Questionnaire,
    ReportChoice,
    Review,
    Row,
    Section,
)
from consult.survey.reading import NAME, Entry, Reading

FORMAT = "consult-questionnaire/1"
MOST = 32767  # columns of a bundle are 16-bit integers
_NAME = "must be a name: a small Latin letter, then at most 31 small letters, digits or underscores"
_BAND = re.compile(r"[0-9a-z][0-9a-z-]{0,15}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
_PICTURE = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_ANY = re.compile(r".*", re.DOTALL)
_COMMON = {"name", "kind", "label", "hint", "bands", "ask_if", "sensitive"}
_TEXTS = ("title", "about", "who_asks", "what_happens", "assent")


def build(document: object, digest: str) -> tuple[Questionnaire, list[Problem]]:
    """Read a document as far as it can be read, and list what is wrong with its form."""
    reading = Reading()
    entry = Entry(document, "", reading)
    entry.only(
        {
            "format",
            "name",
            "version",
            "default_language",
            "languages",
            "bands",
            "sections",
            "breakdowns",
            *_TEXTS,
        }
    )
    if entry.values.get("format") != FORMAT:
        entry.note("format", f"must be '{FORMAT}'")
    review = _languages(entry)
    bands = _bands(entry)
    names = reading.bands
    default = entry.word("default_language", _LANGUAGE, "must be one of the languages")
    if default and default not in review:
        entry.note("default_language", f"'{default}' is not in the list of languages")
    questionnaire = Questionnaire(
        name=entry.word("name", NAME, _NAME),
        version=entry.word("version", _VERSION, "must be a short version such as '1'"),
        default_language=default,
        languages=reading.languages,
        review=review,
        bands=bands,
        title=entry.text("title", names, organisation=True),
        about=entry.text("about", names, organisation=True),
        who_asks=entry.text("who_asks", names, organisation=True),
        what_happens=entry.text("what_happens", names, organisation=True),
        assent=entry.text("assent", names, organisation=True),
        sections=tuple(_section(section) for section in entry.entries("sections")),
        breakdowns=tuple(_breakdown(breakdown) for breakdown in entry.entries("breakdowns")),
        digest=digest,
    )
    return questionnaire, reading.problems


def _languages(document: Entry) -> dict[str, Review]:
    """Read the languages first: every text is held against them."""
    review: dict[str, Review] = {}
    entry = Entry(document.values.get("languages"), "languages", document.reading)
    for code, value in entry.values.items():
        if not _LANGUAGE.fullmatch(code):
            entry.note(code, "must be a language code such as 'en'")
            continue
        language = Entry(value, f"languages.{code}", document.reading)
        language.only({"reviewed_by", "note"})
        by = language.optional_word("reviewed_by", _ANY, "must be the reviewer's name or null")
        review[code] = Review(by, language.optional_word("note", _ANY, "must be words") or "")
    if not review:
        document.note("languages", "name at least one language")
    document.reading.languages = tuple(review)
    return review


def _bands(document: Entry) -> tuple[Band, ...]:
    """Read the age bands second: texts, questions and choices name them."""
    entries = list(document.entries("bands"))
    names = [entry.word("name", _BAND, "must be a short name such as '7-9'") for entry in entries]
    document.reading.bands = tuple(dict.fromkeys(name for name in names if name))
    return tuple(_band(entry, name) for entry, name in zip(entries, names, strict=True))


def _band(entry: Entry, name: str) -> Band:
    entry.only({"name", "first", "last", "most_questions", "label"})
    for key in ("first", "last", "most_questions"):
        if entry.values.get(key) is None:
            entry.note(key, "is missing; it must be a whole number")
    return Band(
        name=name,
        first=entry.whole("first", 0, 99) or 0,
        last=entry.whole("last", 0, 99) or 0,
        most_questions=entry.whole("most_questions", 1, 200) or 0,
        label=entry.text("label", (name,)),
    )


def _section(entry: Entry) -> Section:
    entry.only({"name", "label", "questions"})
    questions = tuple(_question(item) for item in entry.entries("questions", inside=entry.place))
    asked = {band for question in questions for band in question.bands}
    bands = tuple(band for band in entry.reading.bands if band in asked)
    return Section(entry.word("name", NAME, _NAME), entry.optional_text("label", bands), questions)


def _question(entry: Entry) -> Question:
    kind = KINDS.get(str(entry.values.get("kind")))
    if kind is None:
        entry.note("kind", f"must be one of {', '.join(KINDS)}")
    else:
        entry.only(_COMMON | kind.takes)
    takes = frozenset[str]() if kind is None else kind.takes
    bands = entry.bands(entry.reading.bands)
    return Question(
        name=entry.word("name", NAME, _NAME),
        kind=kind.name if kind else "",
        label=entry.text("label", bands),
        hint=entry.optional_text("hint", bands),
        bands=bands,
        choices=tuple(_choice(choice, bands) for choice in entry.entries("choices")),
        rows=tuple(_row(row, bands) for row in entry.entries("rows")),
        choices_from=entry.optional_word("choices_from", re.compile("countries"), "must be 'countries'"),
        most=entry.whole("most", 1, MOST),
        least=entry.whole("least", 0, MOST),
        greatest=entry.whole("greatest", 0, MOST),
        step=entry.whole("step", 1, MOST),
        longest=entry.whole("longest", 1, 2000) or (kind.longest if kind else None),
        ask_if=read_condition(entry),
        dont_know=entry.flag("dont_know", default=False),
        rather_not_say=entry.flag("rather_not_say", default="rather_not_say" in takes),
        sensitive=entry.flag("sensitive", default=False),
        report_choices=tuple(_report_choice(choice, bands) for choice in entry.entries("report_choices")),
    )


def _choice(entry: Entry, within: tuple[str, ...]) -> Choice:
    entry.only({"name", "label", "picture", "bands", "reports_as"})
    bands = _bands_within(entry, within)
    return Choice(
        name=entry.word("name", NAME, _NAME),
        label=entry.text("label", bands),
        picture=entry.optional_word("picture", _PICTURE, "must be a picture's name such as 'face-1'"),
        bands=bands,
        reports_as=entry.optional_word("reports_as", NAME, _NAME),
    )


def _row(entry: Entry, within: tuple[str, ...]) -> Row:
    entry.only({"name", "label", "bands"})
    bands = _bands_within(entry, within)
    return Row(entry.word("name", NAME, _NAME), entry.text("label", bands), bands)


def _bands_within(entry: Entry, within: tuple[str, ...]) -> tuple[str, ...]:
    bands = entry.bands(within)
    for band in bands:
        if band not in within:
            entry.note("bands", f"the question itself is not asked in {band}")
    return tuple(band for band in bands if band in within)


def _report_choice(entry: Entry, bands: tuple[str, ...]) -> ReportChoice:
    entry.only({"name", "label"})
    return ReportChoice(entry.word("name", NAME, _NAME), entry.text("label", bands))


def _breakdown(entry: Entry) -> Breakdown:
    entry.only({"name", "question", "via"})
    via = entry.optional_word("via", re.compile("m49"), "must be 'm49' or left out")
    return Breakdown(entry.word("name", NAME, _NAME), entry.word("question", NAME, _NAME), via)
