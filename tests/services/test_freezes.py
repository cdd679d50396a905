"""From a closed poll to a bundle: all that was said, nothing else, whole or not at all."""

import hashlib
import json
import random
import secrets
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from polls import answered, document
from sqlalchemy import Engine, event, insert
from stores import TODAY, Poll, open_wave

from consult.errors import AnswerError, UnknownPollError
from consult.services import database as databases
from consult.services.freezing import bundles, encoding, freezes
from consult.survey import questionnaire as survey
from consult.survey.codebook import columns, encode
from consult.tables import Freeze, responses, texts

CHANCE = random.Random(7)
QUESTIONNAIRE = survey.load(document("kinds"))
NUMBER = next(question.name for question in QUESTIONNAIRE.questions if question.kind == "integer")


def rows(poll: Poll, number: int) -> list[dict]:
    """Make final rows by the thousand; how they get there is tested elsewhere."""
    return [
        {
            "id": secrets.token_bytes(16),
            "wave_id": poll.wave.id,
            "band": "7-18",
            "gender": CHANCE.choice(["girl", "boy", "skipped"]),
            "region": "002",
            "country": "KE" if each % 100 else "TV",
            "language": "en" if each >= 3 else "fr",
            "channel": "web",
            "answers": CHANCE.choice(sheets()),
        }
        for each in range(number)
    ]


@cache
def sheets() -> list[dict]:
    """Make every answer of every question with choices, one child each, and one who skips all."""
    fields = [
        {question.name: choice.name}
        for question in QUESTIONNAIRE.questions
        if question.kind in {"scale", "select_one", "select_multiple"}
        for choice in question.choices
    ]
    return [dict(answered("kinds", each).answers) for each in [*fields, {}]]


def store(poll: Poll, made: list[dict]) -> None:
    with poll.engine.begin() as connection:
        if made:
            connection.execute(insert(responses), made)
    with databases.session(poll.engine) as session:
        freezes.close(session, poll.wave.code, today=TODAY)


def freeze(poll: Poll, out: Path, progress=lambda _rows: None) -> Path:
    with databases.session(poll.engine) as session:
        return freezes.freeze(session, poll.wave.code, out, progress, today=TODAY)


def test_a_bundle_holds_exactly_what_was_said(poll: Poll, tmp_path: Path) -> None:
    made = rows(poll, 3000)
    store(poll, made)
    out = freeze(poll, tmp_path / "first.bundle")
    names = [*bundles.GROUPS, *columns(QUESTIONNAIRE)]
    table = pq.read_table(out / "responses.parquet")
    assert table.column_names == [*names, "_cell"]
    found = Counter(tuple(row[name] for name in names) for row in table.to_pylist())
    wanted = Counter(tuple(_coded(row)[name] for name in names) for row in made)
    assert found == wanted
    assert found.total() == 3000


def test_one_number_stands_for_all_groups_that_are_counted_by() -> None:
    cells = bundles._Cells(["age_band", "gender"])
    groups = {
        "age_band": ["7-9", "7-9", "10-13"],
        "gender": ["girl", "boy", "girl"],
        "country": ["TV", "TV", "KI"],
    }
    assert cells.of(groups).to_pylist() == [0, 1, 2]
    assert cells.of({name: list(reversed(values)) for name, values in groups.items()}).to_pylist() == [
        2,
        1,
        0,
    ]


def _coded(row: dict) -> dict:
    few = {"TV": "TV", "fr": "other"}  # 30 children in Tuvalu, 3 who read French
    return {
        "age_band": row["band"],
        **{name: few.get(row[name], row[name]) for name in bundles.GROUPS[1:]},
        **encode(QUESTIONNAIRE, row["band"], row["answers"]),
    }


def test_the_manifest_tells_what_the_files_are(poll: Poll, tmp_path: Path) -> None:
    store(poll, rows(poll, 9))
    out = freeze(poll, tmp_path / "nine.bundle")
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["format"] == "consult-bundle/1"
    assert manifest["synthetic"] is True
    assert manifest["counts"]["responses"] == 9
    assert manifest["counts"]["small"] is True
    assert manifest["wave"] == {"name": "1", "opened": "2026-11-22", "closed": "2026-11-22"}
    for name, facts in manifest["files"].items():
        content = (out / name).read_bytes()
        assert facts["sha256"] == hashlib.sha256(content).hexdigest()
        assert facts["bytes"] == len(content)
    with databases.session(poll.engine) as session:
        (recorded,) = session.query(Freeze).all()
    assert recorded.manifest_sha256 == hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest()
    assert sorted(path.name for path in out.iterdir()) == sorted([*manifest["files"], "manifest.json"])


def test_only_texts_that_a_person_cleared_leave(poll: Poll, tmp_path: Path) -> None:
    store(poll, rows(poll, 12))
    question = next(q.name for q in QUESTIONNAIRE.questions if q.kind == "text")
    with poll.engine.begin() as connection:
        for number, state in enumerate(["held", "cleared", "set_aside", "cleared"]):
            connection.execute(
                insert(texts),
                {
                    "id": secrets.token_bytes(16),
                    "wave_id": poll.wave.id,
                    "question": question,
                    "language": "en",
                    "band": "7-18",
                    "text": f"words {number}",
                    "state": state,
                    "reason": "other" if state == "set_aside" else None,
                },
            )
    out = freeze(poll, tmp_path / "texts.bundle")
    assert {row["text"] for row in pq.read_table(out / "texts.parquet").to_pylist()} == {"words 1", "words 3"}
    counts = json.loads((out / "manifest.json").read_text())["counts"]
    assert counts["texts"][question] == {"held": 1, "cleared": 2}
    assert counts["small"] is False


def test_an_empty_poll_freezes_too(poll: Poll, tmp_path: Path) -> None:
    store(poll, [])
    out = freeze(poll, tmp_path / "empty.bundle")
    assert pq.read_metadata(out / "responses.parquet").num_rows == 0


def test_reading_goes_in_chunks(poll: Poll, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five thousand rows never stand in memory together, and answers forgotten on the way change nothing."""
    monkeypatch.setattr(bundles, "READ", 500)
    monkeypatch.setattr(bundles, "CHUNK", 1500)
    monkeypatch.setattr(encoding, "_REMEMBERED", 1)
    made = rows(poll, 5000)
    store(poll, made)
    seen: list[int] = []
    out = freeze(poll, tmp_path / "large.bundle", seen.append)
    assert sum(seen) == 5000
    assert max(seen) <= 500
    assert pq.read_metadata(out / "responses.parquet").num_row_groups == 4
    names = columns(QUESTIONNAIRE)
    found = Counter(tuple(row[name] for name in names) for row in _read(out))
    assert found == Counter(tuple(_coded(row)[name] for name in names) for row in made)


def _read(out: Path) -> list[dict]:
    return pq.read_table(out / "responses.parquet").to_pylist()


@pytest.mark.parametrize("wrong", [True, 7.0, "7", [7], {"7": 7}])
def test_an_answer_that_is_none_of_this_questionnaire_is_no_bundle(
    poll: Poll, tmp_path: Path, wrong: object
) -> None:
    """What was damaged is not mistaken for the good answer that looks like it in Python."""
    made = rows(poll, 30)
    for each, answer in zip(made, [7, 1, wrong], strict=False):
        each["answers"] = {NUMBER: answer}
    store(poll, made)
    with pytest.raises(AnswerError, match="not_a_number"):
        freeze(poll, tmp_path / "wrong.bundle")
    assert not (tmp_path / "wrong.bundle").exists()


def test_what_cannot_be_frozen(poll: Poll, tmp_path: Path) -> None:
    with pytest.raises(freezes.FreezeError, match="still open"):
        freeze(poll, tmp_path / "open.bundle")
    store(poll, rows(poll, 10))
    (tmp_path / "there").mkdir()
    with pytest.raises(freezes.FreezeError, match="exists already"):
        freeze(poll, tmp_path / "there")
    with pytest.raises(freezes.FreezeError, match="no folder"):
        freeze(poll, tmp_path / "nowhere" / "x.bundle")
    with databases.session(poll.engine) as session, pytest.raises(UnknownPollError):
        freezes.freeze(session, "no-such-poll", tmp_path / "x.bundle")


def test_a_freeze_that_fails_leaves_nothing(poll: Poll, tmp_path: Path) -> None:
    store(poll, rows(poll, 30))
    before = sorted(tmp_path.iterdir())

    def commit(_connection) -> None:
        raise RuntimeError("the disk went away")

    event.listen(poll.engine, "commit", commit)
    with pytest.raises(RuntimeError):
        freeze(poll, tmp_path / "broken.bundle")
    event.remove(poll.engine, "commit", commit)
    assert [path for path in sorted(tmp_path.iterdir()) if "bundle" in path.name] == []
    assert [path.name for path in before] == [path.name for path in sorted(tmp_path.iterdir())]
    assert poll.rows(Freeze.__table__) == 0


def test_closing_twice_is_harmless(poll: Poll) -> None:
    store(poll, rows(poll, 10))
    with databases.session(poll.engine) as session:
        wave = freezes.close(session, poll.wave.code, today=date(2026, 12, 1))
        assert wave.closed_on == TODAY
        assert freezes.count(session, poll.wave.code) == 10


def test_two_waves_stay_apart(database: Engine, tmp_path: Path) -> None:
    first = Poll(database, open_wave(database, document("kinds")))
    second = Poll(database, open_wave(database, document("kinds")))
    store(first, rows(first, 11))
    store(second, rows(second, 12))
    for poll, number in ((first, 11), (second, 12)):
        out = freeze(poll, tmp_path / f"{poll.wave.code}.bundle")
        assert json.loads((out / "manifest.json").read_text())["counts"]["responses"] == number
    assert (first.wave.name, second.wave.name) == ("1", "2")
