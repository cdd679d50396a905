"""Assess: what is unsafe in exact tables under a policy. Nothing is changed here."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.disclosure.policy import Policy
from analysis.frames import OVERALL
from analysis.tables import Counted

Bools = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in the tables of one question, keyed by breakdown.

    `cells` and `missing` mark counts the rules hide (choices x groups, kinds x groups). Of the groups,
    `not_asked` saw nothing, `small` answered too few, `unanimous` gave (nearly) one answer to a sensitive
    question; these are hidden whole. `others` marks, where several may be ticked, choices that all but a few
    ticked.
    """

    cells: Mapping[str, Bools]
    missing: Mapping[str, Bools]
    others: Mapping[str, Bools]
    not_asked: Mapping[str, Bools]
    small: Mapping[str, Bools]
    unanimous: Mapping[str, Bools]


def assess(table: Counted, policy: Policy) -> Evidence:
    """Measure every table of a question against the policy."""
    cells, missing, others = {}, {}, {}
    not_asked, small, unanimous = {}, {}, {}
    for breakdown, counts in table.counts.items():
        base = table.bases[breakdown]
        answered = base.answered
        not_asked[breakdown] = base.asked == 0 if breakdown != OVERALL else np.zeros(1, dtype=np.bool_)
        least = policy.minimum_cell if breakdown == OVERALL else policy.minimum_base
        small[breakdown] = (answered < least) & ~not_asked[breakdown]
        unanimous[breakdown] = (
            _unanimous(table, breakdown, policy) & ~small[breakdown] & ~not_asked[breakdown]
        )
        whole = small[breakdown] | unanimous[breakdown]
        offered = table.offered[breakdown] & ~not_asked[breakdown]
        cells[breakdown] = (too_few(counts, table, policy) | whole) & offered
        kinds = np.array(list(base.missing.values()))
        missing[breakdown] = (unsafe(kinds, policy) | whole) & ~not_asked[breakdown]
        rest = answered - counts
        alone = ~np.bool_(table.adds) & offered
        others[breakdown] = too_few(rest, table, policy) & alone
    return Evidence(cells, missing, others, not_asked, small, unanimous)


def unsafe(counts: Counts, policy: Policy) -> Bools:
    """Mark counts of somebody, but of fewer than the smallest cell."""
    return np.asarray((counts > 0) & (counts < policy.minimum_cell), dtype=np.bool_)


def too_few(counts: Counts, table: Counted, policy: Policy) -> Bools:
    """Mark unsafe counts; in a sensitive question a zero too, since it tells of everybody in the group."""
    zero = (counts == 0) & table.sensitive & bool(policy.zeros)
    return np.asarray(unsafe(counts, policy) | zero, dtype=np.bool_)


def _unanimous(table: Counted, breakdown: str, policy: Policy) -> Bools:
    counts, answered = table.counts[breakdown], table.bases[breakdown].answered
    if not table.sensitive or not table.adds:
        return np.zeros(len(answered), dtype=np.bool_)
    return np.asarray(answered - counts.max(axis=0, initial=0) < policy.spare, dtype=np.bool_)
