"""What a consultation's life is made of: steps, reasons, and the facts that decide them. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

STEPS = (
    "purpose", "promises", "instruments", "translations", "contacts", "risk", "lundy", "approval",
    "open", "closed", "frozen", "analysed", "released", "told", "deleted",
)  # fmt: skip
PREPARATION = STEPS[:7]
# What must be done before a step can be. Preparation goes side by side.
AFTER: Mapping[str, tuple[str, ...]] = {
    "approval": PREPARATION,
    "open": (*PREPARATION, "approval"),
    "closed": ("open",),
    "frozen": ("closed",),
    "analysed": ("frozen",),
    "released": ("analysed",),
    "told": ("released",),
    "deleted": ("open",),
}


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why a step is not done: a code of which the web makes a sentence, and its parameters."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: "done", "next" (can be worked on) or "waits" (for the steps in `after`)."""

    name: str
    state: str
    blocks: tuple[Block, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """All steps in their order."""

    steps: tuple[Step, ...]

    def __getitem__(self, name: str) -> Step:
        """Find a step; KeyError where there is none of that name."""
        return {step.name: step for step in self.steps}[name]

    def against(self, name: str) -> tuple[Block, ...]:
        """Give every reason why a step cannot be taken now, those of earlier steps first; empty: it can."""
        step = self[name]
        if step.state == "done":
            return (Block("done_already", {"step": name}),)
        earlier = [block for each in step.after for block in self[each].blocks or (_waits(each),)]
        return (*earlier, *step.blocks)


@dataclass(frozen=True, slots=True)
class Instruments:
    """What examining the draft found: places that would break the poll, and texts missing by language."""

    problems: tuple[str, ...] = ()
    untranslated: Mapping[str, int] = field(default_factory=dict, hash=False)
    languages: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approved:
    """How the approval of this opening stands: "asked", "approved", "refused" or "changed" since."""

    state: str
    asked_by: str = ""
    decided_by: str = ""
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """One wave: its state, days, and what came of it."""

    state: str
    opened_on: date
    delete_on: date
    closed_on: date | None = None
    deleted_on: date | None = None
    frozen_on: date | None = None
    drafted: bool = False  # a release was made, whatever became of it
    released: bool = False  # a release is public now
    summary: bool = False  # ... and a child summary with it


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides the life of a consultation."""

    today: date
    title: str = ""
    organisation: str = ""
    purpose: str = ""
    feeds: str = ""
    promised_on: date | None = None
    delete_on: date | None = None
    told_on: date | None = None
    languages: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    instruments: Instruments | None = None
    uncovered: tuple[str, ...] = ()  # countries without any contact; "" = an international one is missing
    stale: tuple[str, ...] = ()  # countries whose contacts were all checked too long ago
    checks_left: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)  # list -> items
    approval: Approved | None = None
    rounds: tuple[Round, ...] = ()  # the latest is last
    influences: int = 0
    untold: Mapping[str, int] = field(default_factory=dict, hash=False)  # language -> lines not in it

    @property
    def now(self) -> Round | None:
        """The latest wave."""
        return self.rounds[-1] if self.rounds else None


def _waits(name: str) -> Block:
    return Block("waits_for", {"step": name})
