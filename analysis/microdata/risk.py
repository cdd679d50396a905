"""How easily a child could be found in a file: k-anonymity, uniqueness and distinct l-diversity.

Pure, and over counted classes, never over rows: a class is all responses that share their quasi-identifiers.
Sources: Sweeney 2002 (k-anonymity), Machanavajjhala et al. 2007 (distinct l-diversity), ESS handbook ch. 3
(uniques and average risk). D10 of the policy: k >= 10 on everything that may identify, language too; l >= 2.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.disclosure import load_policy

_POLICY = load_policy()
MINIMUM_CLASS, MINIMUM_DISTINCT = _POLICY.microdata_class, _POLICY.microdata_distinct
# What a quasi-identifier is recoded to where its column is left out.
GONE = ""
_DENSE = 4_000_000

Ints = npt.NDArray[np.int64]
# For each quasi-identifier that changes: old value -> new value. All others stay as they are.
Recoding = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Attribute:
    """What must differ within a class: one column, or the whole answer to a question of several columns.

    A kind of missing counts as one more value, except for a `sensitive` question, where only answers count.
    """

    name: str
    question: str
    columns: tuple[str, ...]
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Values:
    """The values of one attribute: `owner` is the class, `value` its number, `given` means not missing."""

    owner: Ints
    value: Ints
    given: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Counted:
    """A file as counted classes: `codes` (classes x quasi-identifiers) are places in `domains`."""

    quasi: tuple[str, ...]
    domains: tuple[tuple[str, ...], ...]
    codes: Ints
    sizes: Ints
    attributes: tuple[Attribute, ...]
    values: Mapping[str, Values]

    def totals(self, quasi: str) -> dict[str, int]:
        """Count the responses by one quasi-identifier."""
        at = self.quasi.index(quasi)
        found = _tally(self.codes[:, at], self.sizes, len(self.domains[at]))
        return dict(zip(self.domains[at], found.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class Risk:
    """The risk of a file: `k` is the smallest class, `below[n]` counts responses in classes smaller than n.

    `average` is the mean chance to pick the right response of a known child; `distinct` gives, by attribute,
    the fewest values in any class (None where no class holds an answer, so that nothing can be learnt).
    """

    responses: int
    classes: int
    k: int
    below: Mapping[int, int]
    average: float
    distinct: Mapping[str, int | None]

    @property
    def unique(self) -> int:
        """Count the responses that stand alone."""
        return self.below[2]

    def too_uniform(self, minimum: int = MINIMUM_DISTINCT) -> tuple[str, ...]:
        """Name the attributes in which some class gives a child's answer away."""
        return tuple(name for name, least in self.distinct.items() if least is not None and least < minimum)

    def safe(self, k: int = MINIMUM_CLASS, distinct: int = MINIMUM_DISTINCT) -> bool:
        """Say whether every class is large and varied enough."""
        return self.k >= k and not self.too_uniform(distinct)


def measure(counted: Counted, recodings: Sequence[Recoding] = ({},)) -> Risk:
    """Measure a file as recoded; several recodings are several exports that a reader lays side by side."""
    merged, groups = merge(counted, recodings)
    sizes = _tally(merged, counted.sizes, groups)
    responses = int(sizes.sum())
    return Risk(
        responses=responses,
        classes=groups,
        k=int(sizes.min()) if groups else 0,
        below={n: int(sizes[sizes < n].sum()) for n in (2, 3, 5, MINIMUM_CLASS)},
        average=groups / responses if responses else 0.0,
        distinct={a.name: fewest(counted.values[a.name], a, merged, groups) for a in counted.attributes},
    )


def merge(counted: Counted, recodings: Sequence[Recoding]) -> tuple[Ints, int]:
    """Give each class the number of the class it becomes under all the recodings, and how many there are."""
    merged, groups = np.zeros(len(counted.sizes), dtype=np.int64), min(1, len(counted.sizes))
    for recoding in recodings:
        for at, quasi in enumerate(counted.quasi):
            lookup, width = recoded(counted.domains[at], recoding.get(quasi))
            merged, groups = join(merged, groups, lookup[counted.codes[:, at]], width)
    return renumber(merged)


def recoded(domain: Sequence[str], mapping: Mapping[str, str] | None) -> tuple[Ints, int]:
    """Give the values of a domain the numbers of what they become, and how many numbers there are."""
    becomes = [value if mapping is None else mapping[value] for value in domain]
    places = {value: at for at, value in enumerate(dict.fromkeys(becomes))}
    return np.array([places[value] for value in becomes], dtype=np.int64), len(places)


def join(left: Ints, width: int, right: Ints, other: int) -> tuple[Ints, int]:
    """Cross two classifications of the same classes; renumber where the product grows too wide to count."""
    if width * other <= _DENSE:
        return left * other + right, width * other
    return renumber(left * other + right)


def renumber(keys: Ints) -> tuple[Ints, int]:
    """Give the distinct keys the numbers from 0 on, and how many there are."""
    distinct, numbers = np.unique(keys, return_inverse=True)
    return numbers.astype(np.int64), len(distinct)


def smallest(counted: Counted, keys: Ints, width: int) -> int:
    """Give the size of the smallest class under any numbering of the classes."""
    sizes = _tally(keys, counted.sizes, width)
    return int(sizes[sizes > 0].min(initial=np.iinfo(np.int64).max)) if sizes.any() else 0


def fewest(values: Values, attribute: Attribute, merged: Ints, groups: int) -> int | None:
    """Give the fewest distinct values in any class that holds an answer; None where no class does."""
    owner, given = merged[values.owner], values.given
    pairs = np.unique(np.stack([owner[given], values.value[given]]), axis=1)
    distinct = np.bincount(pairs[0], minlength=groups)
    answered = distinct > 0
    if not answered.any():
        return None
    if not attribute.sensitive:
        distinct = distinct + (np.bincount(owner[~given], minlength=groups) > 0)
    return int(distinct[answered].min())


def _tally(keys: Ints, sizes: Ints, width: int) -> Ints:
    # Sums of whole numbers below 2**53 are exact in the doubles that bincount returns.
    return np.bincount(keys, weights=sizes, minlength=width).astype(np.int64)
