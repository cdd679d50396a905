"""The audit: attack a release with all that is printed in it, and nothing else.

Independent of how the release was made: it knows only the lines as printed, the published policy, and how
surveys add up. All tables are attacked together: every question's groups add up to its overall table,
choices to those who answered, these and the kinds of missing to the children who took part, and these to all
children. A printed count is a range of five, a hidden one anything from nothing to everybody; percentages
must follow from the printed counts. A hidden count that can be worked out to an interval narrower than the
policy's is a violation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.disclosure.equations import Equations, Target, printed
from analysis.disclosure.lines import Line, lines_of
from analysis.disclosure.policy import Policy, percent, recall
from analysis.disclosure.protected import SHOWN, Release
from analysis.disclosure.solver import EPSILON, Floats, Region, SolverError

_PUSHES = 18


@dataclass(frozen=True, slots=True)
class Violation:
    """A number that gives too much away, in words for whoever decides about the release.

    `low` and `high` are what can be worked out of it, where that is the fault.
    """

    question: str
    place: str
    reason: str
    low: int | None = None
    high: int | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found: printed cells, hidden counts whose interval was audited, and the violations."""

    cells: int
    intervals: int
    violations: tuple[Violation, ...]


def audit(release: Release) -> Report:
    """Attack a release before it is written."""
    return audit_lines(
        lines_of(release.everything), release.policy, release.responses, most_of(release.codebook)
    )


def most_of(codebook: Any) -> dict[str, int | None]:  # noqa: ANN401 - JSON
    """Tell, by question of several choices, how many a child may tick."""
    return {q["name"]: q["most"] for q in codebook["questions"] if q["shape"] == "multiple"}


def audit_lines(
    lines: Iterable[Line], policy: Mapping[str, Any], responses: int | None, most: Mapping[str, int | None]
) -> Report:
    """Attack printed lines; `responses` is the number of children as printed, `most` the choices allowed.

    The policy is taken as it stands: whoever reads it from a file checks it against the floors first.
    """
    found, rules = tuple(lines), recall(policy)
    faults = [*_wrong_shares(found, rules), *_wrong_words(found, rules)]
    if responses is None:
        return Report(len(found), 0, tuple(faults))
    equations = written(found, rules, responses, most)
    try:
        faults += attack(equations.region(), equations.targets)
    except SolverError:
        faults.append(Violation("", "the release", "its printed numbers contradict each other"))
    return Report(len(found), len(equations.targets), tuple(faults))


def written(
    lines: Iterable[Line], policy: Policy, responses: int, most: Mapping[str, int | None]
) -> Equations:
    """Write down all that printed lines tell."""
    equations = Equations(policy, printed(responses, policy), most)
    for line in lines:
        equations.read(line)
    equations.close()
    return equations


def _wrong_shares(lines: Iterable[Line], rules: Policy) -> Iterable[Violation]:
    for line in lines:
        policy = rules.of(line.question)
        place = f"{line.question} {line.item}".strip() + f": {line.row}, {line.breakdown} {line.group}"
        if line.status != SHOWN and (line.count is not None or line.percent is not None):
            yield Violation(line.question, place, "a hidden cell carries a number")
        elif line.count is not None and line.count % policy.rounding:
            yield Violation(line.question, place, "its count is not rounded")
        elif line.percent is not None and (
            line.count is None or not line.base or line.percent != percent(line.count, line.base)
        ):
            yield Violation(line.question, place, "its share tells more than the printed counts")


def _wrong_words(lines: Iterable[Line], rules: Policy) -> Iterator[Violation]:
    """Words stand alone: from the smallest cell on, with no sum, in an order that their counts give.

    A table of words that is read from its file has a quote before what would be a formula.
    """
    before: dict[tuple[str, str], tuple[int, str]] = {}
    for line in lines:
        if line.shape != "words":
            continue
        place = f"{line.question}: “{line.row}”, {line.breakdown} {line.group}"
        standing = (-(line.count or 0), line.row.removeprefix("'"))
        if line.base is not None:
            yield Violation(line.question, place, "a sum stands beside it")
        policy = rules.of(line.question)
        if (line.count or 0) + policy.rounding // 2 < policy.minimum_cell:
            yield Violation(line.question, place, "too few children said it")
        if standing < before.get((line.question, line.group), standing):
            yield Violation(line.question, place, "its place tells more than its count")
        before[line.question, line.group] = standing


def attack(region: Region, targets: Sequence[Target]) -> Iterator[Violation]:
    """Look for whole numbers that fit all that is printed, until two differ enough at every hidden count.

    Pushing many counts at once finds most; then one of every question at a time, for the questions hardly
    meet; what is left is pushed quite alone, which gives its interval.
    """
    seen = _Seen(region.ranges.shape[1])
    draw = np.random.default_rng(20240229)
    left = list(targets)
    for turn in range(_PUSHES if left else 0):
        goal = np.zeros(region.ranges.shape[1])
        # All up, all down, then at random: counts that add up cannot all be pushed the same way.
        sign = (1.0, -1.0, draw.choice([-1.0, 1.0], len(left)))[turn % 3]
        goal[[target.place for target in left]] = sign
        seen.add(region.extreme(goal))
        left = seen.unproved(left)
    stubborn: list[Target] = []
    while left:
        batch = list({target.family: target for target in reversed(left)}.values())
        for sign in (1.0, -1.0):
            goal = np.zeros(region.ranges.shape[1])
            goal[[target.place for target in batch]] = sign
            seen.add(region.extreme(goal, whole=True))
        stubborn += seen.unproved(batch)
        left = seen.unproved([target for target in left if target not in batch])
    for target in seen.unproved(stubborn):
        least, most = region.interval(target.place)
        if not target.safe(least[target.place], most[target.place]):
            yield _violation(target, least[target.place], most[target.place])
        seen.add(least, most)


class _Seen:
    """The least and the greatest value each count had in the whole points found so far."""

    def __init__(self, size: int) -> None:
        self.low, self.high = np.full(size, np.inf), np.full(size, -np.inf)

    def add(self, *points: Floats) -> None:
        """Take in points; one that is not whole proves nothing."""
        for point in points:
            if bool((np.abs(point - np.round(point)) < EPSILON).all()):
                self.low = np.minimum(self.low, np.round(point))
                self.high = np.maximum(self.high, np.round(point))

    def unproved(self, targets: list[Target]) -> list[Target]:
        """List the targets whose interval is not yet seen to be wide enough."""
        return [t for t in targets if not self._proved(t)]

    def _proved(self, target: Target) -> bool:
        """Two points far enough apart prove it, or one at nothing; no point proves that none lies lower."""
        low, high = self.low[target.place], self.high[target.place]
        return bool(high >= low) and target.seen_safe(low, high)


def _violation(target: Target, low: float, high: float) -> Violation:
    known = f"is exactly {low:.0f}" if low == high else f"lies between {low:.0f} and {high:.0f}"
    reason = f"it is hidden, but from the other numbers anybody can work out that it {known}"
    return Violation(target.question, target.name, reason, round(low), round(high))
