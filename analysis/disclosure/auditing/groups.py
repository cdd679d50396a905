"""The audit of what groups said, from the printed lines alone: heads together, then each question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.disclosure.auditing.attack import Violation
from analysis.disclosure.auditing.audit import Report, audit_lines, most_of
from analysis.disclosure.auditing.heads import audit_heads
from analysis.disclosure.gate import may_name_group
from analysis.disclosure.lines import Line, lines_of
from analysis.disclosure.policy import Policy, recall
from analysis.disclosure.protected import HEADS, OVERALL, TOTAL, Cell, Quote, Release

_OF_HEADS = frozenset({"profile", HEADS})
_OF_WORDS = frozenset({"words", "themes"})


def audit_groups(release: Release) -> Report:
    """Attack one kind of groups before it is written."""
    return audit_group_lines(
        lines_of(release.everything),
        release.policy,
        release.responses,
        most_of(release.codebook),
        release.quotes,
    )


def audit_group_lines(
    lines: Iterable[Line],
    policy: Mapping[str, Any],
    heads: int | None,
    most: Mapping[str, int | None],
    quotes: Sequence[Quote] = (),
) -> Report:
    """Attack printed lines of groups; `heads` is the number of children counted, as printed."""
    found, rules = tuple(lines), recall(policy)
    parts = parted(found)
    reports = [_heads(parts.pop("", ()), policy, heads)]
    reports += [audit_lines(own, policy, answered(own), most) for own in parts.values()]
    faults = [fault for report in reports for fault in report.violations]
    faults += _misnamed(found, quotes, rules)
    return Report(len(found), sum(report.intervals for report in reports), tuple(faults))


def parted(lines: Iterable[Line]) -> dict[str, tuple[Line, ...]]:
    """Part lines into countings: the heads under "", each question and row of a grid under its name."""
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        # Words are written to another prompt than choices are given to: no question has both.
        name = f"{line.question} {line.item}".strip()
        found["" if line.shape in _OF_HEADS else name].append(line)
    return {name: tuple(own) for name, own in found.items()}


def _heads(lines: Sequence[Line], policy: Mapping[str, Any], heads: int | None) -> Report:
    """Check the shares of heads as those of questions are, then attack them."""
    plain = audit_lines([replace(line, shape="profile") for line in lines], policy, None, {})
    intervals, *faults = audit_heads(lines, recall(policy), heads)
    assert isinstance(intervals, int)
    violations = (*plain.violations, *(each for each in faults if isinstance(each, Violation)))
    return Report(plain.cells, intervals, violations)


def answered(lines: Sequence[Line]) -> int | None:
    """Give how many answered, as printed; of words and themes nothing says that."""
    return next(
        (line.base for line in lines if line.shape not in _OF_WORDS and line.group == TOTAL and line.base),
        None,
    )


def _misnamed(lines: Sequence[Line], quotes: Sequence[Quote], rules: Policy) -> Iterator[Violation]:
    """Find quotations that name an age band of which too few took part, or none are shown."""
    shown = {
        line.row
        for line in lines
        if (line.question, line.breakdown) == ("age_band", OVERALL)
        and may_name_group(Cell(line.count, line.percent, line.status), rules)
    }
    for quote in quotes:
        if quote.band and quote.band not in shown:
            reason = f"it names “{quote.band}”, of whom few took part"
            yield Violation("", f"a quotation of {quote.question}", reason)
