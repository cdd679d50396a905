"""What groups said, exactly: nothing here may be shown; `disclosure.groups` takes it and gives what may."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.tables import Counted
from analysis.words import Row

# The kinds of groups that a release may have.
DIALOGUES, SHEETS = "dialogues", "tally_sheets"
# The "question" under which what groups said in agreed words is counted by theme.
CONTRIBUTIONS = "contributions"
# What children of a room were asked about the room itself: three faces, and what should change.
FELT, CHANGE = "room_felt", "room_change"
# How heads are counted: the first three together, the other two each by itself.
JOINT = ("age_band", "gender", "disability")
PLACES = ("region", "place")
AXES = (*JOINT, *PLACES)
IN_PERSON, ONLINE = "in_person", "online"
NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Heads:
    """Children counted by age band x gender x disability x region x place; `names` labels the axes."""

    names: tuple[tuple[str, ...], ...]
    counts: npt.NDArray[np.int64]

    @property
    def total(self) -> int:
        """Count everybody."""
        return int(self.counts.sum())

    def by(self, *axes: str) -> npt.NDArray[np.int64]:
        """Sum over all other axes; the axes asked for stand in the order of AXES."""
        others = tuple(at for at, name in enumerate(AXES) if name not in axes)
        return np.asarray(self.counts.sum(axis=others), dtype=np.int64)

    def of(self, axis: str) -> tuple[str, ...]:
        """Name the groups of an axis."""
        return self.names[AXES.index(axis)]


@dataclass(frozen=True, slots=True)
class Cleared:
    """Words that may be quoted, with the age band of the group."""

    question: str
    language: str
    band: str
    text: str


@dataclass(frozen=True, slots=True)
class Groups:
    """Everything exact that is known of one kind of groups.

    `codebook` describes the questions as that of a bundle does; `source` names the counts by a checksum.
    `themes` counts contributions, not children. `facts` holds numbers of groups, which tell of no child:
    `groups`, `uncounted` (no heads) and `promised` (were promised something of their own).
    """

    kind: str
    source: str
    heads: Heads
    tables: tuple[Counted, ...]
    codebook: Mapping[str, Any]
    facts: Mapping[str, int]
    words: Mapping[str, Mapping[Row, int]] = field(default_factory=dict)
    themes: Mapping[str, int] = field(default_factory=dict)
    cleared: tuple[Cleared, ...] = ()
