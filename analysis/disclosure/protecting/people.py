"""Who took part, as a linear system: protected first, since all questions meet in these numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from analysis.bases import KINDS
from analysis.disclosure.policy import Policy
from analysis.disclosure.protecting.assess import unsafe
from analysis.disclosure.system import Builder, Count, System
from analysis.frames import NOT_STATED, OVERALL, TOTAL
from analysis.tables import Profile

Place = tuple[str, str, str, str]
# What hiding a group loses, beside the logarithm of its size.
_COST: Final = 20.0


@dataclass(frozen=True, slots=True)
class Model:
    """A system and where each printed count stands in it, keyed (sort, breakdown, row, group)."""

    system: System
    places: Mapping[Place, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables of who took part tell of each group, and which groups they hide.

    `by_age` holds the exact numbers of children by age band and group, which no table tells.
    """

    ranges: Mapping[tuple[str, str], tuple[float, float]]
    hidden: frozenset[tuple[str, str]]
    by_age: Mapping[str, npt.NDArray[np.int64]]


def visible(count: int, policy: Policy, least: int) -> tuple[float, float]:
    """Give the range an outsider knows from a printed count that is printed only from `least` on."""
    if count == 0:
        return 0.0, 0.0
    half = (policy.rounding - 1) // 2
    shown = policy.rounded(count)
    return float(max(least, shown - half)), float(shown + policy.rounding - 1 - half)


def of_profile(profile: Profile, policy: Policy) -> Model:
    """Model the tables of who took part: each adds up to all children."""
    build, places = Builder(), {}
    seen = visible(profile.total, policy, policy.minimum_cell)
    everybody = build.derived("all children", profile.total, seen)
    for breakdown, groups in profile.groups.items():
        counts = profile.counts[breakdown]
        for group, count, few in zip(groups, counts, unsafe(counts, policy), strict=True):
            places["group", breakdown, "", group] = build.add(
                Count(
                    f"who took part: {breakdown} {group}",
                    int(count),
                    visible(int(count), policy, policy.minimum_cell),
                    (0.0, seen[1]),
                    need=policy.interval + policy.contributor,
                    cost=_COST + float(np.log2(1 + count)),
                    must_hide=bool(few),
                )
            )
        build.total([places["group", breakdown, "", group] for group in groups], everybody)
    places["group", OVERALL, "", TOTAL] = everybody
    return Model(build.build(), places)


def known_groups(model: Model, hide: npt.NDArray[np.bool_], profile: Profile) -> Known:
    """Give what the tables of who took part tell about each group, those who did not state theirs pooled."""
    low, high = model.system.ranges(hide)
    found: dict[tuple[str, str], tuple[float, float]] = {}
    hidden = set()
    for (_, breakdown, _, group), at in model.places.items():
        pooled = NOT_STATED if group in {*KINDS, "not_asked"} else group
        before = found.get((breakdown, pooled), (0.0, 0.0))
        found[breakdown, pooled] = (before[0] + float(low[at]), before[1] + float(high[at]))
        if hide[at]:
            hidden.add((breakdown, pooled))
    top = found[OVERALL, TOTAL][1]
    ranges = {place: (least, min(most, top)) for place, (least, most) in found.items()}
    return Known(ranges, frozenset(hidden), profile.by_age)
