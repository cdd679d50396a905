"""Which cleared texts of a poll the office quotes, in their order. Kept is a digest of each, and no words.

So a text that is cleared no more drops out by itself, and nothing of it stays behind here. A text is quoted
as it was cleared, letter for letter. Single words are not quoted: they are counted, and shown where enough
children said them.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services import acts, consultations, database
from consult.services.jobs.rows import ReleasingError
from consult.services.moderating.published import PUBLISHED
from consult.tables import Quotations, Wave, texts

MOST = 6  # of one language: more than that nobody reads
LONGEST = 500  # characters
KIND = "text"


@dataclass(frozen=True, slots=True)
class Quotable:
    """A cleared text as it would be published; `band` is "" where children of several bands gave it."""

    question: str
    language: str
    band: str
    text: str

    @property
    def key(self) -> str:
        """Name it without a word of it."""
        return hashlib.sha256(repr((self.question, self.language, self.text)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is quoted, in its order; `gone` counts, by language, what was chosen and is cleared no more."""

    quoted: tuple[Quotable, ...]
    gone: Mapping[str, int]


def cleared(session: Session, wave: Wave) -> list[Quotable]:
    """Give every text that may be quoted, each once, by question and then by its words."""
    questions = consultations.loaded(wave.questionnaire).questions
    asked = [each.name for each in questions if each.kind == KIND]
    found = select(texts.c.question, texts.c.language, texts.c.band, PUBLISHED.label("words")).where(
        texts.c.wave_id == wave.id, texts.c.state == "cleared", texts.c.question.in_(asked)
    )
    bands: dict[tuple[str, str, str], str] = {}
    for row in session.execute(found):
        place = (row.question, row.language, row.words)
        bands[place] = row.band if bands.get(place, row.band) == row.band else ""
    made = (Quotable(question, language, band, text) for (question, language, text), band in bands.items())
    # In an order that says nothing of the one in which they came.
    return sorted(made, key=lambda each: (asked.index(each.question), each.language, each.text))


def chosen(session: Session, wave: Wave, offered: Collection[Quotable] | None = None) -> Chosen:
    """Give what is quoted now; `offered` is what `cleared` has just given, if it was asked."""
    return _chosen(session, wave, _by_key(cleared(session, wave) if offered is None else offered))


def _by_key(offered: Collection[Quotable]) -> dict[str, Quotable]:
    return {each.key: each for each in offered}


def _chosen(session: Session, wave: Wave, known: Mapping[str, Quotable]) -> Chosen:
    kept = session.get(Quotations, wave.id, populate_existing=True)
    named = kept.chosen if kept else []
    gone = Counter(language for language, key in named if key not in known)
    return Chosen(tuple(known[key] for _language, key in named if key in known), gone)


def add(session: Session, wave: Wave, keys: Sequence[str], account_id: int | None) -> None:
    """Quote more texts, behind those that are quoted; ReleasingError, and nothing has changed.

    Codes: quote_open (the poll still takes answers), deleted, quote_none, quote_not_cleared, quote_long,
    quote_many.
    """
    if not keys:
        raise ReleasingError("quote_none")

    def added(now: list[Quotable], known: Mapping[str, Quotable]) -> list[Quotable]:
        if not set(keys) <= set(known):
            raise ReleasingError("quote_not_cleared")
        if any(len(known[key].text) > LONGEST for key in keys):
            raise ReleasingError("quote_long")
        then = list(dict.fromkeys([*now, *(known[key] for key in keys)]))
        if max(Counter(each.language for each in then).values()) > MOST:
            raise ReleasingError("quote_many")
        return then

    _change(session, wave, account_id, added)


def take_out(session: Session, wave: Wave, key: str, account_id: int | None) -> None:
    """Quote a text no more; harmless where it is not quoted. ReleasingError as `add`."""
    _change(session, wave, account_id, lambda now, _known: [each for each in now if each.key != key])


def move(session: Session, wave: Wave, key: str, steps: int, account_id: int | None) -> None:
    """Put a quotation earlier (steps < 0) or later among those of its language; ReleasingError as `add`."""

    def moved(now: list[Quotable], known: Mapping[str, Quotable]) -> list[Quotable]:
        which = known.get(key)
        if which is None or which not in now:
            raise ReleasingError("quote_not_cleared")
        own = [each for each in now if each.language == which.language]
        at = own.index(which)
        own.insert(max(0, at + steps), own.pop(at))
        return [each for each in now if each.language != which.language] + own

    _change(session, wave, account_id, moved)


def _change(
    session: Session,
    wave: Wave,
    account_id: int | None,
    change: Callable[[list[Quotable], Mapping[str, Quotable]], list[Quotable]],
) -> None:
    """Make of what is quoted now what is quoted then; what was cleared no more is forgotten."""
    with database.writing(session):
        # The row of the wave is held, so that two who choose at once choose one after the other.
        session.execute(select(Wave.id).where(Wave.id == wave.id).with_for_update())
        now = session.get_one(Wave, wave.id, populate_existing=True)
        if now.deleted_on:
            raise ReleasingError("deleted")
        if now.state != "closed":
            raise ReleasingError("quote_open")
        known = _by_key(cleared(session, now))
        then = change(list(_chosen(session, now, known).quoted), known)
        kept = session.get(Quotations, wave.id) or Quotations(wave_id=wave.id)
        kept.chosen = [[each.language, each.key] for each in then]
        kept.account_id, kept.changed_on = account_id, date.today()  # noqa: DTZ011  the office's own day
        session.add(kept)
        acts.record(
            session, account_id, "quotations_changed", now.consultation_id, poll=now.code, number=len(then)
        )
