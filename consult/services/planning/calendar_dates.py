"""Dates worked back from a session of the Human Rights Council or the General Assembly. Pure.

Documents are submitted 10 weeks before the meeting and issued 6 weeks before it (the "10-4-6" rule of the
Department for General Assembly and Conference Management). The gaps before that are our own arithmetic: they
put the data freeze where earlier reports had it, in early November for a spring session of the Council
(submission 19 December 2016 for 27 February 2017) and in May for the Assembly (A/74/259 of 30 July 2019).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SUBMISSION = 10  # weeks before the session
ISSUE = 6
BODIES = ("hrc", "ga")
# Weeks from the freeze to submission: analysis, release, writing, clearance.
WRITING: Mapping[str, int] = {"hrc": 6, "ga": 8}
# Weeks before the freeze.
LAST_TEXTS = 1  # closing -> freeze: the last words are read, paper sheets are keyed in
FIELDWORK = 6  # opening -> closing
APPROVAL = 1  # translations complete -> opening
TRANSLATION = 5  # questionnaire ready -> translations complete, with a reading by somebody else
INSTRUMENTS = 6  # start -> questionnaire ready, tried with children of every band
ANALYSIS = 2  # freeze -> release
SHORTEST_FIELDWORK = 14  # days


@dataclass(frozen=True, slots=True)
class Milestone:
    """The latest day for something, as a code, and the weeks before the session that it stands for."""

    name: str
    on: date
    weeks: int


@dataclass(frozen=True, slots=True)
class Warned:
    """Dates that cannot or can hardly be kept, as a code with the days concerned."""

    code: str
    day: date
    limit: date


@dataclass(frozen=True, slots=True)
class Dates:
    """The days that the office has set for itself; None where it has not."""

    session_on: date | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    promised_on: date | None = None
    delete_on: date | None = None
    feeds_on: date | None = None


def work_back(body: str, session_on: date) -> tuple[Milestone, ...]:
    """Give the latest days for every stage of the work, first to last; KeyError for a body we do not know."""
    freeze = SUBMISSION + WRITING[body]
    closing = freeze + LAST_TEXTS
    opening = closing + FIELDWORK
    translated = opening + APPROVAL
    weeks = {
        "begin": translated + TRANSLATION + INSTRUMENTS,
        "instruments": translated + TRANSLATION,
        "translations": translated,
        "opening": opening,
        "closing": closing,
        "freeze": freeze,
        "release": freeze - ANALYSIS,
        "submission": SUBMISSION,
        "issue": ISSUE,
        "session": 0,
    }
    return tuple(Milestone(name, _latest(session_on, n), n) for name, n in weeks.items())


def _latest(session_on: date, weeks: int) -> date:
    """Count back; a latest day on a weekend becomes the Friday before it, the session's own day stays."""
    day = session_on - timedelta(weeks=weeks)
    return day - timedelta(days=max(0, day.weekday() - 4)) if weeks else day


def warnings(body: str, dates: Dates, today: date, done: frozenset[str] = frozenset()) -> tuple[Warned, ...]:
    """List what is impossible or too late; `done` names milestones already reached."""
    return (*_order(dates), *_against_session(body, dates, today, done))


def _order(dates: Dates) -> Iterator[Warned]:
    """Compare the office's own dates with each other."""
    opens, closes = dates.opens_on, dates.closes_on
    if opens and closes:
        if closes <= opens:
            yield Warned("closes_before_opening", closes, opens)
        elif (closes - opens).days < SHORTEST_FIELDWORK:
            yield Warned("fieldwork_short", closes, opens + timedelta(days=SHORTEST_FIELDWORK))
    if closes and dates.promised_on and dates.promised_on <= closes:
        yield Warned("promised_before_closing", dates.promised_on, closes)
    if closes and dates.delete_on and dates.delete_on <= closes + timedelta(weeks=LAST_TEXTS):
        yield Warned("deleted_before_freeze", dates.delete_on, closes + timedelta(weeks=LAST_TEXTS))
    if dates.promised_on and dates.delete_on and dates.delete_on < dates.promised_on:
        yield Warned("deleted_before_promise", dates.delete_on, dates.promised_on)


def _against_session(body: str, dates: Dates, today: date, done: frozenset[str]) -> Iterator[Warned]:
    """Compare with the latest days that the session leaves."""
    if body not in BODIES or dates.session_on is None:
        return
    latest = {milestone.name: milestone.on for milestone in work_back(body, dates.session_on)}
    for name, day in (("opening", dates.opens_on), ("closing", dates.closes_on)):
        if day and day > latest[name]:
            yield Warned(f"{name}_too_late", day, latest[name])
    if dates.delete_on and dates.delete_on <= latest["freeze"]:
        yield Warned("deleted_before_freeze", dates.delete_on, latest["freeze"])
    for name, day in latest.items():
        if day < today and name not in done and name not in {"begin", "issue", "session"}:
            yield Warned(f"{name}_past", today, day)
    if dates.session_on < today:
        yield Warned("session_past", today, dates.session_on)
