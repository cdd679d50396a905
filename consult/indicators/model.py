"""The words of counting: what a figure counts, for which period, and in which parts."""

import re
from dataclasses import dataclass
from typing import Final

from consult.errors import ConsultError

# How a thing is counted. They are different numbers, and every page and document says which one it shows.
KINDS: Final = (
    "persons",  # different people, each once a year
    "participations",  # who comes twice counts twice
    "engaged",  # reached in any way, without taking part
    "responses",  # answered polls
    "events",  # meetings, visits, campaigns
    "documents",  # publications
    "bodies",  # States and organizations, each once a year
)
MODES: Final = ("in_person", "online")
REGIONS: Final = ("002", "019", "142", "150", "009")  # M49
BREAKDOWNS: Final = ("mode", "region")
# What the platform counts itself, so that nobody enters it again.
COUNTED: Final = ("dialogues", "dialogue_children", "polls", "responses", "publications")
GREATEST: Final = 999_999_999
_PERIOD = re.compile(r"(?:19|20|21)\d\d(?:-(?:0[1-9]|1[0-2]))?")
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


class FigureError(ConsultError):
    """A figure or definition that cannot be kept; `code` says why, for the page that tells it.

    Codes: period, future, value, mode, region, mode_not_asked, region_not_asked, evidence, too_long,
    year_and_months, broken_and_whole, not_yours, same_person, not_waiting, reason_missing, names_missing,
    note_missing, code, code_taken, kind, counted, unknown_indicator, retired, changed_breakdowns.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code.replace("_", " "))
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Cell:
    """What one figure is about: a month ("2023-05") or year ("2023"), a mode, a region; "" is all of them."""

    period: str
    mode: str = ""
    region: str = ""

    @property
    def year(self) -> int:
        """The year in which the period lies."""
        return int(self.period[:4])

    @property
    def month(self) -> int | None:
        """The month, 1 to 12; None where the period is a whole year."""
        return int(self.period[5:]) if len(self.period) > 4 else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number for a cell."""

    cell: Cell
    value: int


def period_of(written: str) -> str:
    """Read "2023-05", "2023-05-17" (its month) or "2023"; FigureError "period" for anything else."""
    words = written.strip()
    short = words[:7] if re.fullmatch(r"\d{4}-\d\d-\d\d", words) else words
    if not _PERIOD.fullmatch(short):
        raise FigureError("period", value=words[:40])
    return short


def value_of(written: str) -> int:
    """Read a whole number, with or without blanks between its groups; FigureError "value" otherwise."""
    words = re.sub(r"[\s\u00a0\u202f]", "", written)
    if not re.fullmatch(r"\d{1,9}", words):
        raise FigureError("value", value=written.strip()[:40])
    return int(words)


def is_code(words: str) -> bool:
    """Say whether this may be the code of an indicator: small letters, digits, underscores."""
    return _CODE.fullmatch(words) is not None


def check_cell(cell: Cell, breakdowns: tuple[str, ...]) -> None:
    """Refuse a cell that its indicator does not have."""
    for name, value, known in (("mode", cell.mode, MODES), ("region", cell.region, REGIONS)):
        if value and value not in known:
            raise FigureError(name, value=value[:40])
        if value and name not in breakdowns:
            raise FigureError(f"{name}_not_asked", value=value)
