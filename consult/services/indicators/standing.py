"""How the mandate stands in a year: what was counted, entered and wanted, and what looks odd."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.indicators import flags, series
from consult.indicators.flags import Jump
from consult.indicators.model import Figure
from consult.services.indicators import counting, definitions, figures
from consult.tables import Indicator, IndicatorFigure


@dataclass(frozen=True)
class Standing:
    """One indicator in one year."""

    indicator: Indicator
    year: int
    entered: tuple[Figure, ...]  # signed
    counted: tuple[Figure, ...]  # by the platform itself
    target: int | None
    waiting: int  # figures of this year that nobody has signed yet
    alone: bool  # one person entered and signed a figure of this year
    last: int  # how many of the year's months are over

    @property
    def all(self) -> tuple[Figure, ...]:
        """Everything that counts, of all years."""
        return self.entered + self.counted

    @property
    def total(self) -> int | None:
        """The sum of the year; None where nothing is known."""
        return series.total(self.all, self.year)

    @property
    def months(self) -> tuple[int | None, ...]:
        """The sums of the twelve months."""
        return series.months(self.all, self.year)

    @property
    def whole_year(self) -> bool:
        """Whether somebody gave the year as one number."""
        return any(each.cell.month is None for each in self.entered if each.cell.year == self.year)

    @property
    def share(self) -> float | None:
        """How much of the target is reached, 1 being all of it."""
        return (self.total or 0) / self.target if self.target else None

    @property
    def gaps(self) -> tuple[int, ...]:
        """Months that are over and that nobody filled, from 0 on; what the platform counts has none."""
        if self.whole_year or (self.indicator.counted and not self._by_hand):
            return ()
        return flags.gaps(self.months, self.last)

    @property
    def _by_hand(self) -> bool:
        return series.total(self.entered, self.year) is not None

    @property
    def jumps(self) -> tuple[Jump, ...]:
        """Months that stand out from the others of this year and the year before."""
        before = series.months(self.all, self.year - 1)
        found = flags.jumps(before + self.months)
        return tuple(
            Jump(each.place - 12, each.value, each.middle, each.score) for each in found if each.place >= 12
        )

    def by(self, breakdown: str) -> dict[str, int]:
        """Add up the year by mode or region."""
        return series.by(self.all, self.year, breakdown)


def standing(session: Session, year: int, today: date, *, retired: bool = False) -> tuple[Standing, ...]:
    """Give every indicator in use as it stands in a year; with `retired` those out of use too."""
    entered, counts = figures.signed(session), counting.counted(session)
    targets = definitions.targets(session, year)
    unsigned = select(IndicatorFigure.indicator_id).where(
        IndicatorFigure.state == "waiting", IndicatorFigure.period.startswith(str(year))
    )
    waits = list(session.scalars(unsigned))
    by_one = select(IndicatorFigure.indicator_id).where(
        IndicatorFigure.state == "signed", IndicatorFigure.alone, IndicatorFigure.period.startswith(str(year))
    )
    alone = set(session.scalars(by_one))
    last = 12 if year < today.year else today.month - 1 if year == today.year else 0
    listed = definitions.listed(session) + (definitions.listed(session, retired=True) if retired else ())
    return tuple(
        Standing(
            each,
            year,
            tuple(entered.get(each.id, ())),
            tuple(counts.get(each.counted, ())) if each.counted else (),
            targets.get(each.id),
            waits.count(each.id),
            each.id in alone,
            last,
        )
        for each in listed
    )


def years(session: Session, today: date) -> tuple[int, ...]:
    """Name the years of which something is known, and this year; the latest first."""
    return tuple(sorted(_known(session) | {today.year}, reverse=True))


def latest(session: Session, today: date) -> int:
    """Give the latest year of which something is known, waiting figures included; this year if none is."""
    return max((year for year in _known(session) if year <= today.year), default=today.year)


def _known(session: Session) -> set[int]:
    known = {year for each in figures.signed(session).values() for year in series.years(each)}
    known |= {year for each in counting.counted(session).values() for year in series.years(each)}
    known |= {int(each[:4]) for each in session.scalars(select(IndicatorFigure.period).distinct())}
    return known
