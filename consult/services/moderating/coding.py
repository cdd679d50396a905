"""Themes in cleared texts, found by two people who do not see each other's, then agreed on together."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import database
from consult.services.moderating.coding_agreement import Pair
from consult.tables import Coder, Theme, Wave, codings, texts

NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
MOST_THEMES = 40  # what a person can keep in mind is less
AGREED = "agreed"


class CodingError(ConsultError):
    """This cannot be coded so; `code` says why.

    Codes: bad_name, no_label, in_use, too_many, same_person, unknown_theme, already_coded, not_cleared,
    not_finished.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Progress:
    """How many cleared texts there are, how many each has coded, and what is left to agree on."""

    cleared: int
    first: int
    second: int
    differing: int

    @property
    def finished(self) -> bool:
        """Say whether both have coded every text, so that they may look at each other's themes."""
        return self.cleared > 0 and self.first == self.second == self.cleared


@dataclass(frozen=True, slots=True)
class ToCode:
    """A text as it would be published, with the themes somebody has found in it."""

    id: bytes
    language: str
    band: str
    text: str
    themes: Mapping[str, tuple[str, ...]]  # by coder; at work only one's own


def themes(session: Session, consultation_id: int, question: str) -> Sequence[Theme]:
    """Give the codebook of one question, in the order in which it was written."""
    mine = select(Theme).where(Theme.consultation_id == consultation_id, Theme.question == question)
    return session.scalars(mine.order_by(Theme.id)).all()


def put_theme(  # noqa: PLR0913, PLR0917  a theme is exactly these facts
    session: Session,
    consultation_id: int,
    question: str,
    name: str,
    labels: Mapping[str, str],
    note: str = "",
) -> Theme:
    """Add a theme, or give one that exists other labels; CodingError where that is no theme."""
    said = {language: words.strip() for language, words in labels.items() if words.strip()}
    if not NAME.fullmatch(name):
        raise CodingError("bad_name")
    if not said:
        raise CodingError("no_label")
    with database.writing(session):
        known = {theme.name: theme for theme in themes(session, consultation_id, question)}
        if name not in known and len(known) >= MOST_THEMES:
            raise CodingError("too_many")
        theme = known.get(name) or Theme(consultation_id=consultation_id, question=question, name=name)
        theme.labels, theme.note = said, note.strip()
        session.add(theme)
    return theme


def remove_theme(session: Session, theme: Theme) -> None:
    """Take a theme out of the codebook; CodingError "in_use" where a text has it."""
    with database.writing(session):
        used = _coded_at_all(codings.c.themes, theme.consultation_id, theme.question)
        if any(theme.name in found for found in session.scalars(used)):
            raise CodingError("in_use")
        session.delete(theme)


def coders(session: Session, consultation_id: int, question: str) -> dict[str, int]:
    """Give who codes a question: "first" and "second" -> account."""
    mine = select(Coder).where(Coder.consultation_id == consultation_id, Coder.question == question)
    return {each.coder: each.account_id for each in session.scalars(mine)}


def appoint(session: Session, consultation_id: int, question: str, who: Mapping[str, int]) -> None:
    """Say who the two coders of a question are; they must be two people, and stay once they have begun."""
    if len(set(who.values())) != len(who):
        raise CodingError("same_person")
    with database.writing(session):
        before = coders(session, consultation_id, question)
        if before != who and session.scalar(
            _coded_at_all(codings.c.coder, consultation_id, question).limit(1)
        ):
            raise CodingError("already_coded")
        session.execute(
            delete(Coder).where(Coder.consultation_id == consultation_id, Coder.question == question)
        )
        for coder, account_id in who.items():
            session.add(
                Coder(consultation_id=consultation_id, question=question, coder=coder, account_id=account_id)
            )


def _coded_at_all(column: Any, consultation_id: int, question: str) -> Select[Any]:  # noqa: ANN401  any column
    """Ask for a column of all codings of a question, in every wave."""
    joined = codings.join(texts, texts.c.id == codings.c.text_id).join(
        Wave.__table__, Wave.id == texts.c.wave_id
    )
    mine = (Wave.consultation_id == consultation_id, texts.c.question == question)
    return select(column).select_from(joined).where(*mine)


def _cleared(wave_id: int, question: str) -> tuple[ColumnElement[bool], ...]:
    return (texts.c.wave_id == wave_id, texts.c.state == "cleared", texts.c.question == question)


def progress(session: Session, wave_id: int, question: str) -> Progress:
    """Count what is done and what is left."""
    cleared = session.scalar(select(func.count()).select_from(texts).where(*_cleared(wave_id, question)))
    by = dict.fromkeys(("first", "second"), 0)
    rows = _coded(session, wave_id, question)
    for found in rows.values():
        for coder in by:
            by[coder] += coder in found
    return Progress(cleared or 0, by["first"], by["second"], len(_differing(rows)))


def _coded(session: Session, wave_id: int, question: str) -> dict[bytes, dict[str, tuple[str, ...]]]:
    joined = codings.join(texts, texts.c.id == codings.c.text_id)
    found = select(codings).select_from(joined).where(*_cleared(wave_id, question)).order_by(texts.c.id)
    coded: dict[bytes, dict[str, tuple[str, ...]]] = {}
    for row in session.execute(found):
        coded.setdefault(bytes(row.text_id), {})[row.coder] = tuple(row.themes)
    return coded


def _differing(coded: Mapping[bytes, Mapping[str, tuple[str, ...]]]) -> list[bytes]:
    return [
        text_id
        for text_id, found in coded.items()
        if {"first", "second"} <= set(found) and AGREED not in found and found["first"] != found["second"]
    ]


def pairs(session: Session, wave_id: int, question: str) -> list[Pair]:
    """Give what both coders found in each text that both have coded; for agreement, so not at work."""
    coded = _coded(session, wave_id, question).values()
    return [(found["first"], found["second"]) for found in coded if {"first", "second"} <= set(found)]


def to_code(session: Session, wave_id: int, question: str, coder: str, after: bytes) -> ToCode | None:
    """Give the next text that this coder has not coded, in random order and round to its start."""
    done = select(codings.c.text_id).where(codings.c.coder == coder, codings.c.text_id == texts.c.id)
    waits = (
        select(texts.c.id).where(*_cleared(wave_id, question), ~done.exists()).order_by(texts.c.id).limit(1)
    )
    found = session.scalar(waits.where(texts.c.id > after)) or session.scalar(waits)
    return coded_by(session, wave_id, bytes(found), coder) if found else None


def coded_by(session: Session, wave_id: int, text_id: bytes, coder: str) -> ToCode | None:
    """Give one cleared text with what this coder found in it, and nobody else."""
    found = _with_themes(session, wave_id, text_id)
    if found is None:
        return None
    mine = {coder: found.themes[coder]} if coder in found.themes else {}
    return ToCode(found.id, found.language, found.band, found.text, mine)


def to_agree(session: Session, wave_id: int, question: str) -> ToCode | None:
    """Give the next text on which the two differ; CodingError while one of them still codes."""
    if not progress(session, wave_id, question).finished:
        raise CodingError("not_finished")
    left = _differing(_coded(session, wave_id, question))
    return _with_themes(session, wave_id, left[0]) if left else None


def _with_themes(session: Session, wave_id: int, text_id: bytes) -> ToCode | None:
    row = session.execute(
        select(texts).where(texts.c.wave_id == wave_id, texts.c.id == text_id, texts.c.state == "cleared")
    ).first()
    if row is None:
        return None
    coded = session.execute(select(codings).where(codings.c.text_id == text_id))
    return ToCode(
        bytes(row.id),
        row.language,
        row.band,
        row.wording or row.text,
        {each.coder: tuple(each.themes) for each in coded},
    )


def code(  # noqa: PLR0913, PLR0917  a coding is exactly these facts
    session: Session, consultation_id: int, wave_id: int, text_id: bytes, coder: str, found: Collection[str]
) -> None:
    """Store the themes somebody (or both together: "agreed") found in a text; earlier ones are replaced."""
    with database.writing(session):
        question = session.scalar(
            select(texts.c.question).where(
                texts.c.wave_id == wave_id, texts.c.id == text_id, texts.c.state == "cleared"
            )
        )
        if question is None:
            raise CodingError("not_cleared")
        names = [theme.name for theme in themes(session, consultation_id, question)]
        if not set(found) <= set(names):
            raise CodingError("unknown_theme")
        # What was agreed on was agreed on other themes.
        gone = (coder,) if coder == AGREED else (coder, AGREED)
        session.execute(delete(codings).where(codings.c.text_id == text_id, codings.c.coder.in_(gone)))
        in_order = [name for name in names if name in found]
        session.execute(
            insert(codings).values(text_id=text_id, coder=coder, wave_id=wave_id, themes=in_order)
        )
