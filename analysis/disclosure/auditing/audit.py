"""The audit: attack a release with all that is printed in it, and nothing else.

Independent of how the release was made: it knows only the lines as printed, the published policy, and how
surveys add up. All tables are attacked together: every question's groups add up to its overall table,
choices to those who answered, these and the kinds of missing to the children who took part, and these to all
children. A printed count is a range of five, a hidden one anything from nothing to everybody; percentages
must follow from the printed counts. A hidden count that can be worked out to an interval narrower than the
policy's is a violation.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from analysis.disclosure.auditing.attack import Violation, attack
from analysis.disclosure.auditing.conditions import asked_of, tie
from analysis.disclosure.auditing.equations import Equations, printed
from analysis.disclosure.lines import Line, lines_of
from analysis.disclosure.policy import Policy, percent, recall
from analysis.disclosure.protected import OVERALL, SHOWN, Release
from analysis.disclosure.solver import SolverError

_TWO_WAY = 2


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit found: printed cells, hidden counts whose interval was audited, and the violations."""

    cells: int
    intervals: int
    violations: tuple[Violation, ...]


def audit(release: Release) -> Report:
    """Attack a release before it is written."""
    return audit_lines(
        lines_of(release.everything),
        release.policy,
        release.responses,
        most_of(release.codebook),
        asked_of(release.codebook),
    )


def most_of(codebook: Any) -> dict[str, int | None]:  # noqa: ANN401 - JSON
    """Tell, by question of several choices, how many a child may tick."""
    return {q["name"]: q["most"] for q in codebook["questions"] if q["shape"] == "multiple"}


def audit_lines(
    lines: Iterable[Line],
    policy: Mapping[str, Any],
    responses: int | None,
    most: Mapping[str, int | None],
    asked: Mapping[str, Any] = MappingProxyType({}),
) -> Report:
    """Attack printed lines; `responses` is the number of children as printed, `most` the choices allowed.

    `asked` tells of whom questions were asked that hang on earlier answers (conditions.asked_of).

    The policy is taken as it stands: whoever reads it from a file checks it against the floors first.
    """
    found, rules = tuple(lines), recall(policy)
    faults = [*_wrong_shares(found, rules), *_wrong_words(found, rules), *_too_deep(found, rules)]
    if responses is None:
        return Report(len(found), 0, tuple(faults))
    equations = written(found, rules, responses, most, asked)
    try:
        faults += attack(equations.region(), equations.targets, equations.shared())
    except SolverError:
        faults.append(Violation("", "the release", "its printed numbers contradict each other"))
    return Report(len(found), len(equations.targets), tuple(faults))


def written(
    lines: Iterable[Line],
    policy: Policy,
    responses: int,
    most: Mapping[str, int | None],
    asked: Mapping[str, Any],
) -> Equations:
    """Write down all that printed lines tell."""
    equations = Equations(policy, printed(responses, policy), most, asked)
    for line in lines:
        equations.read(line)
    equations.close()
    tie(equations, asked)
    return equations


def _wrong_shares(lines: Iterable[Line], rules: Policy) -> Iterable[Violation]:
    for line in lines:
        policy = rules.of(line.question)
        place = f"{line.question} {line.item}".strip() + f": {line.row}, {line.breakdown} {line.group}"
        if line.status != SHOWN and (line.count is not None or line.percent is not None):
            yield Violation(line.question, place, "a hidden cell carries a number")
        elif line.count is not None and line.count % policy.rounding:
            yield Violation(line.question, place, "its count is not rounded")
        elif line.percent is not None and (
            line.count is None or not line.base or line.percent != percent(line.count, line.base)
        ):
            yield Violation(line.question, place, "its share tells more than the printed counts")


def _too_deep(lines: Iterable[Line], rules: Policy) -> Iterator[Violation]:
    """Find tables of more dimensions than D9 allows: a question is one, a breakdown is one more."""
    deep = {
        (line.question, line.breakdown)
        for line in lines
        if line.breakdown != OVERALL and rules.of(line.question).dimensions < _TWO_WAY
    }
    for question, breakdown in sorted(deep):
        yield Violation(question, f"{question}, {breakdown}", "its table has more dimensions than asked for")


def _wrong_words(lines: Iterable[Line], rules: Policy) -> Iterator[Violation]:
    """Words stand alone: from the smallest cell on, with no sum, in an order that their counts give.

    So do themes of texts. A word that is read from a file has a quote before it if it would be a formula.
    """
    before: dict[tuple[str, str], tuple[int, str]] = {}
    for line in lines:
        if line.shape not in {"words", "themes"}:
            continue
        place = f"{line.question}: “{line.row}”, {line.breakdown} {line.group}"
        standing = (-(line.count or 0), line.row.removeprefix("'"))
        if line.base is not None:
            yield Violation(line.question, place, "a sum stands beside it")
        policy = rules.of(line.question)
        if (line.count or 0) + policy.rounding // 2 < policy.minimum_cell:
            yield Violation(line.question, place, "too few children said it")
        if standing < before.get((line.question, line.group), standing):
            yield Violation(line.question, place, "its place tells more than its count")
        before[line.question, line.group] = standing
