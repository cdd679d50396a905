"""What an attacker of the catalogue says: one number a place, and the bound that chance alone keeps."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import binom, kendalltau, norm

Z = 3.29  # two-sided, one in a thousand: the bound of the catalogue for one order
CHANCE = 1e-6  # of a guesser among k who is lucky
FEWEST = 30  # marks found in a place before its order is worth a look


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that was looked at: what was found there and what may be found by chance."""

    place: str
    statistic: float
    bound: float

    @property
    def leaks(self) -> bool:
        """Tell whether more was found than chance explains."""
        return abs(self.statistic) > self.bound


def leaking(findings: Iterable[Finding]) -> list[str]:
    """Name the places that leak."""
    return [each.place for each in findings if each.leaks]


def worst(findings: Sequence[Finding]) -> Finding:
    """Give the finding that comes closest to its bound or goes farthest beyond it."""
    return max(findings, key=lambda each: abs(each.statistic) / (each.bound or 1e-9))


def sigma(n: int) -> float:
    """Give the standard deviation of Kendall's tau of n things in random order."""
    return math.sqrt(2 * (2 * n + 5) / (9 * n * (n - 1)))


def order_findings(orders: Mapping[str, Mapping[float, float]]) -> list[Finding]:
    """Hold orders (place -> arrival -> value) against the true one, with Kendall's tau.

    With one order the bound is 3.29 sigma. With many it is raised so that one false alarm in any of them
    stays one in a thousand (Bonferroni).
    """
    chosen = {place: order for place, order in orders.items() if len(order) >= FEWEST}
    z = float(norm.isf(norm.sf(Z) / max(len(chosen), 1)))
    return [Finding(place, tau(order), z * sigma(len(order))) for place, order in sorted(chosen.items())]


def tau(order: Mapping[float, float]) -> float:
    """Give Kendall's tau-b of arrival and value; 0 where all values are equal."""
    values = list(order.values())
    if len(set(values)) == 1:
        return 0.0
    return float(kendalltau(list(order), values).statistic)


def luck(n: int, k: int, looks: int = 1) -> int:
    """Give the number of n guesses among k that are right once in 1/CHANCE, over so many looks."""
    return int(binom.isf(CHANCE / max(looks, 1), n, 1 / k))


def rank_hits(order: Mapping[int, float]) -> int:
    """Guess that the n-th row by value is the n-th child who came; count the right guesses."""
    arrivals = sorted(order)
    rows = sorted(order, key=lambda arrival: (order[arrival], hash((arrival, "tie"))))
    return sum(child == row for child, row in zip(arrivals, rows, strict=True))
