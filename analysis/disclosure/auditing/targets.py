"""What an attack aims at: a hidden count, and how much of it must stay open."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A count that must not be known: where it is, and how wide its interval must be.

    `family` names its linked tables. `own` is how many of it the attacker knows for herself. An interval from
    nothing on, or from `enough` on, may be as narrow as it is (both are for counts of late children).
    """

    place: int
    question: str
    family: tuple[str, str]
    name: str
    need: float
    own: float = 0.0
    enough: float = float("inf")

    def safe(self, low: float, high: float) -> bool:
        """Say whether an interval leaves enough open."""
        return self.seen_safe(low, high) or low >= self.enough

    def seen_safe(self, low: float, high: float) -> bool:
        """Say whether two numbers that the count may have prove that enough is left open."""
        return high - max(low, self.own) >= self.need or (low <= 0 and self.enough < float("inf"))
