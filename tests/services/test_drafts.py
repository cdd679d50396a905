"""Drafts: every save a step, undo and redo, nobody's words written over unseen, and what versions may change."""

import threading

import every_kind
import pytest
from editing_stock import PLACE, wav
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from stores import open_wave

from consult.services import database
from consult.services.writing import drafts, recordings, versions
from consult.services.writing.sounds import SoundError, cleaned
from consult.survey import questionnaire
from consult.survey.writing import asking, groups
from consult.survey.writing.finding import EditingError
from consult.tables import Consultation, Draft, Sound


@pytest.fixture
def session(database: Engine):
    with Session(database, expire_on_commit=False) as opened:
        opened.add(Consultation(name="kinds"))
        opened.commit()
        yield opened


@pytest.fixture
def draft(session: Session) -> Draft:
    return drafts.start(session, 1, "Kinds", every_kind.document(), None)


def titled(words: str) -> dict:
    return every_kind.document(title={"en": words, "ar": "عنوان"})


def title(draft: Draft) -> str:
    return draft.document["title"]["en"]


def test_every_save_is_a_step_that_can_be_undone_and_done_again(session: Session, draft: Draft) -> None:
    for words in ("One", "Two"):
        drafts.save(session, draft, titled(words), None)
    assert drafts.ways(session, draft) == (True, False)
    assert drafts.undo(session, draft, None)
    assert title(draft) == "One"
    assert drafts.ways(session, draft) == (True, True)
    assert drafts.redo(session, draft, None)
    assert title(draft) == "Two"
    assert not drafts.redo(session, draft, None)
    assert [step.number for step in drafts.steps(session, draft)] == [3, 2, 1]


def test_what_was_undone_is_kept_beside_what_was_saved_then(session: Session, draft: Draft) -> None:
    drafts.save(session, draft, titled("One"), None)
    drafts.undo(session, draft, None)
    drafts.save(session, draft, titled("Other"), None)
    assert [(step.number, step.parent) for step in drafts.steps(session, draft)] == [(3, 1), (2, 1), (1, 0)]
    assert drafts.restore(session, draft, 2, None)
    assert title(draft) == "One"
    drafts.undo(session, draft, None)
    assert title(draft) == "Other"
    assert not drafts.restore(session, draft, 99, None)


def test_the_first_step_cannot_be_undone(session: Session, draft: Draft) -> None:
    assert not drafts.undo(session, draft, None)
    assert title(draft) == "A test poll"


def test_saving_the_same_makes_no_step(session: Session, draft: Draft) -> None:
    drafts.save(session, draft, every_kind.document(), None)
    assert len(drafts.steps(session, draft)) == 1


def test_who_comes_second_is_told_and_nothing_is_lost(session: Session, draft: Draft) -> None:
    seen = draft.revision
    drafts.save(session, draft, titled("First"), None)
    with pytest.raises(drafts.DraftChangedError):
        drafts.save(session, draft, titled("Second"), None, revision=seen)
    session.refresh(draft)
    assert title(draft) == "First"
    drafts.save(session, draft, titled("Second"), None)
    assert [step.document["title"]["en"] for step in drafts.steps(session, draft)][:2] == ["Second", "First"]


def test_two_people_at_once_lose_nothing(database: Engine, draft: Draft) -> None:
    """Steps that touch different questions all arrive, however they interleave."""
    names = ["fruit", "games", "order", "stars", "friends", "word"]

    def work(name: str) -> None:
        with Session(database, expire_on_commit=False) as own:
            mine = own.get(Draft, draft.id)
            said = {"en": {"default": f"New words of {name}?"}}
            drafts.change(own, mine, lambda made: asking.change_words(made, name, said, {}), None)

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Session(database) as own:
        found = questionnaire.load(own.get(Draft, draft.id).document)
        assert {name: found.question(name).label.say("en") for name in names} == {
            name: f"New words of {name}?" for name in names
        }


def test_a_step_that_cannot_be_made_stores_nothing(session: Session, draft: Draft) -> None:
    with pytest.raises(EditingError, match="needed"):
        drafts.change(session, draft, lambda made: asking.remove_question(made, "fruit"), None)
    assert len(drafts.steps(session, draft)) == 1


def test_a_document_without_end_is_refused(session: Session, draft: Draft) -> None:
    with pytest.raises(drafts.DraftSizeError):
        drafts.save(session, draft, {"title": {"en": "x" * drafts.MOST_BYTES}}, None)


def test_one_draft_is_in_use(session: Session, draft: Draft) -> None:
    other = drafts.start(session, 1, "Other", titled("Other"), None)
    assert drafts.current(session, 1) is other
    drafts.use(session, draft, None)
    assert drafts.current(session, 1).id == draft.id
    assert [each.id for each in drafts.listed(session, 1)] == [other.id, draft.id]
    assert drafts.current(session, 2) is None
    assert drafts.get(session, 2, draft.id) is None


def test_a_correction_changes_words_and_nothing_that_answers_stand_on(database: Engine) -> None:
    old = every_kind.document()
    open_wave(database, old)
    better = asking.change_words(old, "fruit", {"en": {"default": "Which fruit do you like best?"}}, {})
    (change,) = versions.comparable(old, better)
    assert (change.code, change.question, change.language) == ("words", "fruit", "en")
    assert change.before == "Which fruit do you like?"
    with Session(database) as session:
        assert versions.numbered(session, old)["version"] == "1"
        assert versions.numbered(session, better)["version"] == "2"
        (opened,) = versions.opened(session, 1)
        assert opened.document == old


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (lambda old: asking.remove_question(old, "word"), "question_removed"),
        (lambda old: asking.move_question(old, "word", -1), "question_moved"),
        (lambda old: asking.add_question(old, "all", "note", "Hello")[0], "question_added"),
        (lambda old: asking.change_kind(old, "mood", "select_one"), "setting"),
        (lambda old: groups.remove_language(old, "ar"), "language_removed"),
        (lambda old: groups.remove_band(old, "7-9"), "band_removed"),
    ],
)
def test_more_than_words_is_refused(step, code: str) -> None:
    old = every_kind.document()
    assert code in versions.comparable(old, step(old))
    with pytest.raises(versions.IncomparableError):
        versions.correction(old, step(old))


def test_a_recording_is_kept_with_its_words_and_told_when_they_change(session: Session, draft: Draft) -> None:
    where = recordings.Spot(PLACE, "en")
    kept = recordings.put(session, draft, where, wav(), None)
    assert not recordings.is_stale(draft, kept)
    assert recordings.sound(session, draft, kept.sound).kind == "audio/wav"
    with database.writing(session):
        assert recordings.publish(session, draft, "a" * 64) == 1
    words = {"en": {"default": "How are you today?"}}
    drafts.change(session, draft, lambda made: asking.change_words(made, "mood", words, {}), None)
    assert recordings.is_stale(draft, kept)
    with database.writing(session):
        assert recordings.publish(session, draft, "b" * 64) == 0
    recordings.remove(session, draft, where, None)
    assert recordings.listed(session, draft) == {}
    assert session.get(Sound, kept.sound) is not None, "the opened questionnaire is still read by it"
    with pytest.raises(EditingError):
        recordings.put(session, draft, recordings.Spot("sections.all.nothing.label", "en"), wav(), None)


def test_a_recording_leaves_nothing_but_the_sound() -> None:
    noted = wav(extra=b"LIST\x10\x00\x00\x00INFOIART\x04\x00\x00\x00Anna")
    assert b"Anna" in noted
    assert cleaned(noted) == cleaned(wav())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (wav(channels=2), "not_mono"),
        (bytes(200_001), "too_large"),
        (b"", "broken"),
        (b"<svg onload=alert(1)>", "not_sound"),
        (b"OggS" + bytes(40), "broken"),
        (b"OggS", "broken"),
        (b"\x00\x00\x00\x18ftypM4A " + bytes(40), "not_sound"),
        (b"\xff\xfb\x90\x00" + bytes(400), "not_mono"),
        (b"PK\x03\x04" + bytes(100), "not_sound"),
    ],
)
def test_what_is_no_small_mono_sound_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(SoundError) as refused:
        cleaned(content)
    assert refused.value.code == code


def test_mp3_loses_its_tags() -> None:
    frame = b"\xff\xfb\x90\xc4" + bytes(413)
    tagged = b"ID3\x04\x00\x00\x00\x00\x00\x05Anna!" + frame + b"TAG" + b"Anna".ljust(125)
    assert cleaned(tagged).content == frame
