"""The policy: how much risk an output may carry, read from policy.toml, where each rule has its reason."""

import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

_FILE = Path(__file__).with_name("policy.toml")


class PolicyError(ValueError):
    """A policy is looser than the floor."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The values in force; every one is a number of children (see policy.toml for the reasons)."""

    minimum_cell: int
    minimum_base: int
    weak_base: int
    rounding: int
    interval: int
    interval_missing: int
    spare: int

    def stricter(self, **values: int) -> "Policy":
        """Raise some values; PolicyError where one is lower than now."""
        for name, value in values.items():
            if value < getattr(self, name):
                raise PolicyError(f"{name} = {value} is looser than {getattr(self, name)}")
        return replace(self, **values)

    def rounded(self, count: int) -> int:
        """Round a count to the policy's base, half up."""
        return (2 * count + self.rounding) // (2 * self.rounding) * self.rounding

    def published(self) -> dict[str, int]:
        """Give the values for the manifest of a release."""
        return asdict(self)


def load(path: Path = _FILE) -> Policy:
    """Read a policy file; PolicyError where a value is under its floor or a rule or reason is missing."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    values: dict[str, int] = {}
    for field in fields(Policy):
        rule = document.get(field.name, {})
        if not rule.get("reason") or "value" not in rule or "floor" not in rule:
            raise PolicyError(f"{path.name}: {field.name} lacks its value, floor or reason")
        if rule["value"] < rule["floor"]:
            raise PolicyError(f"{path.name}: {field.name} = {rule['value']} is under {rule['floor']}")
        values[field.name] = rule["value"]
    return Policy(**values)


def percent(count: int, base: int) -> int:
    """Give a whole per cent, half up, from counts as shown."""
    return (200 * count + base) // (2 * base)
