"""Results with and without the doubtful responses, through the same counting and the same protection.

Two sets of results that differ by a few children give these children away: subtract one from the other. So
"without" is never a second release. The doubtful are a group like any other: one more breakdown in the same
cubes, protected by the same `protect` with the same smallest cell and base, and then attacked by the same
audit together with all that is published. A question that does not stand this is left out. Of what stands it
only the change in whole per cent points is given: (share without the doubtful) - (share of all), both from
counts as shown, where the doubtful, the others and all are each a base that may be shown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis import counting
from analysis.bundle import Bundle
from analysis.disclosure import OVERALL, TOTAL, Policy, ProtectedTable, Release, protect
from analysis.disclosure.auditing.audit import audit_lines
from analysis.disclosure.auditing.conditions import asked_of
from analysis.disclosure.lines import lines_of
from analysis.tables import results

DOUBTFUL = "doubtful"
_OTHERS = "no"


@dataclass(frozen=True, slots=True)
class Change:
    """One answer: its share among all and without the doubtful, and the change in whole points.

    Shares are whole per cents of the children who answered.
    """

    question: str
    item: str | None
    choice: str
    of_all: int
    without: int

    @property
    def points(self) -> int:
        """Give the change that leaving out the doubtful makes."""
        return self.without - self.of_all


@dataclass(frozen=True, slots=True)
class Effect:
    """What may be said of the results without the doubtful; `silent` names the questions left out."""

    changes: tuple[Change, ...]
    silent: tuple[str, ...]


def effect_of(
    bundle: Bundle, marked: Bundle, policy: Policy, progress: Callable[[str], None] = lambda _: None
) -> Effect:
    """Compare the results of a bundle with those of the same bundle marked by a breakdown `doubtful`."""
    published, _ = protect(results(bundle, counting.count(bundle, progress)), policy, progress)
    parted, _ = protect(results(marked, counting.count(marked, progress)), policy, progress)
    tables = [table for table in parted.tables if table.breakdown == DOUBTFUL]
    groups = [table for table in parted.profile if table.question == DOUBTFUL]
    progress("auditing both together")
    safe = _standing(published, [*groups, *tables], policy.published())
    changes = tuple(c for table in tables if table.question in safe for c in _changes(published, table))
    named = {change.question for change in changes}
    asked = dict.fromkeys(table.question for table in published.tables)
    return Effect(changes, tuple(question for question in asked if question not in named))


def _standing(
    published: Release, tables: Sequence[ProtectedTable], policy: Mapping[str, int]
) -> frozenset[str]:
    """Give the questions whose tables by doubtfulness hide what must be hidden, beside all published."""
    most = {q["name"]: q["most"] for q in published.codebook["questions"] if q["shape"] == "multiple"}  # type: ignore[attr-defined]  # JSON
    asked = asked_of(published.codebook)
    known = list(lines_of(published.everything))
    # The totals are the published ones; what a second choice of cells would show of them is not told.
    added = [line for line in lines_of(tables) if line.group != TOTAL or line.shape == "profile"]
    kept = frozenset(table.question for table in tables)
    while kept - {DOUBTFUL}:
        lines = [*known, *(line for line in added if line.question in kept)]
        faults = audit_lines(lines, policy, published.responses, most, asked).violations
        if not faults:
            return kept
        guilty = kept & {fault.question for fault in faults}
        kept = kept - guilty if guilty - {DOUBTFUL} else frozenset()
    return kept


def _changes(published: Release, table: ProtectedTable) -> Iterator[Change]:
    whole = published.table(table.question, OVERALL, table.item)
    if whole is None:
        return
    both = {row.name for row in whole.choices}
    for row in table.choices:
        of_all = whole.cell(row.name).percent if row.name in both else None
        without = table.cell(row.name, _OTHERS).percent if _parted(table) else None
        if of_all is not None and without is not None:
            yield Change(table.question, table.item, row.name, of_all, without)


def _parted(table: ProtectedTable) -> bool:
    """Say whether both parts answered enough for their bases to be shown."""
    return {column.name for column in table.columns if column.base is not None} >= {"yes", _OTHERS}
