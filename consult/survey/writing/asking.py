"""Sections and questions: added, changed, moved, copied and taken away."""

from collections.abc import Mapping
from typing import Any

from consult.survey.kinds import KINDS
from consult.survey.writing.finding import (
    LISTS,
    Document,
    EditingError,
    Part,
    copied,
    default_language,
    home,
    moved,
    names,
    parts,
    question,
    questions,
    read,
    section,
    sections,
)
from consult.survey.writing.groups import wanted_bands
from consult.survey.writing.naming import name_from
from consult.survey.writing.wording import Wordings, put, tidy

NUMBERS = ("most", "least", "greatest", "step", "longest")
FLAGS = {"dont_know": False, "rather_not_say": True, "sensitive": False}
# What a kind starts with, so that it can be asked at once.
_STARTS: Mapping[str, Mapping[str, Any]] = {
    "range": {"least": 0, "greatest": 10},
    "integer": {"least": 0, "greatest": 100},
    "scale": {"dont_know": True},
    "grid": {"dont_know": True},
}


def add_section(document: Document, words: str) -> tuple[Document, str]:
    """Add a section at the end; give the document and the section's name."""
    made = copied(document)
    listed = sections(made)
    name = name_from(words, names(listed), "section")
    label = {"label": {default_language(made): tidy(words)}} if words.strip() else {}
    listed.append({"name": name, **label, "questions": []})
    return made, name


def change_section(document: Document, name: str, label: Wordings) -> Document:
    """Change the heading of a section; without words it has none."""
    made = copied(document)
    put(section(made, name), "label", label, optional=True)
    return made


def move_section(document: Document, name: str, by: int) -> Document:
    """Move a section with its questions up (-1) or down (+1)."""
    made = copied(document)
    section(made, name)
    moved(sections(made), name, by)
    return made


def remove_section(document: Document, name: str) -> Document:
    """Take a section away with its questions; the last one stays: EditingError last_section."""
    made = copied(document)
    listed = sections(made)
    gone = section(made, name)
    if len(listed) == 1:
        raise EditingError("last_section")
    made["sections"] = [each for each in listed if each is not gone]
    _forget(made, {str(each.get("name")) for each in read(gone, "questions")})
    return made


def add_question(document: Document, around: str, kind: str, words: str) -> tuple[Document, str]:
    """Add a question at the end of a section; its name comes from its words and stays."""
    if kind not in KINDS:
        raise EditingError("no_kind", name=kind)
    made = copied(document)
    holder = section(made, around)
    name = name_from(words, {str(each.get("name")) for _, each in questions(made)}, "question")
    label = {default_language(made): tidy(words)} if words.strip() else {}
    fresh: Part = {"name": name, "kind": kind, "label": label}
    for key in sorted({"choices", "rows"} & KINDS[kind].takes):
        fresh[key] = []
    parts(holder, "questions").append(fresh | dict(_STARTS.get(kind, {})))
    return made, name


def change_words(document: Document, name: str, label: Wordings, hint: Wordings) -> Document:
    """Change what a question says and the hint under it, in the languages and bands given."""
    made = copied(document)
    found = question(made, name)
    put(found, "label", label)
    put(found, "hint", hint, optional=True)
    return made


def change_kind(document: Document, name: str, kind: str) -> Document:
    """Make a question another kind; EditingError kind_loses names what it would lose, and nothing is lost."""
    if kind not in KINDS:
        raise EditingError("no_kind", name=kind)
    made = copied(document)
    found = question(made, name)
    takes = KINDS[kind].takes
    for key in LISTS:
        if read(found, key) and key not in takes:
            raise EditingError("kind_loses", kind=kind, what=key)
        if key in found and key not in takes:
            del found[key]
    for key in (*NUMBERS, *FLAGS, "choices_from"):
        if key in found and key not in takes and key != "sensitive":
            del found[key]
    found["kind"] = kind
    for key, value in _STARTS.get(kind, {}).items():
        found.setdefault(key, value)
    for key in {"choices", "rows"} & takes - {"choices_from"} if not found.get("choices_from") else ():
        found.setdefault(key, [])
    return made


def set_options(document: Document, name: str, options: Mapping[str, object]) -> Document:
    """Set numbers (None takes one away) and flags of a question, as far as its kind takes them.

    Raises EditingError `not_whole` where a number is none.
    """
    made = copied(document)
    found = question(made, name)
    takes = KINDS[str(found["kind"])].takes if found.get("kind") in KINDS else frozenset()
    for key in NUMBERS:
        if key in options and key in takes:
            _set_number(found, key, options[key])
    for key, usual in FLAGS.items():
        if key in options and (key in takes or key == "sensitive"):
            found[key] = bool(options[key])
            if found[key] == usual:
                del found[key]
    return made


def _set_number(found: Part, key: str, value: object) -> None:
    if value is None:
        found.pop(key, None)
    elif isinstance(value, int) and not isinstance(value, bool):
        found[key] = value
    else:
        raise EditingError("not_whole", what=key)


def set_bands(document: Document, name: str, chosen: list[str]) -> Document:
    """Say which age bands are asked; all of them is the same as naming none. EditingError: nobody_asked."""
    made = copied(document)
    found = question(made, name)
    _set_bands(made, found, chosen)
    return made


def _set_bands(document: Document, part: Part, chosen: list[str]) -> None:
    wanted = wanted_bands(document, chosen)
    if wanted == []:
        raise EditingError("nobody_asked")
    if wanted is None:
        part.pop("bands", None)
    else:
        part["bands"] = wanted


def move_question(document: Document, name: str, by: int) -> Document:
    """Move a question up (-1) or down (+1); at the edge of its section it goes to the next one."""
    made = copied(document)
    around, found = home(made, name)
    listed = parts(around, "questions")
    if moved(listed, name, by):
        return made
    every = sections(made)
    other = next(n for n, each in enumerate(every) if each is around) + by
    if 0 <= other < len(every):
        listed.remove(found)
        target = parts(every[other], "questions")
        target.insert(len(target) if by < 0 else 0, found)
    return made


def copy_question(document: Document, name: str) -> tuple[Document, str]:
    """Put a copy of a question below it, under a name of its own."""
    made = copied(document)
    around, found = home(made, name)
    listed = parts(around, "questions")
    again = copied(found)
    again["name"] = name_from(
        name.replace("_", " "), {str(q.get("name")) for _, q in questions(made)}, "question"
    )
    listed.insert(listed.index(found) + 1, again)
    return made, str(again["name"])


def remove_question(document: Document, name: str) -> Document:
    """Take a question away; EditingError `needed` names a question that is asked depending on it."""
    made = copied(document)
    around, found = home(made, name)
    for _, other in questions(made):
        if other is not found and name in depends_on(other.get("ask_if")):
            raise EditingError("needed", name=str(other.get("name")))
    parts(around, "questions").remove(found)
    _forget(made, {name})
    return made


def depends_on(condition: object) -> set[str]:
    """Name the questions that a condition asks about."""
    if isinstance(condition, list):
        return {name for part in condition for name in depends_on(part)}
    if not isinstance(condition, Mapping):
        return set()
    own = {str(condition["question"])} if "question" in condition else set()
    return own | {name for key in ("all", "any", "not") for name in depends_on(condition.get(key))}


def _forget(document: Document, gone: set[str]) -> None:
    """Drop breakdowns by questions that are gone."""
    if "breakdowns" in document:
        document["breakdowns"] = [
            each for each in read(document, "breakdowns") if each.get("question") not in gone
        ]
