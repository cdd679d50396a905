"""Who was asked and who answered: the bases of a question, and its four kinds of missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]
# The kinds of missing that a child who was asked may give; not_asked stands apart.
KINDS = ("skipped", "rather_not_say", "dont_know")


@dataclass(frozen=True, slots=True)
class Bases:
    """Counts by group (last axis): respondents = not_asked + asked; asked = answered + the three kinds."""

    answered: Counts
    missing: Mapping[str, Counts]
    not_asked: Counts

    @property
    def asked(self) -> Counts:
        """Count those who saw the question."""
        return np.asarray(self.answered + sum(self.missing.values()), dtype=np.int64)

    @property
    def respondents(self) -> Counts:
        """Count everybody in the group."""
        return np.asarray(self.asked + self.not_asked, dtype=np.int64)


def bases(values: Sequence[int | str], counts: Counts, codes: Mapping[str, int]) -> Bases:
    """Split counts (values x groups) by what the values mean.

    Every code that is no kind of missing is an answer.
    """

    def of(code: int) -> Counts:
        here = [at for at, value in enumerate(values) if value == code]
        return np.asarray(counts[here].sum(axis=0), dtype=np.int64)

    answers = [at for at, value in enumerate(values) if value not in codes.values()]
    answered = np.asarray(counts[answers].sum(axis=0), dtype=np.int64)
    return Bases(answered, {kind: of(codes[kind]) for kind in KINDS}, of(codes["not_asked"]))
