"""The influence log: you said, this happened, this could not, because; in every language of the results.

Staff write a line in one language and translate it; children read it in theirs, or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.tables import InfluenceWords
from consult.tables.planning import OUTCOMES, Influence

LONGEST = 2000
WORDS = ("said", "what", "because", "place")


class InfluenceError(ConsultError):
    """A line that does not say enough; `field` names where, `code` what."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says, in `language`; `because` is owed to children wherever not everything happened."""

    said: str
    outcome: str
    what: str
    because: str = ""
    place: str = ""  # the document and its paragraph, or the decision
    language: str = ""


def save(
    session: Session, consultation_id: int, line: Line, account_id: int | None, line_id: int | None = None
) -> Influence:
    """Store a line, new or changed; InfluenceError, and nothing is stored."""
    _check(line)
    with database.writing(session):
        row = Influence(consultation_id=consultation_id) if line_id is None else find(
            session, consultation_id, line_id
        )  # fmt: skip
        if row is None:
            raise InfluenceError("line", "gone")
        row.said, row.outcome, row.what = line.said.strip(), line.outcome, line.what.strip()
        row.because, row.place = line.because.strip(), line.place.strip()
        row.language, row.account_id, row.written_on = line.language, account_id, _today()
        session.add(row)
        session.flush()
        acts.record(session, account_id, "influence_saved", consultation_id, line=row.id, outcome=row.outcome)
    return row


def _check(line: Line) -> None:
    if line.outcome not in OUTCOMES:
        raise InfluenceError("outcome", "unknown")
    for field in ("said", "what") if line.outcome == "happened" else ("said", "what", "because"):
        if not getattr(line, field).strip():
            raise InfluenceError(field, "missing")
    for field in ("said", "what", "because", "place"):
        if len(getattr(line, field)) > LONGEST:
            raise InfluenceError(field, "too_long")


def translate(
    session: Session, consultation_id: int, line_id: int, line: Line, account_id: int | None
) -> None:
    """Store a line in another language (`line.language`); its outcome is that of the line itself."""
    row = find(session, consultation_id, line_id)
    if row is None:
        raise InfluenceError("line", "gone")
    _check(replace(line, outcome=row.outcome))
    with database.writing(session):
        if line.language == row.language:
            raise InfluenceError("language", "own")
        words = session.get(InfluenceWords, (line_id, line.language)) or InfluenceWords(
            influence_id=line_id, language=line.language
        )
        for name in WORDS:
            setattr(words, name, getattr(line, name).strip())
        session.add(words)
        acts.record(
            session, account_id, "influence_translated", consultation_id, line=line_id, language=line.language
        )


def in_languages(session: Session, rows: Sequence[Influence]) -> Mapping[int, Mapping[str, Line]]:
    """Give each line, by its id, in every language in which it is written."""
    found: dict[int, dict[str, Line]] = {
        row.id: {row.language: _line(row, row.outcome, row.language)} if row.language else {} for row in rows
    }
    outcomes = {row.id: row.outcome for row in rows}
    mine = select(InfluenceWords).where(InfluenceWords.influence_id.in_(list(found)))
    for words in session.scalars(mine):
        line = _line(words, outcomes[words.influence_id], words.language)
        if _is_whole(line):  # the outcome may have changed since, and then a reason is owed
            found[words.influence_id].setdefault(words.language, line)
    return found


def _line(row: Influence | InfluenceWords, outcome: str, language: str) -> Line:
    return Line(row.said, outcome, row.what, row.because, row.place, language)


def _is_whole(line: Line) -> bool:
    return line.outcome == "happened" or bool(line.because)


def told(session: Session, consultation_id: int) -> Mapping[str, tuple[Line, ...]]:
    """Give what children can read of the log, by language; a line stands only where it is translated."""
    rows = lines(session, consultation_id)
    known = in_languages(session, rows)
    languages = {language for each in known.values() for language in each}
    return {
        language: tuple(known[row.id][language] for row in rows if language in known[row.id])
        for language in languages
    }


def lines(session: Session, consultation_id: int) -> tuple[Influence, ...]:
    """Give the lines in use, oldest first."""
    mine = select(Influence).where(Influence.consultation_id == consultation_id)
    return tuple(session.scalars(mine.where(Influence.removed_on.is_(None)).order_by(Influence.id)))


def untold(session: Session, consultation_id: int, languages: Sequence[str]) -> Mapping[str, int]:
    """Count, for each of these languages, the lines that children cannot read in it; none is left out."""
    rows = lines(session, consultation_id)
    known = in_languages(session, rows)
    missing = {language: sum(language not in known[row.id] for row in rows) for language in languages}
    return {language: number for language, number in missing.items() if number}


def find(session: Session, consultation_id: int, line_id: int) -> Influence | None:
    """Give a line of this consultation and of no other."""
    mine = select(Influence).where(Influence.id == line_id, Influence.consultation_id == consultation_id)
    return session.scalar(mine)


def remove(
    session: Session, consultation_id: int, line_id: int, account_id: int | None, *, back: bool = False
) -> None:
    """Take a line out, or (`back`) in again; nothing happens where there is none."""
    with database.writing(session):
        row = find(session, consultation_id, line_id)
        if row is not None:
            row.removed_on = None if back else _today()
            what = "influence_restored" if back else "influence_removed"
            acts.record(session, account_id, what, consultation_id, line=row.id)


def _today() -> date:
    return date.today()  # noqa: DTZ011  the office's own calendar day
