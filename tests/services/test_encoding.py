"""Stored answers are cut as they stand, and coded as if each had been read."""

import json
import random

import pytest
from polls import document

from consult.services.freezing.encoding import Encoder, pieces
from consult.services.trying import synthetic
from consult.survey import answers, questionnaire
from consult.survey.codebook import encode

QUESTIONNAIRE = questionnaire.load(document("kinds"))
STORED = pytest.mark.parametrize("signs", [(",", ":"), (", ", ": ")], ids=["SQLite", "PostgreSQL"])

TRICKY = [
    {},
    {"a": "b"},
    {"a": 1, "b": -2.5e3, "c": True, "d": None},
    {"a": [], "b": {}, "c": [[1], []], "d": {"x": {"y": {"z": "deep"}}}},
    {"a": 'with } and , and " and \\ in it', "b": ["x}", "]"], "c": {"k": "{", "l": "}"}},
    {"a": {"x": "},", "b": "c"}, "d": '},"e":1'},
    {"a": "été 中 م", "A name": "no code", "b": {"?": "skipped"}},
]


@STORED
@pytest.mark.parametrize("document", TRICKY, ids=str)
def test_pieces_are_the_members_of_the_object(document: dict, signs: tuple[str, str]) -> None:
    stored = json.dumps(document, ensure_ascii=False, separators=signs)
    found = [json.loads("{" + piece[1:] + "}") for piece in pieces(stored)]
    assert found == [{name: answer} for name, answer in document.items()]


@STORED
def test_every_child_is_coded_as_the_codebook_says(signs: tuple[str, str]) -> None:
    made = synthetic.children(QUESTIONNAIRE, 400, 3, synthetic.manner(QUESTIONNAIRE.name))
    sheets = [answers.accept(QUESTIONNAIRE, child.form, child.language) for child in made]
    chance = random.Random(4)
    encoder = Encoder(QUESTIONNAIRE)
    for part in (sheets[:150], sheets[150:]):
        stored = []
        for sheet in part:
            members = list(dict(sheet.answers).items())
            chance.shuffle(members)
            stored.append(json.dumps(dict(members), separators=signs))
        encoder.add([sheet.band for sheet in part], stored)
        found = {name: column.to_pylist() for name, column in encoder.take().items()}
        for at, sheet in enumerate(part):
            assert {name: column[at] for name, column in found.items()} == encode(
                QUESTIONNAIRE, sheet.band, sheet.answers
            )


def test_what_is_remembered_is_forgotten_when_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.services.freezing.encoding._REMEMBERED", 0)
    test_every_child_is_coded_as_the_codebook_says((",", ":"))
    encoder = Encoder(QUESTIONNAIRE)
    band = QUESTIONNAIRE.bands[0].name
    name = next(question.name for question in QUESTIONNAIRE.questions if question.kind == "integer")
    encoder.add([band], [f'{{"{name}":3}}'])
    assert encoder._known[band]
    encoder.take()
    assert not encoder._known[band]
