"""Decides whether a file of answers may leave, and says no in words that a data officer understands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analysis.microdata import recoding, risk
from analysis.microdata.levels import Level
from analysis.microdata.recoding import Demand, Plan, Setting
from analysis.microdata.risk import Counted, Risk


class RefusedError(Exception):
    """The file may not leave; the message says why, and what would make it safe."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found: the risk of the file as it is, and the cheapest plan that makes it safe (if any)."""

    before: Risk
    demand: Demand
    safe: bool
    plan: Plan | None
    earlier: int = 0


def judge(counted: Counted, setting: Setting, progress: Callable[[str], None]) -> Judgement:
    """Measure a file and look for the cheapest recoding, which changes nothing where the file is safe."""
    plan = recoding.recommend(counted, setting, progress)
    safe = plan is not None and not plan.recoding and not plan.without
    return Judgement(
        risk.measure(counted, (*setting.earlier, {})), setting.demand, safe, plan, len(setting.earlier)
    )


def pass_through(judgement: Judgement, quasi: Sequence[str], *, recode: bool) -> Plan:
    """Give the plan to write by; RefusedError unless the file is safe or the recommendation is taken."""
    if judgement.plan is not None and (judgement.safe or recode):
        return judgement.plan
    raise RefusedError("\n".join(_refusal(judgement, quasi)))


def _refusal(judgement: Judgement, quasi: Sequence[str]) -> list[str]:
    demand, before = judgement.demand, judgement.before
    said = ["This file may not leave: a child could be found in it, or her answer guessed."]
    if before.k < demand.k:
        said.append(_too_few(before, demand, quasi))
    if uniform := before.too_uniform(demand.distinct):
        said.append(
            f"In {len(uniform)} questions or parts of one, all children of some group gave the same answer: "
            f"to know the group is then to know the answer. These are {', '.join(uniform)}."
        )
    if judgement.plan is None:
        return [*said, _hopeless(judgement.earlier)]
    return [*said, *advice(judgement.plan), "To write the file so: --recode recommended"]


def _too_few(before: Risk, demand: Demand, quasi: Sequence[str]) -> str:
    group = ", ".join(name.replace("_", " ") for name in quasi)
    few = before.below.get(demand.k)
    these = "Some" if few is None else f"{few:,}"
    return (
        f"{these} of {before.responses:,} responses share their {group} with fewer than {demand.k - 1} "
        f"others; {before.unique:,} stand alone. Whoever knows such a child could find her answers."
    )


def _hopeless(earlier: int) -> str:
    if earlier:
        return "Beside what earlier exports have shown, no recoding makes it safe. Publish tables only."
    return "There is no recoding that would make it safe: too few children answered. Publish tables only."


def advice(plan: Plan) -> list[str]:
    """Say what the plan does, what it loses and what it reaches."""
    said = ["The recoding that loses least:"]
    said += [f"  - {_step(level)}" for level in plan.levels if level.mapping is not None]
    said += [f"  - the question {name} left out" for name in plan.without]
    kept = 1 - plan.bits / plan.bits_before if plan.bits_before else 1.0
    said.append(
        f"It keeps {kept:.0%} of what the columns about the children tell "
        f"({plan.bits_before - plan.bits:.2f} of {plan.bits_before:.2f} bits). Every child then shares all "
        f"of them with at least {plan.risk.k - 1} others ({plan.risk.classes:,} groups)."
    )
    return said


def _step(level: Level) -> str:
    return f"{level.quasi.replace('_', ' ')}: {level.words}"
