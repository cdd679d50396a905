"""How far people who coded the same texts agree beyond chance: Cohen's kappa and Krippendorff's alpha.

Pure: labels in, numbers out. Agreement is about coders, not about children, so open polls may use it too.
"""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.float64]
Rating: TypeAlias = Hashable | None


class AgreementError(ValueError):
    """Agreement cannot be computed from these ratings; the message says why."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa with the observed and the chance agreement it is made of.

    units: texts both coders rated; left_out: texts that one of them, or both, did not.
    """

    value: float
    observed: float
    expected: float
    units: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha with the observed and the expected disagreement it is made of.

    units: texts with two ratings or more; ratings: how many these have; left_out: other texts.
    """

    value: float
    observed: float
    expected: float
    units: int
    ratings: int
    left_out: int


def cohen_kappa(first: Sequence[Rating], second: Sequence[Rating]) -> Kappa:
    """Agreement of two coders on nominal labels beyond chance; a text that one did not rate is left out.

    A rating is missing when it is None or NaN.
    kappa = (observed - expected) / (1 - expected), expected from each coder's own use of the labels.
    Source: Cohen 1960, Educ. and Psych. Measurement 20:37. AgreementError: different lengths, nothing rated
    twice, or one single label used throughout, when chance alone explains everything.
    """
    if len(first) != len(second):
        raise AgreementError(f"the coders rated {len(first)} and {len(second)} texts: lay them side by side")
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if not (_missing(a) or _missing(b))]
    if not pairs:
        raise AgreementError("no text was rated by both coders")
    labels = {label: at for at, label in enumerate(dict.fromkeys(label for pair in pairs for label in pair))}
    table = np.zeros((len(labels), len(labels)))
    for a, b in pairs:
        table[labels[a], labels[b]] += 1
    observed, expected = _agreement(table)
    return Kappa(
        (observed - expected) / (1 - expected), observed, expected, len(pairs), len(first) - len(pairs)
    )


def _agreement(table: Numbers) -> tuple[float, float]:
    """Observed and chance agreement of a square table of counts."""
    shares = table / table.sum()
    expected = float(shares.sum(axis=1) @ shares.sum(axis=0))
    if len(table) == 1:
        raise AgreementError("both coders used one single label: agreement beyond chance is undefined")
    return float(np.trace(shares)), expected


def krippendorff_alpha(
    ratings: Sequence[Sequence[Rating]], level: str = "nominal", order: Sequence[Hashable] = ()
) -> Alpha:
    """Agreement of any number of coders, with gaps; level is nominal, ordinal or interval.

    ratings: one sequence per coder, all of the same texts in the same order; None or NaN is missing.
    order: labels from lowest to highest, needed for ordinal labels that are not numbers.
    alpha = 1 - (n - 1) sum o(c,k) d(c,k) / sum n(c) n(k) d(c,k). Source: Krippendorff 2011, "Computing
    Krippendorff's Alpha-Reliability". AgreementError: uneven rows, labels without an order or a value,
    nothing rated twice, or a single label throughout (no variation, so nothing to be reliable about).
    """
    if level not in DIFFERENCES:
        raise AgreementError(f"level must be one of {', '.join(DIFFERENCES)}, not {level!r}")
    if len({len(row) for row in ratings}) != 1:
        raise AgreementError("every coder needs one entry per text, None where she rated nothing")
    texts = [[rating for rating in text if not _missing(rating)] for text in zip(*ratings, strict=True)]
    pairable = [text for text in texts if len(text) > 1]
    if not pairable:
        raise AgreementError("no text was rated by two coders")
    labels = _in_order({rating for text in pairable for rating in text}, level, order)
    if len(labels) == 1:
        raise AgreementError("all coders used one single label: agreement beyond chance is undefined")
    matches = _coincidences(pairable, labels)
    used = matches.sum(axis=1)
    differences = DIFFERENCES[level](labels, used)
    observed = float((matches * differences).sum() / used.sum())
    expected = float((np.outer(used, used) * differences).sum() / (used.sum() * (used.sum() - 1)))
    pairs, size = len(pairable), sum(map(len, pairable))
    return Alpha(1 - observed / expected, observed, expected, pairs, size, len(texts) - pairs)


def _in_order(used: set[Hashable], level: str, order: Sequence[Hashable]) -> list[Hashable]:
    """Sort the labels; words have no order of their own, and the alphabet's would mean nothing."""
    if order and level != "interval":
        strange = used - set(order)
        if strange or len(set(order)) != len(order):
            raise AgreementError(
                f"the order must name every label once; wrong or missing: {strange or order}"
            )
        return [label for label in order if label in used]
    numeric = all(isinstance(label, int | float | np.number) for label in used)
    if level != "nominal" and not numeric:
        raise AgreementError(
            f"{level} labels must be numbers" + (", or give their order" * (level == "ordinal"))
        )
    return sorted(used, key=_number if numeric else str)


def _number(label: Hashable) -> float:
    return float(label) if isinstance(label, int | float | np.number) else math.nan


def _coincidences(texts: Sequence[Sequence[Hashable]], labels: Sequence[Hashable]) -> Numbers:
    """o(c,k): every ordered pair of ratings of one text, weighted 1 / (ratings of the text - 1)."""
    places = {label: at for at, label in enumerate(labels)}
    result = np.zeros((len(labels), len(labels)))
    for text in texts:
        counts = np.bincount([places[rating] for rating in text], minlength=len(labels)).astype(np.float64)
        result += (np.outer(counts, counts) - np.diag(counts)) / (len(text) - 1)
    return result


def _nominal(labels: Sequence[Hashable], used: Numbers) -> Numbers:
    del used
    return 1.0 - np.eye(len(labels))


def _ordinal(labels: Sequence[Hashable], used: Numbers) -> Numbers:
    """Squared number of ratings between two labels, the two themselves counting half."""
    del labels
    ranks = np.cumsum(used) - used / 2
    return np.asarray(np.subtract.outer(ranks, ranks) ** 2, dtype=np.float64)


def _interval(labels: Sequence[Hashable], used: Numbers) -> Numbers:
    del used
    values = np.array(labels, dtype=np.float64)
    return np.asarray(np.subtract.outer(values, values) ** 2, dtype=np.float64)


DIFFERENCES: Mapping[str, Callable[[Sequence[Hashable], Numbers], Numbers]] = MappingProxyType(
    {"nominal": _nominal, "ordinal": _ordinal, "interval": _interval}
)


def _missing(rating: Rating) -> bool:
    return rating is None or rating != rating  # noqa: PLR0124 - only NaN differs from itself
