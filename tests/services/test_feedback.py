"""What children say of results and of drafts: mixed, counted, tied to nobody; answered before approval."""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import polls
import pytest
import stocked_results
from sqlalchemy import Engine, Integer, func, inspect, select, text
from stores import open_wave

from consult.errors import AnswerError, NotOpenError
from consult.services import database as databases
from consult.services.feedback import clear, counted, mixing, notes, reviews
from consult.services.feedback.clear import Pressed
from consult.services.feedback.counted import Heard
from consult.services.jobs.places import Places
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import releases
from consult.tables import (
    Freeze,
    Release,
    Review,
    clear_counts,
    feedback_pools,
    review_counts,
    review_notes,
    spent_keys,
)

TODAY = date.today()
TABLES = (feedback_pools, clear_counts, review_counts, review_notes)


@pytest.fixture
def release(database: Engine, tmp_path: Path) -> Release:
    """Give a draft with files as the analysis writes them."""
    wave = open_wave(database, polls.document("kinds"))
    digest = stocked_results.write_release(tmp_path / "releases" / "draft")
    with databases.session(database) as session:
        with databases.writing(session):
            freeze = Freeze(wave_id=wave.id, frozen_on=TODAY, manifest_sha256="0" * 64)
            session.add(freeze)
            session.flush()
            made = Release(
                consultation_id=wave.consultation_id, wave_id=wave.id, freeze_id=freeze.id, folder="draft",
                manifest_sha256=digest, languages=["en", "ar"], made_at="2026-11-22T09:00:00+00:00",
            )  # fmt: skip
            session.add(made)
        return session.get_one(Release, made.id)


def begun(engine: Engine, folder: Path, release: Release, days: int = 7) -> Review:
    with databases.session(engine) as session:
        found = session.get_one(Release, release.id)
        return reviews.begin(session, Places(folder), found, days, None)


def say(engine: Engine, review: Review, verdict: str = "clear", note: str = "", band: str = "7-9") -> bool:
    heard = Heard("en", band, {"who": verdict}, {"finding:colour": note} if note else {})
    return counted.take(engine, review, heard, secrets.token_hex(16), TODAY)


def press(engine: Engine, release_id: int, face: str, key: str = "") -> bool:
    return clear.press(engine, Pressed(release_id, "en", "7-9", face), key or secrets.token_hex(16), TODAY)


def faces(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {row.face: row.children for row in connection.execute(select(clear_counts))}


def sealed(engine: Engine, name: str) -> tuple[str, bytes]:
    with engine.connect() as connection:
        row = connection.execute(select(feedback_pools).where(feedback_pools.c.name == name)).one()
        return row.generation, row.entries


def test_faces_are_counted_in_batches_of_ten_and_the_keys_of_each_are_destroyed(
    database: Engine, release: Release, tmp_path: Path
) -> None:
    for face in "333332222":
        press(database, release.id, face)
    assert faces(database) == {}, "nine wait"
    generation, entries = sealed(database, f"clear-{release.id}")
    assert b'"face"' not in entries
    assert (tmp_path / "keys" / f"{generation}.key").exists()
    press(database, release.id, "1")
    assert faces(database) == {"3": 5, "2": 4, "1": 1}
    after, left = sealed(database, f"clear-{release.id}")
    assert left == b""
    assert after != generation
    assert not (tmp_path / "keys" / f"{generation}.key").exists()
    with pytest.raises(ValueError, match="no such face"):
        press(database, release.id, "4")


def test_staff_see_faces_in_steps_of_ten_only(database: Engine, release: Release) -> None:
    with databases.session(database) as session:
        for batch in range(6):
            for _ in range(10):
                press(database, release.id, "3")
            shown = clear.faces_of(clear.look(session, release.id), ("7-9", "10-13"))
            assert shown[""]["3"] % 10 == 0
            assert shown[""]["3"] <= 10 * (batch + 1)
            assert shown["10-13"] == {"1": 0, "2": 0, "3": 0}
        assert shown["7-9"]["3"] >= 30


def test_nothing_is_kept_but_face_band_and_language(database: Engine) -> None:
    """Which columns there are at all; a column more is a question to be asked here first."""
    columns = {
        table.name: {column["name"] for column in inspect(database).get_columns(table.name)}
        for table in TABLES
    }
    assert columns == {
        "feedback_pools": {"name", "generation", "entries"},
        "clear_counts": {"release_id", "language", "band", "face", "children"},
        "review_counts": {"review_id", "language", "band", "part", "verdict", "children"},
        "review_notes": {"id", "review_id", "part", "language", "band", "text", "state"},
    }
    for table in TABLES:
        assert {key.column.table.name for key in table.foreign_keys} <= {"releases", "reviews"}, (
            "no way to answers"
        )
        told = [c.name for c in table.columns if isinstance(c.type, Integer) and not c.foreign_keys]
        assert set(told) <= {"children"}, f"{table.name}: a number could be an order"


def test_ten_histories_that_differ_in_one_child_leave_the_same_shape(
    database: Engine, release: Release
) -> None:
    """Linkage: what a seizure finds after a full batch is the same whoever of them came first."""
    orders = ("1333333333", "3333333331")
    seen = []
    for order in orders:
        for face in order:
            press(database, release.id, face)
        with databases.write(database) as connection:
            counts = dict(connection.execute(select(clear_counts.c.face, clear_counts.c.children)).all())
            spent = connection.execute(select(func.count()).select_from(spent_keys)).scalar_one()
            connection.execute(clear_counts.delete())
            connection.execute(spent_keys.delete())
        seen.append((counts, spent))
    assert seen[0] == seen[1] == ({"1": 1, "3": 9}, 10)


def test_a_face_pressed_twice_or_sent_again_counts_once(database: Engine, release: Release) -> None:
    """Ten children, each of whose phones sends twice at the same moment, and once more because no thanks came."""
    keys = [secrets.token_hex(16) for _ in range(10)]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda key: press(database, release.id, "3", key), [*keys, *keys]))
    assert sum(taken) == 10
    assert not any(press(database, release.id, face, key) for face in "31" for key in keys)
    assert faces(database) == {"3": 10}
    with pytest.raises(ValueError, match="no such face or key"):
        press(database, release.id, "3", "no key")


def test_a_pool_whose_key_is_lost_begins_anew(database: Engine, release: Release, tmp_path: Path) -> None:
    press(database, release.id, "3")
    generation, _ = sealed(database, f"clear-{release.id}")
    databases.keyring(database).destroy(generation)
    press(database, release.id, "3")
    renewed, entries = sealed(database, f"clear-{release.id}")
    assert renewed != generation
    assert entries
    clear.forget(database, release.id)
    assert list((tmp_path / "keys").glob(f"{renewed.partition('-')[0]}-*")) == []


def test_a_review_from_code_to_answer(database: Engine, release: Release, tmp_path: Path) -> None:
    review = begun(database, tmp_path, release)
    with databases.session(database) as session:
        assert reviews.opened(session, Places(tmp_path), review.code.upper()).review.id == review.id
        assert reviews.opened(session, Places(tmp_path), "x" * 12) is None
        late = TODAY + timedelta(8)
        assert reviews.opened(session, Places(tmp_path), review.code, late) is None
        found = session.get_one(Release, release.id)
        assert set(review.parts) == {
            "who",
            "who:age_band",
            "finding:colour",
            "words:colour",
            "quotes",
            "help",
        }
        with pytest.raises(ReleasingError, match="review_open"):
            reviews.begin(session, Places(tmp_path), found, 7, None)
        for verdict in ("clear", "not_clear", "not_true"):
            say(database, review, verdict)
        assert counted.told(session, review).parts == (), "nobody sees a number while it is open"
        with pytest.raises(ReleasingError, match="review_open"):
            releases.ask_approval(session, Places(tmp_path), found, 1)
        code = review.code
        reviews.end(session, session.get_one(Review, review.id), None)
        assert reviews.opened(session, Places(tmp_path), code) is None
        ended = session.get_one(Review, review.id, populate_existing=True)
        told = counted.told(session, ended)
        assert told.children == 3
        assert [(part.key, dict(part.verdicts)) for part in told.parts] == [
            ("who", {"clear": 1, "not_clear": 1, "not_true": 1})
        ]
        with pytest.raises(ReleasingError, match="review_unanswered"):
            releases.ask_approval(session, Places(tmp_path), found, 1)
        with pytest.raises(ReleasingError, match="reply_missing"):
            reviews.reply(session, ended, "who", "  ", None)
        with pytest.raises(ReleasingError, match="part"):
            reviews.reply(session, ended, "what", "Yes", None)
        reviews.reply(session, ended, "who", "We say it anew.", None)
        assert reviews.against(session, found) == ""
        with pytest.raises(NotOpenError):
            say(database, ended)


def test_a_new_draft_is_no_answer(database: Engine, release: Release, tmp_path: Path) -> None:
    review = begun(database, tmp_path, release)
    for _ in range(3):
        say(database, review, "not_true")
    with databases.session(database) as session:
        old = session.get_one(Release, release.id)
        with databases.writing(session):
            session.add(Release(
                consultation_id=old.consultation_id, wave_id=old.wave_id, freeze_id=old.freeze_id, folder="new",
                manifest_sha256="1" * 64, languages=["en"], made_at=old.made_at,
            ))  # fmt: skip
            old.state, old.settled_at = "set_aside", old.made_at
        new = session.scalars(select(Release).where(Release.folder == "new")).one()
        assert reviews.against(session, new) == "review_unanswered", "its look ended with the old draft"


def test_few_children_are_not_shown_to_each_other(database: Engine, release: Release, tmp_path: Path) -> None:
    review = begun(database, tmp_path, release)
    for band in ("7-9", "7-9", "10-13"):
        say(database, review, "not_clear", band=band)
    with databases.session(database) as session:
        found = session.get_one(Review, review.id)
        reviews.end(session, found, None)
        (part,) = counted.told(session, session.get_one(Review, review.id, populate_existing=True)).parts
        assert part.verdicts["not_clear"] == 3
        assert part.versions == {}, "no version was read by three"


def test_the_same_form_counts_once_and_only_what_is_asked(
    database: Engine, release: Release, tmp_path: Path
) -> None:
    review = begun(database, tmp_path, release)
    heard, key = Heard("en", "7-9", {"who": "clear"}, {}), secrets.token_hex(16)
    assert counted.take(database, review, heard, key, TODAY)
    assert not counted.take(database, review, heard, key, TODAY)
    for wrong in (
        Heard("en", "7-9", {"gone": "clear"}, {}),
        Heard("en", "7-9", {"who": "perhaps"}, {}),
        Heard("en", "7-9", {}, {"who": "a" * 301}),
        Heard("en", "7-9", {}, {"who": "a\0"}),
    ):
        with pytest.raises(AnswerError):
            counted.take(database, review, wrong, secrets.token_hex(16), TODAY)


def test_texts_stand_alone_and_are_held(database: Engine, release: Release, tmp_path: Path) -> None:
    review = begun(database, tmp_path, release)
    for child in range(3):
        say(database, review, "not_clear", note=f"Which <colour>? {child}")
    with databases.session(database) as session:
        ours = release.consultation_id
        assert notes.held(session, ours) == [], "not before the look is ended"
        reviews.end(session, session.get_one(Review, review.id), None)
        held = notes.held(session, ours)
        assert sorted(row.text for row in held) == [f"Which <colour>? {child}" for child in range(3)]
        assert notes.cleared(session, ours) == []
        assert not notes.decide(session, ours + 1, held[0].id, None, clear=True), "another consultation's"
        assert notes.decide(session, ours, held[0].id, None, clear=True)
        assert notes.decide(session, ours, held[1].id, None, clear=False)
        assert [row.id for row in notes.cleared(session, ours)] == [held[0].id]
        assert len(notes.held(session, ours)) == 1


def test_ten_who_look_are_counted_before_the_end(database: Engine, release: Release, tmp_path: Path) -> None:
    review = begun(database, tmp_path, release)
    for _ in range(10):
        say(database, review)
    with database.connect() as connection:
        assert connection.scalar(select(review_counts.c.children).where(review_counts.c.part == "who")) == 10
    assert sealed(database, counted.pool_of(review.id))[1] == b""
    assert mixing.K == 10


def test_a_changed_file_is_never_looked_at(database: Engine, release: Release, tmp_path: Path) -> None:
    for path in (tmp_path / "releases" / "draft" / "out").glob("child_summary.*.json"):
        page = json.loads(path.read_text())
        path.write_text(json.dumps({**page, "parts": [{**part, "key": ""} for part in page["parts"]]}))
    with pytest.raises(ReleasingError, match="damaged"):
        begun(database, tmp_path, release)


def test_the_guard_of_columns_sees_one_more(database: Engine) -> None:
    with databases.write(database) as connection:
        connection.execute(text("ALTER TABLE clear_counts ADD COLUMN pressed_on VARCHAR(10)"))
    with pytest.raises(AssertionError, match="pressed_on"):
        test_nothing_is_kept_but_face_band_and_language(database)
