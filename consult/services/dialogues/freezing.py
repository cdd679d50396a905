"""The dialogues of a bundle: exact counts and cleared words. Protecting them is the task of the analysis."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from consult.services.dialogues.counting import HANDS
from consult.services.dialogues.own_prompts import EVALUATION
from consult.survey import m49
from consult.survey import questionnaire as survey
from consult.survey.codebook import codebook as described
from consult.tables import Contribution, Dialogue, Questionnaire, Wave, tallies, texts

Rows = list[dict[str, object]]
# Dialogues are numbered from 1 in this bundle; a number leads to nothing outside of it.
# dialogues: one row for each kind of children that took part, `children` null where nobody counted heads;
# `promised` says that the group was promised something of its own, which stays in the office.
# tallies: how many children gave an answer; value "" counts all that answered. evaluation: the same of what
# children thought of the meeting. contributions: what groups said; `wording` only where it may be quoted.
# room_texts: words that a person has cleared.
SCHEMAS: Mapping[str, Mapping[str, pa.DataType]] = {
    "dialogues.parquet": {
        "dialogue": pa.int32(),
        "country": pa.string(),
        "region": pa.string(),
        "online": pa.bool_(),
        "promised": pa.bool_(),
        "age_band": pa.string(),
        "gender": pa.string(),
        "disability": pa.string(),
        "children": pa.int32(),
    },
    "tallies.parquet": {
        "dialogue": pa.int32(),
        "age_band": pa.string(),
        "question": pa.string(),
        "part": pa.string(),
        "value": pa.string(),
        "children": pa.int32(),
    },
    "evaluation.parquet": {
        "dialogue": pa.int32(),
        "age_band": pa.string(),
        "question": pa.string(),
        "value": pa.string(),
        "children": pa.int32(),
    },
    "contributions.parquet": {
        "dialogue": pa.int32(),
        "age_band": pa.string(),
        "question": pa.string(),
        "language": pa.string(),
        "theme": pa.string(),
        "wording": pa.string(),
    },
    "room_texts.parquet": {
        "question": pa.string(),
        "language": pa.string(),
        "age_band": pa.string(),
        "text": pa.string(),
    },
}


@dataclass(frozen=True, slots=True)
class _Talk:
    """One closed dialogue under its number in this bundle."""

    number: int
    id: int
    wave_id: int
    country: str
    online: bool
    promised: bool
    band: str
    headcount: Sequence[Mapping[str, object]]


def write(connection: Connection, dialogues: Sequence[int], folder: Path) -> dict[str, int]:
    """Write the files of dialogues; give the number of rows of each, {} where there are no dialogues."""
    talks = list(_talks(connection, dialogues))
    if not talks:
        return {}
    found: dict[str, Rows] = {name: [] for name in SCHEMAS}
    for talk in talks:
        found["dialogues.parquet"] += _heads(talk)
        counted = _counted(connection, talk)
        own = [row for row in counted if row["question"] in EVALUATION]
        found["tallies.parquet"] += [row for row in counted if row["question"] not in EVALUATION]
        found["evaluation.parquet"] += [
            {name: row[name] for name in row if name != "part"} for row in own if not row["part"]
        ]
        found["contributions.parquet"] += _said(connection, talk)
        found["room_texts.parquet"] += _texts(connection, talk)
    # Texts of all rooms together, by what they say: no row leads to its room.
    found["room_texts.parquet"].sort(key=repr)
    for name, rows in found.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(SCHEMAS[name].items())), folder / name)
    return {name: len(rows) for name, rows in found.items()}


def codebook(connection: Connection, dialogues: Sequence[int]) -> dict[str, dict[str, list[object]]]:
    """Describe every question that dialogues asked, and their age bands; {} where none asked any.

    A question stands twice where a later room asked it with other words or choices.
    """
    asked: list[object] = []
    bands: dict[object, object] = {}
    for talk in _talks(connection, dialogues):
        stored = connection.scalar(
            select(Questionnaire.document)
            .join(Wave, Wave.questionnaire_id == Questionnaire.id)
            .where(Wave.id == talk.wave_id)
        )
        put = connection.scalar(select(Dialogue.asked).where(Dialogue.id == talk.id)) or []
        book = described(survey.load(stored or {}))
        questions, named = book["questions"], book["bands"]
        assert isinstance(questions, list)
        assert isinstance(named, list)
        asked += [each for each in questions if each["name"] in put and each not in asked]
        bands |= {each["name"]: each for each in named if each["name"] == talk.band}
    told: dict[str, list[object]] = {
        "questions": asked,
        "evaluation": list(EVALUATION),
        "bands": list(bands.values()),
    }
    return {"dialogues": told} if asked else {}


def _talks(connection: Connection, dialogues: Sequence[int]) -> Iterator[_Talk]:
    own = Dialogue.__table__
    query = select(own).where(own.c.id.in_(dialogues)).order_by(own.c.id)
    for number, row in enumerate(connection.execute(query), 1):
        yield _Talk(
            number,
            row.id,
            row.wave_id,
            row.country,
            row.online,
            bool(row.promised),
            row.band,
            row.headcount,
        )


def _heads(talk: _Talk) -> Rows:
    region = m49.region_of(talk.country) if talk.country in m49.COUNTRIES else ""
    about = {"dialogue": talk.number, "country": talk.country, "region": region}
    about |= {"online": talk.online, "promised": talk.promised}
    uncounted = {"age_band": talk.band, "gender": "not_known", "disability": "not_known", "children": None}
    return [about | dict(each) for each in talk.headcount] or [about | uncounted]


def _counted(connection: Connection, talk: _Talk) -> Rows:
    found = connection.execute(
        select(tallies.c.question, tallies.c.part, tallies.c.value, tallies.c.children)
        .where(tallies.c.wave_id == talk.wave_id, tallies.c.part != HANDS, tallies.c.children > 0)
        .order_by(tallies.c.question, tallies.c.part, tallies.c.value)
    )
    about = {"dialogue": talk.number, "age_band": talk.band}
    return [about | dict(row) for row in found.mappings()]


def _said(connection: Connection, talk: _Talk) -> Rows:
    own = Contribution.__table__
    found = connection.execute(select(own).where(own.c.dialogue_id == talk.id).order_by(own.c.id))
    return [
        {
            "dialogue": talk.number,
            "age_band": talk.band,
            "question": row.prompt,
            "language": row.language,
            "theme": row.theme,
            "wording": row.wording if row.cleared_by is not None else None,
        }
        for row in found
    ]


def _texts(connection: Connection, talk: _Talk) -> Rows:
    found = connection.execute(
        select(texts.c.question, texts.c.language, texts.c.band, texts.c.text, texts.c.wording)
        .where(texts.c.wave_id == talk.wave_id, texts.c.state == "cleared")
        .order_by(texts.c.id)
    )
    return [
        {
            "question": row.question,
            "language": row.language,
            "age_band": row.band,
            "text": f"[{row.wording}]" if row.wording is not None else row.text,
        }
        for row in found
    ]
