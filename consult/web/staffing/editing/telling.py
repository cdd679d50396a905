"""Conditions and changes in words of the reader's language, quoting the questionnaire in its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from consult.survey.writing.conditions import Clause, told
from consult.survey.writing.differences import Change
from consult.survey.writing.finding import Document, languages, questions, read
from consult.survey.writing.wording import spoken_somehow
from consult.web import i18n
from consult.web.staffing.editing import phrases
from consult.web.staffing.editing.phrases import isolated


@dataclass(frozen=True, slots=True)
class Line:
    """One change as a page shows it: a sentence, and words before and after where words changed."""

    sentence: str
    before: str = ""
    after: str = ""
    language: str = ""


def condition(document: Document, asked: object) -> str:
    """Say when a question is asked; "" where it always is."""
    clause = told(document, asked)
    if clause is None:
        return ""
    if clause.kind == "not":
        said: str = _("Do not ask this if %(condition)s.", condition=_joined(document, clause.parts, "any"))
    else:
        said = _("Ask this only if %(condition)s.", condition=_clause(document, clause))
    return said


def _clause(document: Document, clause: Clause) -> str:
    if clause.kind in {"all", "any"}:
        return _joined(document, clause.parts, clause.kind)
    if clause.kind == "not":
        turned: str = _("not (%(condition)s)", condition=_joined(document, clause.parts, "any"))
        return turned
    name = isolated(spoken_somehow(clause.label, languages(document)) or clause.question)
    if clause.kind == "answered":
        return str(_("“%(question)s” is answered", question=name))
    labels = zip(clause.choices, clause.labels, strict=True)
    chosen = _(" or ").join(f"“{isolated(_choice(document, code, label))}”" for code, label in labels)
    return str(_("“%(question)s” is %(answers)s", question=name, answers=chosen))


def _joined(document: Document, parts: Sequence[Clause], kind: str) -> str:
    words = [_clause(document, part) for part in parts]
    return str(_(" and ") if kind == "all" else _(", or ")).join(words)


def _choice(document: Document, code: str, label: object) -> str:
    if code == "dont_know":
        return str(_("I don’t know"))
    if code == "rather_not_say":
        return str(_("I’d rather not say"))
    return spoken_somehow(label, languages(document)) or code


def line(document: Document, change: Change) -> Line:
    """Write one change; `document` is the newer of the two."""
    if change.code == "words":
        where = _where(document, change)
        before, after = str(change.before or ""), str(change.after or "")
        return Line(where, before, after, change.language)
    if change.code == "setting":
        return Line(_setting(document, change))
    thing = str(phrases.THINGS[change.what])
    name = isolated(_named(document, change))
    home = f"{question_words(document, change.question)}: " if change.question else ""
    sentences = {
        "added": _("%(thing)s added: “%(name)s”", thing=thing, name=name),
        "removed": _("%(thing)s removed: “%(name)s”", thing=thing, name=name),
        "moved": _("%(thing)s moved: “%(name)s”", thing=thing, name=name),
    }
    return Line(_capital(home + sentences[change.code]))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _named(document: Document, change: Change) -> str:
    value = change.after if change.code == "added" else change.before
    if isinstance(value, dict):
        return spoken_somehow(value, (*languages(document), *map(str, value))) or change.item
    if change.what == "question":
        return question_words(document, change.item)
    return change.item


def question_words(document: Document, name: str) -> str:
    """Say a question as the office wrote it, else its name."""
    for _around, question in questions(document):
        if question.get("name") == name:
            return spoken_somehow(question.get("label"), languages(document)) or name
    return name


def _where(document: Document, change: Change) -> str:
    parts = [question_words(document, change.question)] if change.question else []
    if change.what in phrases.PARTS:
        parts.append(str(phrases.PARTS[change.what]))
    elif change.what.endswith(".hint"):
        parts.append(_("hint"))
    elif change.item:
        parts.append(change.item)
    elif not change.question:
        parts.append(change.what.split(".")[1] if "." in change.what else change.what)
    spoken = _language(change.language)
    parts.append(f"{spoken}, {change.band}" if change.band else spoken)
    return " · ".join(isolated(part) for part in parts)


def _language(code: str) -> str:
    return next((locale.name for locale in i18n.LOCALES if locale.code == code), code)


def _setting(document: Document, change: Change) -> str:
    home = question_words(document, change.question) if change.question else change.band
    parts = [part for part in (home, change.item) if part]
    head = " · ".join(isolated(part) for part in parts)
    said: str = _(
        "%(setting)s: %(before)s → %(after)s",
        setting=_capital(str(phrases.SETTINGS[change.what])),
        before=_value(document, change.what, change.before),
        after=_value(document, change.what, change.after),
    )
    return f"{head}: {said}" if head else said


def _value(document: Document, what: str, value: object) -> str:
    if what == "rather_not_say" and value is None:
        value = True  # offered unless it is switched off
    told_as: dict[str, Callable[[], object]] = {
        "ask_if": lambda: condition(document, value) or _("always"),
        "kind": lambda: str(phrases.KINDS.get(str(value), value)),
        "bands": lambda: ", ".join(map(str, value)) if isinstance(value, list) else _("all"),
        "section": lambda: _section(document, value),
    }
    if what in told_as:
        return str(told_as[what]())
    if what in {"dont_know", "rather_not_say", "sensitive", "choices_from"}:
        return phrases.yes_or_no(value)
    return isolated(str(value)) if value is not None else "–"


def _section(document: Document, name: object) -> str:
    label = next((each.get("label") for each in read(document, "sections") if each.get("name") == name), None)
    return isolated(spoken_somehow(label, languages(document)) or str(name))


def spoken(document: Document, value: object) -> str:
    """Give words of a text to show to staff, in the first language that has any."""
    return spoken_somehow(value, languages(document))
