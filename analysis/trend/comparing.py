"""Compares two codebooks place by place: what must agree before anything is added or set side by side. Pure.

A codebook carries no hints, no pictures and no conditions in full; a change in these alone is not seen here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Codebook = Mapping[str, Any]

# What kind of thing differs: how answers are coded, what was asked and offered, or in which words.
CODING: Final = "coding"
QUESTION: Final = "question"
WORDING: Final = "wording"
NOTHING: Final = "(nothing)"
# What a question says about itself; which of these a codebook lacks counts as not set.
_FACTS = ("kind", "shape", "bands", "sensitive", "conditional", "most", "least", "greatest", "choices_from")


@dataclass(frozen=True, slots=True)
class Place:
    """What a codebook says where: a fact of a question, row, choice or breakdown, or of the whole.

    `language` and `band` are those of a wording, `reported` whether it is that of a choice as it is reported.
    """

    subject: str
    fact: str
    language: str = ""
    band: str = ""
    reported: bool = False

    def __str__(self) -> str:
        subject = f"{self.subject} (as reported)" if self.reported else self.subject
        fact = f"{self.fact} [{self.language}, {self.band}]" if self.language else self.fact
        return f"{subject}: {fact}" if subject else fact


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two codebooks disagree, and what each says there; `question` is empty for the whole."""

    question: str
    place: Place
    aspect: str
    first: str
    second: str

    def __str__(self) -> str:
        return f"{self.place}: “{self.first}” against “{self.second}”"


def differences(first: Codebook, second: Codebook) -> tuple[Difference, ...]:
    """List all differences: of breakdowns and missing codes, then question by question."""
    found = list(_against("", frame(first), frame(second)))
    names = dict.fromkeys(q["name"] for book in (first, second) for q in book["questions"])
    for name in names:
        found += question_differences(first, second, name)
    return tuple(found)


def question_differences(first: Codebook, second: Codebook, name: str) -> tuple[Difference, ...]:
    """List the differences of one question; wording is compared in the languages that both have."""
    languages = shared_languages(first, second)
    found = [_question(book, name, languages) for book in (first, second)]
    if {} in found:
        here = [str(bool(facts)).lower() for facts in found]
        return (Difference(name, Place(name, "asked"), QUESTION, *here),) if found != [{}, {}] else ()
    return tuple(_against(name, *found))


def shared_languages(first: Codebook, second: Codebook) -> tuple[str, ...]:
    """Give the languages that both questionnaires were asked in."""
    return tuple(language for language in first["languages"] if language in second["languages"])


Facts = dict[Place, tuple[str, str]]


def frame(codebook: Codebook) -> Facts:
    """Give what all questions share: the questionnaire's name, breakdowns with values, codes of missing."""
    facts: Facts = {Place("", "questionnaire"): (QUESTION, str(codebook["questionnaire"]["name"]))}
    facts[Place("", "bands")] = (QUESTION, _listed(band["name"] for band in codebook["bands"]))
    facts[Place("", "questions")] = (CODING, _listed(q["name"] for q in codebook["questions"]))
    facts[Place("", "breakdowns")] = (CODING, _listed(b["name"] for b in codebook["breakdowns"]))
    for found in codebook["breakdowns"]:
        place = f"breakdowns.{found['name']}"
        facts[Place(place, "question")] = (QUESTION, str(found.get("question")))
        facts[Place(place, "values")] = (QUESTION, _listed(value["name"] for value in found["values"]))
    for kind, code in codebook["missing"].items():
        facts[Place("", f"missing.{kind}")] = (CODING, str(code))
    return facts


def _question(codebook: Codebook, name: str, languages: tuple[str, ...]) -> Facts:
    question = next((q for q in codebook["questions"] if q["name"] == name), None)
    if question is None:
        return {}
    facts: Facts = {Place(name, fact): (QUESTION, _plain(question.get(fact))) for fact in _FACTS}
    facts |= _wordings(name, question["label"], languages)
    facts[Place(name, "columns")] = (CODING, _listed(v["column"] for v in question["variables"]))
    facts[Place(name, "rows")] = (QUESTION, _listed(v["name"] for v in question["variables"]))
    for variable in question["variables"]:
        facts |= _variable(name, variable, languages)
    reported = question.get("report_choices") or ()
    facts[Place(name, "report choices")] = (QUESTION, _listed(c["name"] for c in reported))
    for choice in reported:
        facts |= _wordings(f"{name}.{choice['name']}", choice["label"], languages, reported=True)
    return facts


def _variable(question: str, variable: Mapping[str, Any], languages: tuple[str, ...]) -> Facts:
    own = variable["name"]
    name = question if own is None else f"{question}.{own}"
    facts: Facts = {Place(name, "type"): (CODING, str(variable["type"]))}
    facts[Place(name, "reversed")] = (QUESTION, _plain(bool(variable.get("reversed"))))
    facts[Place(name, "offered to")] = (QUESTION, _plain(variable.get("bands")))
    if variable["label"] and own is not None:
        facts |= _wordings(name, variable["label"], languages)
    facts[Place(name, "choices")] = (QUESTION, _listed(value["name"] for value in variable["values"]))
    for value in variable["values"]:
        place = f"{name}.{value['name']}"
        facts[Place(place, "code")] = (CODING, str(value["code"]))
        facts[Place(place, "offered to")] = (QUESTION, _plain(value["bands"]))
        facts[Place(place, "reports as")] = (QUESTION, _plain(value["reports_as"]))
        facts |= _wordings(place, value["label"], languages)
    return facts


def _wordings(
    subject: str, label: Mapping[str, Any], languages: tuple[str, ...], *, reported: bool = False
) -> Facts:
    facts: Facts = {}
    for language in languages:
        words = label.get(language, {})
        for band, said in ({"all": words} if isinstance(words, str) else words).items():
            facts[Place(subject, "wording", language, band, reported)] = (WORDING, str(said))
    return facts


def _against(question: str, first: Facts, second: Facts) -> Iterator[Difference]:
    for place in dict.fromkeys((*first, *second)):
        aspect = (first.get(place) or second[place])[0]
        here, there = (facts.get(place, (aspect, NOTHING))[1] for facts in (first, second))
        if here != there:
            yield Difference(question, place, aspect, here, there)


def _listed(names: Iterator[Any]) -> str:
    return ", ".join(str(name) for name in names)


def _plain(value: object) -> str:
    """Write a fact so that one that is absent, none, empty or false reads the same."""
    if isinstance(value, list | tuple):
        return _listed(iter(value))
    return str(value) if value else "none"
