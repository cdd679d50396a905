"""The ways in which each quasi-identifier may be made coarser, and how much each way loses."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from analysis.microdata.risk import GONE

MISSING = ("skipped", "rather_not_say", "dont_know", "not_asked")
# Not "other": that may be a choice, and in a bundle it is where rare countries and languages stand.
OTHERS = "all_others"
NOT_STATED = "not_stated"
# What a column is worth to a reader of a consultation of children: age and gender first, since rights and
# harms differ most by them; the region tells more children apart than it explains, the language yet more.
WORTH = {"age_band": 3.0, "gender": 3.0, "region": 2.0, "country": 1.0, "language": 1.0, "channel": 0.5}
DECLARED = 2.0
# A question left out is what the file was made for.
QUESTION = 2.0
_MOST_BANDS = 5

# How a value of a quasi-identifier is said in words.
Names = Callable[[str, str], str]
_BAND = re.compile(r"(\d+)-(\d+)")


@dataclass(frozen=True, slots=True)
class Level:
    """One way to recode a column: `words` say it, `mapping` does it (None: untouched), `loss` is its cost.

    `loss` is the worth of the column times the share of its entropy that is lost; `bits` is that entropy.
    """

    quasi: str
    words: str
    mapping: Mapping[str, str] | None
    loss: float
    bits: float


def levels(quasi: str, totals: Mapping[str, int], bands: Sequence[str], names: Names) -> tuple[Level, ...]:
    """List the levels of a column, cheapest first.

    `totals` counts its values, `bands` are in order of age, `names` says values in words where it knows them.
    """
    own = _entropy(totals)
    found: dict[tuple[tuple[str, str], ...], Level] = {}
    for words, mapping in _mappings(quasi, totals, bands, names):
        lost = own - _entropy(_recounted(totals, mapping))
        # A column of one value says nothing and hides nothing.
        share = lost / own if own else 0.0
        level = Level(quasi, words, mapping, WORTH.get(quasi, DECLARED) * share, lost)
        found.setdefault(tuple(sorted(mapping.items())), level)
    kept = Level(quasi, "kept as it is", None, 0.0, 0.0)
    return (kept, *sorted(found.values(), key=lambda level: (level.loss, level.words)))


def _mappings(
    quasi: str, totals: Mapping[str, int], bands: Sequence[str], names: Names
) -> Iterator[tuple[str, dict[str, str]]]:
    values = sorted(totals, key=lambda value: (-totals[value], value))

    def say(value: str) -> str:
        return names(quasi, value)

    if quasi == "age_band":
        yield from _joined_bands(values, bands)
    elif quasi == "gender":
        yield from _merged_genders(values, say)
    elif quasi not in WORTH:
        pass
    elif quasi == "country":
        yield from _folded(values, sorted({len(values) // 2, len(values) // 4, 5, 2}, reverse=True), say)
    else:
        yield from _folded(values, sorted({len(values) // 2, 2, 1}, reverse=True), say)
    if len(values) > 1:
        yield "left out", dict.fromkeys(values, GONE)


def _joined_bands(values: Sequence[str], bands: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Join neighbouring bands in every way but none and all (all is the same as leaving the column out)."""
    ages = [band for band in bands if band in values]
    if not 3 <= len(ages) <= _MOST_BANDS:
        return
    for joins in product((False, True), repeat=len(ages) - 1):
        if any(joins) and not all(joins):
            groups = [[ages[0]]]
            for band, join in zip(ages[1:], joins, strict=True):
                groups[-1].append(band) if join else groups.append([band])
            names = {band: _span(group) for group in groups for band in group}
            yield (
                f"joined into {', '.join(dict.fromkeys(names.values()))}",
                {v: names.get(v, v) for v in values},
            )


def _span(bands: Sequence[str]) -> str:
    ends = [_BAND.fullmatch(band) for band in bands]
    if len(bands) > 1 and ends[0] and ends[-1]:
        return f"{ends[0][1]}-{ends[-1][2]}"
    return " + ".join(bands)


def _merged_genders(values: Sequence[str], say: Callable[[str], str]) -> Iterator[tuple[str, dict[str, str]]]:
    stated = [value for value in values if value not in MISSING]
    silent = {value: NOT_STATED for value in values if value in MISSING}
    if len(silent) > 1:
        yield "all kinds of missing merged", {value: silent.get(value, value) for value in values}
    if len(values) > 2 and len(stated) > 1:
        large = stated[:2]
        words = f"all but {' and '.join(map(say, large))} merged"
        yield words, {value: value if value in large else OTHERS for value in values}


def _folded(
    values: Sequence[str], sizes: Sequence[int], say: Callable[[str], str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Keep the largest values and fold the others, missing ones too, together."""
    named = [value for value in values if value != "other" and value not in MISSING]
    for size in sizes:
        if 0 < size < len(named):
            large = named[:size]
            listed = ", ".join(map(say, large)) if size <= 8 else f"the {size} largest"
            yield f"all but {listed} merged", {value: value if value in large else OTHERS for value in values}


def _recounted(totals: Mapping[str, int], mapping: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for value, count in totals.items():
        found[mapping[value]] = found.get(mapping[value], 0) + count
    return found


def _entropy(totals: Mapping[str, int]) -> float:
    """Give Shannon's entropy in bits."""
    whole = sum(totals.values())
    return -math.fsum(n / whole * math.log2(n / whole) for n in totals.values() if n)
