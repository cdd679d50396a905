"""The joint audit: attack a new release with everything that was ever released of the same children.

Releases of one freeze count the same children: every count they share is one unknown. A later freeze of a
wave holds the children of the earlier one and those who came since: each count is the earlier one and a count
of late children, who answer the same questionnaire and so obey the same sums. Other waves are other children.
First the printed numbers are compared pair by pair, which names most faults at once; then all is solved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

import numpy as np

from analysis.disclosure.auditing.attack import Violation, attack
from analysis.disclosure.auditing.audit import Report, written
from analysis.disclosure.auditing.conditions import tie
from analysis.disclosure.auditing.equations import Equations, Key
from analysis.disclosure.auditing.targets import Target
from analysis.disclosure.ledger.compare import compare, enough_between, name_of
from analysis.disclosure.ledger.published import Published
from analysis.disclosure.lines import Line
from analysis.disclosure.protected import NOT_ASKED, OVERALL, SUPPRESSED, TOTAL
from analysis.disclosure.solver import Bools, Region, SolverError
from analysis.disclosure.system import matrix

_ALL = ("children", OVERALL, TOTAL)


def audit_jointly(
    new: Published, earlier: Sequence[Published], progress: Callable[[str], None] = lambda _: None
) -> Report:
    """Attack a release beside the earlier ones; each alone has stood its audit already.

    The report counts the printed cells of all, and the intervals that were audited.
    """
    same = [old for old in earlier if old.children == new.children and old.responses is not None]
    beside = [old for old in same if (old.source, old.lines) != (new.source, new.lines)]
    if new.responses is None or not beside:
        return Report(len(new.lines), 0, ())
    progress(f"comparing with {len(beside)} earlier releases of the same wave")
    faults = [fault for old in beside for fault in compare(old, new)]
    cells = sum(len(release.lines) for release in (*beside, new))
    if faults:
        return Report(cells, 0, tuple(faults))
    progress("attacking all of them together")
    stack = _stacked(beside, new)
    try:
        found = tuple(attack(stack.region(), stack.targets, stack.shared()))
    except SolverError:
        found = (Violation("", "the releases", "their printed numbers contradict each other"),)
    return Report(cells, len(stack.targets), found)


@dataclass(slots=True)
class _Stack:
    """Several systems one under the other, and the sums that tie them."""

    ranges: list[tuple[float, float]] = field(default_factory=list)
    sums: list[tuple[list[int], list[float]]] = field(default_factory=list)
    limits: list[tuple[list[int], list[float]]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    meeting: set[int] = field(default_factory=set)

    def add(self, made: Equations, known: dict[Key, int]) -> dict[Key, int]:
        """Add a system; a count whose key is `known` is that count. Give the places of all its keys."""
        places = {key: known.get(key, len(self.ranges) + at) for key, at in made.places.items()}
        turned = np.zeros(len(made.ranges), dtype=np.int64)
        for key, at in made.places.items():
            turned[at] = places[key]
        start = len(self.ranges)
        self.ranges += made.ranges
        for key, at in made.places.items():
            if key in known:
                self.ranges[known[key]] = _met(self.ranges[known[key]], made.ranges[at])
                # What stood for it in this system stands for nothing now.
                self.ranges[start + at] = (0.0, 0.0)
        self.meeting |= {place for key, place in places.items() if key[0] == "children"}
        self.sums += [(turned[places].tolist(), factors) for places, factors in made.sums]
        self.limits += [(turned[places].tolist(), factors) for places, factors in made.limits]
        held = {target.place for target in self.targets}
        moved = [replace(target, place=int(turned[target.place])) for target in made.targets]
        self.targets += [target for target in moved if target.place not in held]
        return places

    def shared(self) -> Bools:
        """Mark the numbers of children by group, of all systems."""
        return np.isin(np.arange(len(self.ranges)), list(self.meeting))

    def region(self) -> Region:
        """Give everything as a region."""
        size = len(self.ranges)
        ranges = np.array(self.ranges, dtype=np.float64).T
        return Region(matrix(self.sums, size), matrix(self.limits, size), ranges)


def _met(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return max(one[0], other[0]), min(one[1], other[1])


def _stacked(earlier: Sequence[Published], new: Published) -> _Stack:
    stack, freezes = _Stack(), _freezes(earlier, new)
    known: list[dict[Key, int]] = []
    for releases in freezes:
        places: dict[Key, int] = {}
        for release in releases:
            made = written(release.lines, release.policy, release.responses or 0, release.most, release.asked)
            differ = enough_between(releases[0], release)
            shared = {k: p for k, p in places.items() if k[0] != "added" and not differ.cut(k)}
            places |= stack.add(_told(made, release, new), shared)
        known.append(places)
    for first, second in combinations(range(len(freezes)), 2):
        _late(stack, (freezes[first][-1], known[first]), (freezes[second], known[second]))
    return stack


def _told(made: Equations, release: Published, new: Published) -> Equations:
    """Say of the hidden counts of an earlier release which release hides them."""
    if release is not new:
        made.targets = [replace(t, name=f"{t.name}, in {release.title}") for t in made.targets]
    return made


def _freezes(earlier: Sequence[Published], new: Published) -> list[list[Published]]:
    """Sort the releases by freeze, the earliest first; of one day, as they stand in the ledger."""
    found: dict[str, list[Published]] = {}
    for release in (*earlier, new):
        found.setdefault(release.source, []).append(release)
    return sorted(found.values(), key=lambda releases: releases[0].frozen)


def _late(
    stack: _Stack,
    before: tuple[Published, dict[Key, int]],
    after: tuple[Sequence[Published], dict[Key, int]],
) -> None:
    """Add the children who came between two freezes: nothing is printed of them, all can be subtracted."""
    old, (releases, later) = before, after
    new = max(releases, key=lambda release: len(release.lines))
    most = stack.ranges[later[_ALL]][1] - stack.ranges[old[1][_ALL]][0]
    made = Equations(new.policy, (0.0, max(0.0, most)), new.most, new.asked)
    for line in new.lines:
        made.read(_unprinted(line))
    made.close()
    tie(made, new.asked)
    made.targets = []
    places = stack.add(made, {})
    differ = enough_between(old[0], new)
    for key, place in places.items():
        # A text may be coded anew, so the themes of two freezes are tied by nothing but their comparison.
        if key[0] in {"added", "themes"} or key not in later or key not in old[1] or differ.cut(key):
            continue
        stack.sums.append(([old[1][key], place, later[key]], [1.0, 1.0, -1.0]))
        if key in made.printed and (need := differ.need(key)):
            stack.targets.append(
                Target(
                    place,
                    key[0] if key[0] not in {"children", "words"} else key[1],
                    ("late", f"{key[0]} {key[1]}"),
                    f"{name_of(key)}, children who came between {old[0].title} and {new.title}",
                    need,
                    enough=differ.enough,
                )
            )


def _unprinted(line: Line) -> Line:
    """Take the numbers out of a line; that a group was not asked holds for late children too."""
    return replace(
        line,
        base=None,
        count=None,
        percent=None,
        status=line.status if line.status == NOT_ASKED else SUPPRESSED,
        group_status=line.group_status if line.group_status == NOT_ASKED else SUPPRESSED,
    )
