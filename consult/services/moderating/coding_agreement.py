"""How far two coders agree on the themes of the same texts, beyond chance. Pure.

A text may have several themes, so each theme is a question of its own: is it in this text or not?
The analysis computes the published figures (with Krippendorff's alpha); this is what coders see at work.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

Pair = tuple[Collection[str], Collection[str]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """On how many of `texts` the coders say the same of a theme, and Cohen's kappa (None: undefined)."""

    theme: str
    texts: int
    same: int
    kappa: float | None


def agreement(pairs: Sequence[Pair], themes: Sequence[str]) -> tuple[Agreement, ...]:
    """Give the agreement on each theme over the texts that both have coded."""
    return tuple(_on(theme, pairs) for theme in themes)


def _on(theme: str, pairs: Sequence[Pair]) -> Agreement:
    """Kappa = (observed - expected) / (1 - expected). Source: Cohen 1960, Educ. and Psych. Meas. 20:37."""
    said = [(theme in first, theme in second) for first, second in pairs]
    number, same = len(said), sum(first == second for first, second in said)
    yes = [sum(pair[coder] for pair in said) for coder in (0, 1)]
    by_chance = yes[0] * yes[1] + (number - yes[0]) * (number - yes[1])  # of number², so that all is exact
    if number == 0 or by_chance == number**2:
        return Agreement(theme, number, same, None)
    return Agreement(theme, number, same, (same * number - by_chance) / (number**2 - by_chance))
