"""The policy: how much risk an output may carry, read from policy.toml, where each rule has its reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("policy.toml")
# The part of a published policy, or of what a consultation asks for, that is about single questions.
QUESTIONS = "questions"


class PolicyError(ValueError):
    """A policy is looser than it may be, or is none; the message names the rule."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The values in force, mostly numbers of children (see policy.toml for the reasons).

    `questions` holds the stricter policies of single questions.
    """

    minimum_base: int
    minimum_cell: int
    rounding: int
    percent_base: int
    weak_base: int
    spare: int
    zeros: int
    interval: int
    interval_missing: int
    contributor: int
    change: int
    dimensions: int
    microdata_class: int
    microdata_distinct: int
    mean_base: int
    questions: Mapping[str, "Policy"] = field(default_factory=dict)

    def of(self, question: str) -> "Policy":
        """Give the policy of one question: stricter, or the same."""
        return self.questions.get(question, self)

    def stricter(self, **values: object) -> "Policy":
        """Tighten some values; PolicyError where one is looser than now, or no rule."""
        for name, value in values.items():
            if name not in RULES:
                raise PolicyError(f"{name} is no rule of the policy; there are {', '.join(RULES)}")
            if type(value) is not int:
                raise PolicyError(f"{name} = {value!r} is no whole number")
            now = getattr(self, name)
            if value > now if name in _CEILINGS else value < now:
                raise PolicyError(f"{name} = {value} is looser than {now}, which holds for everybody")
        return replace(self, **values)  # type: ignore[arg-type]  # names of fields that hold numbers

    def demanded(self, asked: object, known: Mapping[str, object]) -> "Policy":
        """Tighten as a consultation asks: rules by name, and under "questions" rules by question.

        `known` are the names of its questions. PolicyError where anything is looser, or is no rule.
        """
        if not isinstance(asked, Mapping):
            raise PolicyError("what a consultation asks of disclosure control must be rules with values")
        of_questions: Any = asked.get(QUESTIONS, {})
        made = self.stricter(**{n: v for n, v in asked.items() if n not in {QUESTIONS, "reason"}})
        if strange := sorted(set(of_questions) - set(known)):
            raise PolicyError(f"stricter rules are asked for questions that are not there: {strange[0]}")
        return replace(made, questions={q: made.stricter(**rules) for q, rules in of_questions.items()})

    def rounded(self, count: int) -> int:
        """Round a count to the policy's base, half up."""
        return (2 * count + self.rounding) // (2 * self.rounding) * self.rounding

    def published(self) -> dict[str, Any]:
        """Give the values for the manifest of a release."""
        values = {name: value for name, value in asdict(self).items() if name != QUESTIONS}
        return (
            values | {QUESTIONS: {q: p.published() for q, p in self.questions.items()}}
            if self.questions
            else values
        )


RULES = tuple(found.name for found in fields(Policy) if found.name != QUESTIONS)
# Here more is looser: a table of four dimensions tells more than one of two.
_CEILINGS = frozenset({"dimensions"})


def load(path: Path = FILE) -> Policy:
    """Read a policy file; PolicyError: a value is looser than its floor, or lacks its reason."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PolicyError(f"{path.name}: cannot be read ({error})") from error
    values: dict[str, int] = {}
    for name in RULES:
        rule = document.get(name, {})
        if not rule.get("reason") or not {"value", "rule", "floor"} <= rule.keys():
            raise PolicyError(f"{path.name}: {name} lacks its value, floor or reason")
        values[name] = rule["value"]
    return _kept(_policy(values), path.name)


def read(published: Mapping[str, Any]) -> Policy:
    """Read a policy as a release publishes it; PolicyError where it is looser than this program's floors."""
    found = _kept(recall(published), "the policy of the release")
    for name, rules in found.questions.items():
        try:
            found.stricter(**{rule: getattr(rules, rule) for rule in RULES})
        except PolicyError as error:
            raise PolicyError(f"the question {name}: {error}") from error
    return found


def recall(published: Mapping[str, Any]) -> Policy:
    """Read the policy of an earlier release, whatever the floors are now; PolicyError where it is none."""
    try:
        found = _policy({name: int(published[name]) for name in RULES})
        questions = {q: recall({**rules, QUESTIONS: {}}) for q, rules in published.get(QUESTIONS, {}).items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PolicyError(f"the policy of the release lacks {error}") from error
    return replace(found, questions=questions)


def _policy(values: Mapping[str, int]) -> Policy:
    return Policy(**values)  # type: ignore[arg-type]  # RULES are the fields that hold numbers


def _kept(policy: Policy, where: str) -> Policy:
    """Check a policy against the floors, which nobody may go under."""
    document = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for name in RULES:
        value, floor = getattr(policy, name), document[name]["floor"]
        if value > floor if name in _CEILINGS else value < floor:
            side = "over" if name in _CEILINGS else "under"
            raise PolicyError(f"{where}: {name} = {value} is {side} {floor}, the loosest value allowed")
    return policy


def percent(count: int, base: int) -> int:
    """Give a whole per cent, half up, from counts as shown."""
    return (200 * count + base) // (2 * base)
