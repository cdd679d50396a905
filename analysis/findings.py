"""What children said: an answer, how many of every 100 gave it, and what may truly be said of it.

A finding holds cells of protected tables and nothing else, so every number in a sentence is such a cell.
It is dropped when its cell is hidden, or would say that all or none of them said so (see disclosure.gate).
"Most" is said only where no hidden cell could prove it wrong.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from analysis.disclosure import NOT_ASKED, OVERALL, SHOWN, TOTAL, ProtectedTable, Release
from analysis.disclosure.gate import may_state

BY_AGE = "age_band"
MOST_FINDINGS, MOST_BARS = 5, 5
# For the polls that come with the program: which questions a child should read about first, and for a
# scale or a grid which answer to tell. A poll that is not named here tells its questions in their order.
CHOSEN: Mapping[str, Mapping[str, str | None]] = {
    "online_safety": {
        "likelihood": "likely",
        "platform_safety": "safe",
        "source": None,
        "top_risks": None,
        "solutions": None,
        "location": None,
        "comfort": "comfortable",
        "risky_actions": "risky",
    }
}


@dataclass(frozen=True, slots=True)
class Said:
    """One bar of a finding: a choice (`item`: the row of a grid) and its share (0-100), None if hidden."""

    choice: str
    item: str | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer worth telling and the answers beside it.

    `most` says that no other bar is longer, hidden ones included; `age` is the age band in which the share is
    highest with that share, where every band may be shown and one stands out. `base` is how many answered.
    `column` is whose answers are told: everybody's, or those of an age band.
    """

    question: str
    shape: str
    top: Said
    bars: tuple[Said, ...]
    most: bool
    age: tuple[str, int] | None
    base: int | None
    tables: tuple[ProtectedTable, ...]
    column: str = TOTAL

    @property
    def table(self) -> ProtectedTable:
        """Give the table that holds the answer told."""
        return next(table for table in self.tables if table.item == self.top.item)


def findings(release: Release) -> tuple[Finding, ...]:
    """Give at most five findings about everybody, in the order in which children should read them."""
    found = (_finding(release, question, answer, TOTAL) for question, answer in _chosen(release).items())
    return tuple(finding for finding in found if finding is not None)[:MOST_FINDINGS]


def findings_for(release: Release, band: str, first: Iterable[str], most: int) -> tuple[Finding, ...]:
    """Give the findings for the children of an age band: their own answers where these may be told.

    Otherwise those of all children. The questions named `first` come before the others; one that the band was
    not asked is left out, unless it was asked none.
    """
    chosen, codebook = _chosen(release), cast("Mapping[str, Any]", release.codebook)
    asked = {q["name"] for q in codebook["questions"] if band in q["bands"]} & set(chosen) or set(chosen)
    order = [*(name for name in first if name in chosen), *chosen]
    questions = [question for question in dict.fromkeys(order) if question in asked]
    found = (
        _finding(release, question, chosen[question], band)
        or _finding(release, question, chosen[question], TOTAL)
        for question in questions
    )
    return tuple(finding for finding in found if finding is not None)[:most]


def poll_of(release: Release) -> str:
    """Name the poll that comes with the program and is told here, "" for any other.

    An office that begins with such a poll has a copy under a name of its own: it is known by its questions.
    """
    codebook = cast("Mapping[str, Any]", release.codebook)
    name = str(codebook["questionnaire"]["name"])
    if name in CHOSEN:
        return name
    asked = {str(question["name"]) for question in codebook["questions"]}
    return next((poll for poll, chosen in CHOSEN.items() if chosen.keys() <= asked), "")


def _chosen(release: Release) -> Mapping[str, str | None]:
    return CHOSEN.get(poll_of(release)) or _in_order(release)


def _in_order(release: Release) -> dict[str, str | None]:
    telling = {"single", "multiple", "grid", "rank"}
    return {table.question: None for table in release.tables if table.shape in telling}


def _finding(release: Release, question: str, answer: str | None, column: str) -> Finding | None:
    tables = release.of_question(question, OVERALL if column == TOTAL else BY_AGE)
    if not tables or column not in {found.name for found in tables[0].columns}:
        return None
    grid = tables[0].item is not None
    bars = list(_grid(tables, answer, column) if grid else _choices(tables[0], column))
    bars.sort(key=lambda said: -(said.percent or -1))
    if answer not in {said.choice for said in bars}:
        answer = None  # a copy of the poll may offer other answers
    top = next((said for said in bars if answer in {None, said.choice}), None)
    if top is None or not may_state(top.percent) or _could_be_beaten(tables[0], top, bars):
        return None
    return Finding(
        question=question,
        shape=tables[0].shape,
        top=top,
        bars=tuple(bars[:MOST_BARS]),
        most=_is_most(tables[0], top, bars) and not _rivalled(tables[0], top, column),
        age=_age(release, question, top),
        base=_base(tables, top, column),
        tables=tables,
        column=column,
    )


def _choices(table: ProtectedTable, column: str) -> Iterator[Said]:
    """Tell the choices that everybody counted in the column could choose."""
    for row in table.choices:
        cell = table.cell(row.name, column)
        if cell.status != NOT_ASKED and not (column == TOTAL and row.partly):
            yield Said(row.name, None, cell.percent)


def _grid(tables: Iterable[ProtectedTable], answer: str | None, column: str) -> Iterator[Said]:
    """Tell one answer of a grid for each of its rows: the named one, or the first of its scale."""
    for table in tables:
        names = [row.name for row in table.choices]
        name = answer if answer in names else names[0]
        if (cell := table.cell(name, column)).status != NOT_ASKED:
            yield Said(name, table.item, cell.percent)


def _could_be_beaten(table: ProtectedTable, top: Said, bars: list[Said]) -> bool:
    """Say whether a hidden part of the same whole may be larger: it is at most what is left of 100."""
    if table.shape not in {"single", "rank"} or all(said.percent is not None for said in bars):
        return False
    left = 100 - sum(said.percent or 0 for said in bars)
    # Every shown share may be half a point too high.
    return left + len(bars) / 2 >= cast("int", top.percent)


def _is_most(table: ProtectedTable, top: Said, bars: list[Said]) -> bool:
    """Say whether no other bar can be as long, hidden ones included."""
    others = [said.percent for said in bars if said is not top]
    hidden = None in others and table.shape not in {"single", "rank"}
    longest = max((other for other in others if other is not None), default=0)
    return bool(others) and not hidden and longest < cast("int", top.percent)


def _rivalled(table: ProtectedTable, top: Said, column: str) -> bool:
    """Say whether an answer that some age bands alone could choose, and has no bar, may be as frequent."""
    apart = [row.cells[0].shown for row in table.choices if row.partly and column == TOTAL]
    count = table.cell(top.choice).shown
    return top.item is None and any(other is None or other >= cast("int", count) for other in apart)


def _age(release: Release, question: str, top: Said) -> tuple[str, int] | None:
    table = release.table(question, BY_AGE, top.item)
    if table is None or not _one_scale(release, question, top.choice):
        return None
    shares: list[tuple[int, str]] = []
    for column in table.columns[1:]:
        cell = table.cell(top.choice, column.name)
        if cell.status == NOT_ASKED:
            continue
        if cell.status != SHOWN or cell.percent is None:
            return None
        shares.append((cell.percent, column.name))
    shares.sort(reverse=True)
    if len(shares) < 2 or shares[0][0] == shares[1][0] or not may_state(shares[0][0]):
        return None
    return shares[0][1], shares[0][0]


def _one_scale(release: Release, question: str, choice: str) -> bool:
    """Say whether every age band chose from the same words; otherwise bands must not be compared."""
    codebook = cast("Mapping[str, Any]", release.codebook)
    variables = next(q["variables"] for q in codebook["questions"] if q["name"] == question)
    values = [value for variable in variables for value in variable.get("values") or ()]
    joined = [value["bands"] for value in values if choice in {value["reports_as"], value["name"]}]
    return all(bands == joined[0] for bands in joined)


def _base(tables: tuple[ProtectedTable, ...], top: Said, name: str) -> int | None:
    table = next(table for table in tables if table.item == top.item)
    return next(column.base for column in table.columns if column.name in {name, OVERALL})
