"""What became of a file that came in: one line per row or column, as a code that the web turns into words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# taken: as it stood. changed: taken, but not as it stood. left: not kept, the question is. identity: dropped
# because it would tell who answers. refused: not taken.
OUTCOMES = ("taken", "changed", "left", "identity", "refused")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, and where: sheet and row (1 = the header) of a workbook, or a text's place."""

    outcome: str
    code: str
    sheet: str = ""
    row: int | None = None
    params: Mapping[str, str] = field(default_factory=dict, hash=False)


class Report:
    """The lines of one import, gathered in order."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def note(
        self, outcome: str, code: str, sheet: str = "", row: int | None = None, /, **params: object
    ) -> None:
        """Add a line; words of the file are cut short and freed of what cannot be printed."""
        told = {key: str(words) if key == "rows" else shown(str(words)) for key, words in params.items()}
        self.lines.append(Line(outcome, code, sheet, row, told))

    @property
    def refused(self) -> bool:
        """Say whether anything was refused."""
        return any(line.outcome == "refused" for line in self.lines)


def shown(words: str) -> str:
    """Make words of a file fit to be shown in a sentence."""
    printable = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in words)
    return printable if len(printable) <= _LONGEST else f"{printable[: _LONGEST - 1]}…"


def rows_of(numbers: list[int]) -> str:
    """List row numbers as people do: "3, 7–9"; the 200 first spans, then "…"."""
    spans: list[list[int]] = []
    for number in sorted(set(numbers)):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    listed = [f"{first}–{last}" if last > first else str(first) for first, last in spans[:200]]
    return ", ".join(listed) + (" …" if len(spans) > 200 else "")
