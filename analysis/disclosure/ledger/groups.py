"""A release beside earlier ones with all that it says of groups: each counting beside its own kind."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from analysis.disclosure.auditing.attack import Violation
from analysis.disclosure.auditing.audit import Report
from analysis.disclosure.auditing.groups import answered, parted
from analysis.disclosure.ledger.compare import compare
from analysis.disclosure.ledger.joint import audit_jointly
from analysis.disclosure.ledger.published import Published
from analysis.disclosure.lines import Line
from analysis.disclosure.protected import HEADS


def audit_all_jointly(
    new: Published, earlier: Sequence[Published], progress: Callable[[str], None] = lambda _: None
) -> Report:
    """Attack responses as `audit_jointly` does, then groups, beside the earlier releases."""
    report = audit_jointly(new, earlier, progress)
    faults = tuple(_of_groups(new, earlier))
    return replace(report, violations=(*report.violations, *faults))


def groups_beside(new: Published, earlier: Sequence[Published], kind: str) -> tuple[Violation, ...]:
    """Name the faults of one kind of groups beside the earlier releases."""
    return tuple(_of_kind(new, earlier, kind))


def _of_groups(new: Published, earlier: Sequence[Published]) -> Iterator[Violation]:
    for kind in new.groups:
        yield from _of_kind(new, earlier, kind)


def _of_kind(new: Published, earlier: Sequence[Published], kind: str) -> Iterator[Violation]:
    own = new.groups[kind]
    same = [old for old in earlier if old.children == new.children and kind in old.groups]
    beside = [
        replace(old.groups[kind], number=old.number) for old in same if old.name != new.name or not new.name
    ]
    beside = [old for old in beside if (old.source, old.lines) != (own.source, own.lines)]
    for name, lines in parted(own.lines).items():
        mine = _only(own, lines, heads=not name)
        theirs = [_only(old, parted(old.lines).get(name, ()), heads=not name) for old in beside]
        theirs = [old for old in theirs if old.lines]
        if not name:
            # Heads by two properties are no questions: they are laid side by side, number by number.
            yield from (fault for old in theirs for fault in compare(old, mine))
        else:
            yield from audit_jointly(mine, theirs).violations


def _only(found: Published, lines: tuple[Line, ...], *, heads: bool) -> Published:
    """Take one counting out of a kind of groups; its children are those who answered."""
    # To be compared, heads by two properties are read as answers by group.
    lines = tuple(replace(line, kind="choice") if line.shape == HEADS else line for line in lines)
    return replace(
        found, lines=lines, responses=found.responses if heads else answered(lines), texts={}, asked={}
    )
