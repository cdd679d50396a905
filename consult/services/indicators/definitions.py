"""What the office counts: define, change, retire, take over from the starting set; targets per year."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.indicators.model import BREAKDOWNS, COUNTED, GREATEST, KINDS, FigureError, is_code
from consult.indicators.offered import Definition, offered
from consult.services import acts, database
from consult.services.indicators.editors import may_edit
from consult.tables import Indicator, IndicatorFigure, IndicatorTarget

LONGEST = 200  # letters of a name


def listed(session: Session, *, retired: bool = False) -> tuple[Indicator, ...]:
    """Give the indicators in use, in their order; or those out of use."""
    chosen = select(Indicator).where(Indicator.active.is_(not retired))
    return tuple(session.scalars(chosen.order_by(Indicator.place, Indicator.id)))


def find(session: Session, indicator_id: int) -> Indicator | None:
    """Give an indicator."""
    return session.get(Indicator, indicator_id)


def save(
    session: Session,
    wanted: Definition,
    languages: Iterable[str],
    account_id: int,
    indicator: Indicator | None = None,
) -> Indicator:
    """Define an indicator, or change one; it has its names in all `languages`. FigureError otherwise."""
    _check(wanted, tuple(languages))
    with database.writing(session):
        _must_be_editor(session, account_id)
        if indicator is None:
            if session.scalar(select(Indicator.id).where(Indicator.code == wanted.code)):
                raise FigureError("code_taken", value=wanted.code)
            indicator = Indicator(code=wanted.code, place=_next_place(session))
            session.add(indicator)
        elif set(indicator.breakdowns) - set(wanted.breakdowns) and _has_parts(session, indicator):
            raise FigureError("changed_breakdowns")
        _put(indicator, wanted)
        session.flush()
        acts.record(session, account_id, "indicator_defined", code=indicator.code)
    return indicator


def _put(indicator: Indicator, wanted: Definition) -> None:
    indicator.names, indicator.units = dict(wanted.names), dict(wanted.units)
    indicator.kind, indicator.counted = wanted.kind, wanted.counted
    indicator.breakdowns, indicator.editors = list(wanted.breakdowns), list(wanted.editors)


def _check(wanted: Definition, languages: tuple[str, ...]) -> None:
    if not is_code(wanted.code):
        raise FigureError("code", value=wanted.code[:40])
    if wanted.kind not in KINDS:
        raise FigureError("kind")
    if wanted.counted not in {"", *COUNTED} or not set(wanted.breakdowns) <= set(BREAKDOWNS):
        raise FigureError("counted")
    for words in (wanted.names, wanted.units):
        missing = [language for language in languages if not words.get(language, "").strip()]
        if missing:
            raise FigureError("names_missing", languages=missing)
        if any(len(each) > LONGEST for each in words.values()):
            raise FigureError("too_long", most=LONGEST)


def _next_place(session: Session) -> int:
    return (session.scalar(select(func.max(Indicator.place))) or 0) + 10


def _has_parts(session: Session, indicator: Indicator) -> bool:
    parts = (IndicatorFigure.mode != "") | (IndicatorFigure.region != "")
    mine = select(IndicatorFigure.id).where(IndicatorFigure.indicator_id == indicator.id, parts)
    return session.scalar(mine.limit(1)) is not None


def _must_be_editor(session: Session, account_id: int) -> None:
    if not may_edit(session, account_id):
        raise FigureError("not_yours")


def left(session: Session) -> tuple[Definition, ...]:
    """Give what the starting set has and the office has not."""
    known = set(session.scalars(select(Indicator.code)))
    return tuple(each for each in offered() if each.code not in known)


def take_over(session: Session, codes: Iterable[str], account_id: int) -> int:
    """Take indicators over from the starting set; give how many were new."""
    wanted = set(codes)
    with database.writing(session):
        _must_be_editor(session, account_id)
        chosen = [each for each in left(session) if each.code in wanted]
        place = _next_place(session)
        for number, each in enumerate(chosen):
            made = Indicator(code=each.code, place=place + 10 * number)
            _put(made, each)
            session.add(made)
        if chosen:
            acts.record(session, account_id, "indicators_taken_over", codes=[each.code for each in chosen])
    return len(chosen)


def retire(session: Session, indicator: Indicator, account_id: int, *, back: bool = False) -> None:
    """Take an indicator out of use, or back; its figures stay."""
    with database.writing(session):
        _must_be_editor(session, account_id)
        indicator.active = back
        acts.record(
            session, account_id, "indicator_taken_back" if back else "indicator_retired", code=indicator.code
        )


def targets(session: Session, year: int) -> dict[int, int]:
    """Give the targets of a year by indicator."""
    chosen = select(IndicatorTarget).where(IndicatorTarget.year == year)
    return {each.indicator_id: each.target for each in session.scalars(chosen)}


def set_target(session: Session, indicator: Indicator, year: int, target: int, account_id: int) -> None:
    """Set what the office wants to reach in a year; 0 takes the target away."""
    if not 1900 <= year <= 2199:
        raise FigureError("period", value=str(year))
    if not 0 <= target <= GREATEST:
        raise FigureError("value", value=str(target))
    with database.writing(session):
        _must_be_editor(session, account_id)
        known = session.get(IndicatorTarget, (indicator.id, year))
        if known is not None and target == 0:
            session.delete(known)
        elif known is not None:
            known.target = target
        elif target:
            session.add(IndicatorTarget(indicator_id=indicator.id, year=year, target=target))
        acts.record(
            session, account_id, "indicator_target_set", code=indicator.code, year=year, target=target
        )
