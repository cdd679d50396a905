"""From the rows of a database to coded columns, fast: what one child answered to one question is coded once.

Many children give the same answer to a question, and the database holds it in the same letters. So what a
child answered is cut where one answer ends and the next begins, and each piece is looked up as it stands;
only a new piece is read as JSON and goes through the codebook. What is remembered is bounded and tells of
no child: answers, without who gave them.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from consult.survey.codebook import codebook, encode
from consult.survey.model import MISSING, Questionnaire

# Different answers of a question to remember at most; rankings and grids can have millions.
_REMEMBERED = 20_000
_NOT_ASKED = 0  # the place of those of whom nothing is stored: they were not asked
# An odd number stays as it was written.
_read = json.JSONDecoder(parse_float=str).decode
# A name and what was answered: a code, a list of codes, codes by name (one within another at most), a number.
_pieces = re.compile(
    r"""[{,][ ]?"[a-z][a-z0-9_]*":[ ]?
    (?:"[^"\\]*"|\[[^][{}\\]*\]|\{[^][{}\\]*(?:[{[][^][{}\\]*[]}][^][{}\\]*)*\}|[-+.0-9A-Za-z]+)""",
    re.VERBOSE,
).findall


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
        self._known: dict[str, dict[str, tuple[list[int], int]]] = {
            band.name: {} for band in questionnaire.bands
        }

    def add(self, bands: Sequence[str], answers: Sequence[str]) -> None:
        """Code some more children: the age band of each, and what she answered as the database holds it."""
        first = next((len(question.rows) for question in self._questions.values()), 0)
        for question in self._questions.values():
            question.rows += [_NOT_ASKED] * len(bands)
        for row, (band, stored) in enumerate(zip(bands, answers, strict=True), first):
            known = self._known[band]
            for piece in pieces(stored):
                rows, at = known.get(piece) or self._learn(band, piece)
                rows[row] = at

    def _learn(self, band: str, piece: str) -> tuple[list[int], int]:
        """Code an answer that was not met before; AnswerError where it is not this questionnaire's."""
        ((name, answer),) = _read("{" + piece[1:] + "}").items()
        question = self._questions.get(name)
        if question is None:  # it has no column
            return _Nowhere(), _NOT_ASKED
        found = question.rows, question.learn(band, answer)
        question.pieces.append((band, piece))
        self._known[band][piece] = found
        return found

    def take(self) -> dict[str, pa.Array]:
        """Give the columns of all children added since the last time, int16, and start anew."""
        columns: dict[str, pa.Array] = {}
        for question in self._questions.values():
            columns |= question.take()
            if len(question.pieces) > _REMEMBERED:
                for band, piece in question.pieces:
                    del self._known[band][piece]
                question.forget()
        return columns


class _Nowhere(list[int]):
    """The rows of what has no column: nothing is kept."""

    def __setitem__(self, _row: object, _at: object) -> None:
        pass


def pieces(stored: str) -> Sequence[str]:
    """Cut a JSON object into its members, each with the sign before it: `{"a":1`, `,"b":["x"]`.

    What cannot be cut by its signs alone (a sign within a text) is read, and written anew member by member.
    """
    found: list[str] = _pieces(stored)
    # From the first sign to the last, so nothing was overlooked or cut in two.
    if "".join(found) + "}" == stored:
        return found
    members = _read(stored).items()
    return [f",{json.dumps(name)}:{json.dumps(answer, ensure_ascii=False)}" for name, answer in members]


class _Question:
    """One question: the codes of each different answer, and which answer each child gave."""

    def __init__(self, questionnaire: Questionnaire, name: str, columns: Sequence[str]) -> None:
        self.name = name
        self.columns = columns
        self.questionnaire = questionnaire
        self.rows: list[int] = []
        self.pieces: list[tuple[str, str]] = []
        self.forget()

    def forget(self) -> None:
        """Start anew with nothing but the answer of those who were not asked."""
        self.pieces.clear()
        self.codes = [[MISSING["not_asked"]] for _ in self.columns]

    def learn(self, band: str, answer: Any) -> int:  # noqa: ANN401 - JSON
        """Code an answer; give its place."""
        coded = encode(self.questionnaire, band, {self.name: answer})
        at = len(self.codes[0])
        for column, codes in zip(self.columns, self.codes, strict=True):
            codes.append(coded[column])
        return at

    def take(self) -> dict[str, pa.Array]:
        """Give the question's columns, and forget the rows."""
        at = pa.array(self.rows, pa.int32())
        found = {
            column: pa.array(codes, pa.int16()).take(at)
            for column, codes in zip(self.columns, self.codes, strict=True)
        }
        self.rows.clear()
        return found
