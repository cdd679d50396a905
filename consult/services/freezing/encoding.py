"""From the rows of a database to coded columns, fast: what one child answered to one question is coded once.

Many children give the same answer to a question, so its codes are looked up, and only a new answer goes
through the codebook. What is remembered is bounded and tells of no child: answers, without who gave them.
"""

import json
from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

import pyarrow as pa

from consult.survey.codebook import codebook, encode
from consult.survey.model import MISSING, Questionnaire

Known = Callable[[Hashable], int | None]
Learn = Callable[[Hashable, object], int]

# Different answers of a question to remember at most; rankings and grids can have millions.
_REMEMBERED = 20_000
_NOT_ASKED = 0  # the place of those of whom nothing is stored: they were not asked
# A JSON object becomes a tuple of pairs, which can be looked up; an odd number stays as it was written.
_parse = json.JSONDecoder(object_pairs_hook=tuple, parse_float=str).decode


class Encoder:
    """Turns stored answers into the codebook's columns; give it rows with `add`, take columns with `take`."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        found: Any = codebook(questionnaire)["questions"]
        named = ((question["name"], question["variables"]) for question in found)
        self._questions = {
            name: _Question(questionnaire, name, [v["column"] for v in variables])
            for name, variables in named
            if variables
        }
        self._bands = tuple(band.name for band in questionnaire.bands)

    def add(self, bands: Sequence[str], answers: Sequence[str]) -> None:
        """Code some more children: the age band of each, and what she answered as the database holds it."""
        first = next((len(question.rows) for question in self._questions.values()), 0)
        for question in self._questions.values():
            question.rows += [_NOT_ASKED] * len(bands)
        plans = {band: {name: q.plan(band) for name, q in self._questions.items()} for band in self._bands}
        for row, (band, stored) in enumerate(zip(bands, answers, strict=True), first):
            plan = plans[band]
            for name, answer in _parse(stored):
                if name in plan:
                    known, rows, learn = plan[name]
                    key = answer if answer.__class__ is str else _key(answer)
                    at = known(key)
                    rows[row] = learn(key, answer) if at is None else at

    def take(self) -> dict[str, pa.Array]:
        """Give the columns of all children added since the last time, int16, and start anew."""
        found = self._questions.values()
        return {name: column for question in found for name, column in question.take().items()}


class _Question:
    """One question: the codes of each different answer, and which answer each child gave."""

    def __init__(self, questionnaire: Questionnaire, name: str, columns: Sequence[str]) -> None:
        self.name = name
        self.columns = columns
        self.questionnaire = questionnaire
        self.rows: list[int] = []
        self._forget()

    def _forget(self) -> None:
        self.places: dict[str, dict[Hashable, int]] = {band.name: {} for band in self.questionnaire.bands}
        self.codes = [[MISSING["not_asked"]] for _ in self.columns]

    def plan(self, band: str) -> tuple[Known, list[int], Learn]:
        """Give what the loop over children needs: where an answer is known, its rows, how it is learnt."""
        return self.places[band].get, self.rows, partial(self.learn, band)

    def learn(self, band: str, key: Hashable, answer: object) -> int:
        """Code an answer that was not met before; AnswerError where it is not this questionnaire's."""
        coded = encode(self.questionnaire, band, {self.name: _plain(answer)})
        at = len(self.codes[0])
        for column, codes in zip(self.columns, self.codes, strict=True):
            codes.append(coded[column])
        self.places[band][key] = at
        return at

    def take(self) -> dict[str, pa.Array]:
        """Give the question's columns, and forget the rows."""
        at = pa.array(self.rows, pa.int32())
        found = {
            column: pa.array(codes, pa.int16()).take(at)
            for column, codes in zip(self.columns, self.codes, strict=True)
        }
        self.rows.clear()
        if len(self.codes[0]) > _REMEMBERED:
            self._forget()
        return found


def _key(answer: object) -> Hashable:
    """Make what an answer is remembered by: equal for equal answers alone, so true is not 1, nor [] an {}."""
    if isinstance(answer, list):
        return tuple(answer) or "[]"
    return str(answer) if isinstance(answer, bool) else answer


def _plain(answer: Any) -> Any:  # noqa: ANN401 - JSON
    return {name: _plain(each) for name, each in answer} if isinstance(answer, tuple) else answer
