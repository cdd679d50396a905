"""Translating a draft: its wordings in two languages, what was reviewed, what staff say about them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.services.writing import drafts
from consult.survey.formats.units import Unit, faults, refusal, units, with_words
from consult.survey.writing.finding import Document, languages
from consult.survey.writing.wording import tidy
from consult.tables import Comment, Draft, Reviewed

LONGEST_COMMENT = 2000


class TranslationError(ConsultError):
    """Words were not kept: `code` is changed (somebody saved others), unknown, letters or long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Shown:
    """One wording as a translator sees it: what to look at, who reviewed it as it stands, what was said."""

    unit: Unit
    faults: tuple[tuple[str, dict[str, str]], ...]
    reviewed: Reviewed | None
    comments: tuple[Comment, ...]

    @property
    def state(self) -> str:
        """Give missing, covered, translated or reviewed."""
        return "reviewed" if self.reviewed else self.unit.state


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a language has come; `done` counts wordings that children would find."""

    language: str
    total: int
    done: int
    reviewed: int
    comments: int


@dataclass(frozen=True, slots=True)
class Work:
    """Somebody at work on one language of a draft."""

    session: Session
    draft: Draft
    language: str
    account_id: int


def shown(session: Session, draft: Draft, language: str) -> tuple[Shown, ...]:
    """List every wording of a language with all that is known about it."""
    reviews = {(row.place, row.band): row for row in _reviews(session, draft, language)}
    said: dict[str, list[Comment]] = defaultdict(list)
    for comment in _comments(session, draft, language):
        said[comment.place].append(comment)
    made, told = [], set[str]()
    for unit in units(draft.document, language):
        review = reviews.get((unit.place, unit.band))
        valid = review if review is not None and unit.target and review.digest == unit.digest else None
        comments = () if unit.place in told else tuple(said[unit.place])
        told.add(unit.place)
        made.append(Shown(unit, faults(unit, unit.target), valid, comments))
    return tuple(made)


def progress(session: Session, draft: Draft) -> tuple[Progress, ...]:
    """Say of every language of a draft how far it has come."""
    return tuple(_progress(code, shown(session, draft, code)) for code in languages(draft.document))


def _progress(language: str, listed: tuple[Shown, ...]) -> Progress:
    return Progress(
        language,
        total=len(listed),
        done=sum(each.unit.state != "missing" for each in listed),
        reviewed=sum(each.reviewed is not None for each in listed),
        comments=sum(not comment.done for each in listed for comment in each.comments),
    )


def say(work: Work, key: str, words: str, seen: str) -> Unit:
    """Put words to a wording that the person saw with the digest `seen`; TranslationError.

    Two people may translate two texts of one draft at once; only the same text is guarded.
    """
    wrong = refusal(words)
    if wrong:
        raise TranslationError(wrong)

    def step(document: Document) -> Document:
        unit = _unit(document, work.language, key)
        if unit.digest != seen and unit.target != tidy(words):
            raise TranslationError("changed")
        return with_words(document, work.language, {(unit.place, unit.band): words})

    drafts.change(work.session, work.draft, step, work.account_id)
    return _unit(work.draft.document, work.language, key)


def say_all(work: Work, given: Mapping[tuple[str, str], str]) -> None:
    """Put words to many wordings in one step, as a file gives them."""
    drafts.change(
        work.session,
        work.draft,
        lambda document: with_words(document, work.language, given),
        work.account_id,
    )


def review(work: Work, key: str, seen: str) -> Unit:
    """Note that somebody read a translation as it stands beside its source; TranslationError."""
    work.session.refresh(work.draft)
    unit = _unit(work.draft.document, work.language, key)
    if unit.digest != seen or not unit.target:
        raise TranslationError("changed")
    with database.writing(work.session):
        row = _review(work, unit)
        if row is None:
            row = Reviewed(draft_id=work.draft.id, place=unit.place, language=work.language, band=unit.band)
            work.session.add(row)
        row.account_id, row.digest, row.reviewed_at = work.account_id, unit.digest, _now()
        _record(work, "translation_reviewed", key)
    return unit


def take_back(work: Work, key: str) -> None:
    """Take a review back; TranslationError: unknown."""
    row = _review(work, _unit(work.draft.document, work.language, key))
    with database.writing(work.session):
        if row is not None:
            work.session.delete(row)
            _record(work, "review_taken_back", key)


def comment(work: Work, place: str, text: str) -> Comment:
    """Say something about a text; TranslationError: unknown text, nothing said, or too long."""
    plain = tidy(text)
    known = {unit.place for unit in units(work.draft.document, work.language)}
    if place not in known or not plain:
        raise TranslationError("unknown")
    if len(plain) > LONGEST_COMMENT or refusal(plain):
        raise TranslationError(refusal(plain) or "long")
    with database.writing(work.session):
        made = Comment(
            draft_id=work.draft.id,
            place=place,
            language=work.language,
            account_id=work.account_id,
            text=plain,
            done=False,
            said_at=_now(),
        )
        work.session.add(made)
    return made


def settle(session: Session, draft: Draft, number: int, *, done: bool) -> Comment | None:
    """Mark a comment of this draft as settled or open again; None where there is none such."""
    found = session.get(Comment, number)
    if found is None or found.draft_id != draft.id:
        return None
    with database.writing(session):
        found.done = done
    return found


def _unit(document: Document, language: str, key: str) -> Unit:
    for unit in units(document, language) if language in languages(document) else ():
        if unit.key == key:
            return unit
    raise TranslationError("unknown")


def _record(work: Work, what: str, key: str) -> None:
    told = {"draft": work.draft.id, "language": work.language, "text": key}
    acts.record(work.session, work.account_id, what, work.draft.consultation_id, **told)


def _review(work: Work, unit: Unit) -> Reviewed | None:
    wanted = select(Reviewed).where(
        Reviewed.draft_id == work.draft.id,
        Reviewed.language == work.language,
        Reviewed.place == unit.place,
        Reviewed.band == unit.band,
    )
    return work.session.scalar(wanted)


def _reviews(session: Session, draft: Draft, language: str) -> list[Reviewed]:
    wanted = select(Reviewed).where(Reviewed.draft_id == draft.id, Reviewed.language == language)
    return list(session.scalars(wanted))


def _comments(session: Session, draft: Draft, language: str) -> list[Comment]:
    wanted = select(Comment).where(Comment.draft_id == draft.id, Comment.language == language)
    return list(session.scalars(wanted.order_by(Comment.id)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
