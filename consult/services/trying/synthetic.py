"""Children who do not exist: their answers follow the questionnaire and, where there are any, given weights.

Pure: nothing is read or stored here but the table of weights and phrases beside the questionnaires. The same
questionnaire, number and seed give the same answers on every machine.
"""

import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from consult.services.trying.answer_files import Child
from consult.survey import m49
from consult.survey.model import Question, Questionnaire

TABLE = Path(__file__).resolve().parents[2] / "questionnaires" / "synthetic.toml"
MISSING = {"skipped": 0.03, "dont_know": 0.04, "rather_not_say": 0.02}
ANSWERED_TEXT, ANSWERED_WORD = 0.35, 0.6
Weights = Mapping[str, Mapping[str, float]]
Form = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How synthetic children answer one questionnaire.

    ``weights`` maps ``question``, ``question@band``, ``question.row`` or ``question.row@band`` to the weight
    of each choice (of each M49 region where the choices are countries); without weights all are alike.
    """

    weights: Weights = field(default_factory=dict)
    phrases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question put to one child."""

    question: Question
    child: "_Somebody"

    def weights(self, names: Sequence[str], part: str = "") -> list[float]:
        """Give each name its weight; where the question has none, all are alike."""
        name, band = f"{self.question.name}{part}", self.child.band
        table = self.child.manner.weights
        given = table.get(f"{name}@{band}") or table.get(name) or table.get(self.question.name) or {}
        return [given.get(choice, 0.0 if given else 1.0) for choice in names]


@dataclass(frozen=True, slots=True)
class _Somebody:
    language: str
    band: str
    manner: Manner
    chance: random.Random


def manner(questionnaire_name: str) -> Manner:
    """Look up the weights of a bundled questionnaire (no other has any) and the synthetic phrases."""
    table = _table()
    own = table.get(questionnaire_name, {})
    return Manner(own.get("weights", {}), table["phrases"], table["words"])


def manner_of(questionnaire: Questionnaire) -> Manner:
    """Give the manner of a questionnaire: that of the bundled one for a copy of it, whatever its name."""
    asked = {question.name for question in questionnaire.questions}
    for name, own in _table().items():
        weighted = {key.partition("@")[0].partition(".")[0] for key in own.get("weights", {})} - {"band"}
        if weighted and weighted <= asked:
            return manner(name)
    return manner(questionnaire.name)


def children(questionnaire: Questionnaire, number: int, seed: int, how: Manner) -> Iterator[Child]:
    """Make up children; languages and bands take turns, everything else is left to weighted chance."""
    turns = _turns(questionnaire, how)
    for index in range(number):
        language = questionnaire.languages[index % len(questionnaire.languages)]
        band = turns[index // len(questionnaire.languages) % len(turns)]
        chance = random.Random(f"{seed}/{index}")  # noqa: S311 - repeatable on purpose; nothing secret hangs on it
        somebody = _Somebody(language, band, how, chance)
        form: Form = {"band": (band,)}
        for question in questionnaire.for_band(band):
            form |= _answer(_Asked(question, somebody))
        yield Child(language, form)


def _turns(questionnaire: Questionnaire, how: Manner) -> list[str]:
    """List each band as often as its weight (a whole number) says, well mixed."""
    weights = how.weights.get("band", {})
    turns = [band.name for band in questionnaire.bands for _ in range(int(weights.get(band.name, 1)))]
    random.Random(0).shuffle(turns)  # noqa: S311 - a fixed order, not a secret
    return turns


def _answer(asked: _Asked) -> Form:
    """Fill in the fields of one question, perhaps none."""
    question, chance = asked.question, asked.child.chance
    if question.kind == "note":
        return {}
    throw = chance.random()
    for missing, share in MISSING.items():
        if throw < share:
            return {question.name: (missing,)} if question.offers(missing) else {}
        throw -= share
    return _SUBSTANTIVE[question.kind](asked)


def _one(asked: _Asked) -> Form:
    question, chance = asked.question, asked.child.chance
    if question.choices_from:
        regions = list(m49.REGIONS)
        region = chance.choices(regions, asked.weights(regions))[0]
        countries = [country for country in m49.COUNTRIES if m49.region_of(country) == region]
        return {question.name: (chance.choice(countries),)}
    names = [choice.name for choice in question.choices]
    return {question.name: (chance.choices(names, asked.weights(names))[0],)}


def _several(asked: _Asked) -> Form:
    names = [choice.name for choice in asked.question.choices]
    return {asked.question.name: tuple(_favourites(asked, names))}


def _ranked(asked: _Asked) -> Form:
    names = [choice.name for choice in asked.question.choices]
    liked = _favourites(asked, names)
    return {f"{asked.question.name}.{name}": (str(place),) for place, name in enumerate(liked, 1)}


def _favourites(asked: _Asked, names: Sequence[str]) -> list[str]:
    """Draw some names without repetition, by weight (Efraimidis and Spirakis 2006)."""
    chance, most = asked.child.chance, min(asked.question.most or len(names), len(names))
    weighted = [(name, weight) for name, weight in zip(names, asked.weights(names), strict=True) if weight]
    keys = {name: chance.random() ** (1 / weight) for name, weight in weighted}
    draws = chance.randint(1, most), chance.randint(1, most)
    number = (
        max(draws) if asked.question.most else min(draws)
    )  # "up to three" is used up, "all that apply" not
    return sorted(keys, key=keys.__getitem__, reverse=True)[:number]


def _grid(asked: _Asked) -> Form:
    names = [choice.name for choice in asked.question.choices]
    rows = {row.name: asked.weights(names, f".{row.name}") for row in asked.question.rows}
    chance = asked.child.chance
    return {f"{asked.question.name}.{row}": (chance.choices(names, given)[0],) for row, given in rows.items()}


def _number(asked: _Asked) -> Form:
    question = asked.question
    least, greatest, step = int(question.least or 0), int(question.greatest or 10), int(question.step or 1)
    return {question.name: (str(asked.child.chance.randrange(least, greatest + 1, step)),)}


def _words(asked: _Asked) -> Form:
    child, single = asked.child, asked.question.kind == "one_word"
    if child.chance.random() > (ANSWERED_WORD if single else ANSWERED_TEXT):
        return {}
    known = child.manner.words if single else child.manner.phrases
    said = child.chance.choice(known.get(child.language) or ("synthetic",))
    return {asked.question.name: (said[: asked.question.longest],)}


_SUBSTANTIVE: Mapping[str, Callable[[_Asked], Form]] = {
    "select_one": _one,
    "scale": _one,
    "select_multiple": _several,
    "rank": _ranked,
    "grid": _grid,
    "range": _number,
    "integer": _number,
    "text": _words,
    "one_word": _words,
}


@cache
def _table() -> dict[str, Any]:
    with TABLE.open("rb") as file:
        return tomllib.load(file)
