"""Adds the counts of several installations or waves, exactly, after a check that they count the same things.

Adding says nothing about protection: the sum goes through `disclosure.protect` like any other counts.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add as plus
from typing import Any

import numpy as np

from analysis import counting
from analysis.bundle import Bundle
from analysis.counting import Cube, Cubes
from analysis.trend.comparing import differences
from analysis.words import Row

_MOST_NAMED = 5


class DisagreementError(ValueError):
    """Counts cannot be added; the message names the parts, the place and what each says there."""


@dataclass(frozen=True, slots=True)
class Part:
    """The counts of one bundle with the codebook they were counted by; `name` is for messages only."""

    name: str
    codebook: Mapping[str, Any]
    cubes: Cubes


def count_together(
    bundles: Sequence[Bundle],
    progress: Callable[[str], None] = lambda _: None,
    engine: counting.Opened = counting.here,
) -> Cubes:
    """Count several bundles and add; DisagreementError also where one bundle is given twice."""
    return add(count_parts(bundles, progress, engine))


def count_parts(
    bundles: Sequence[Bundle],
    progress: Callable[[str], None] = lambda _: None,
    engine: counting.Opened = counting.here,
) -> list[Part]:
    """Count several bundles that may be added; DisagreementError before anything is counted."""
    seen: dict[str, Bundle] = {}
    for bundle in bundles:
        if bundle.manifest_sha256 in seen:
            earlier = seen[bundle.manifest_sha256].folder.name
            raise DisagreementError(
                f"{bundle.folder.name} and {earlier} are the same bundle: its children would count twice"
            )
        seen[bundle.manifest_sha256] = bundle
    check([(bundle.folder.name, bundle.codebook) for bundle in bundles])
    return [Part(b.folder.name, b.codebook, counting.count(b, progress, engine)) for b in bundles]


def add(parts: Sequence[Part]) -> Cubes:
    """Add the cubes of parts; the order and grouping of parts make no difference to any number.

    DisagreementError where codebooks or cubes differ in any classification, code or shared wording.
    """
    if not parts:
        raise DisagreementError("there is nothing to add")
    check([(part.name, part.codebook) for part in parts])
    columns = _same_names(parts, "column", lambda cubes: cubes.columns)
    states = _same_names(parts, "question", lambda cubes: cubes.states)
    return Cubes(
        columns={name: _sum([part.cubes.columns[name] for part in parts]) for name in columns},
        states={name: _sum([part.cubes.states[name] for part in parts]) for name in states},
        language=_sum([part.cubes.language for part in parts]),
        words=_words([part.cubes.words for part in parts]),
        responses=sum(part.cubes.responses for part in parts),
    )


def check(codebooks: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Refuse codebooks that do not agree in every place with the first; codebooks come with their names."""
    first, reference = codebooks[0]
    for name, codebook in codebooks[1:]:
        found = differences(reference, codebook)
        if found:
            more = f" (and {len(found) - _MOST_NAMED} more places)" if len(found) > _MOST_NAMED else ""
            named = "; ".join(str(difference) for difference in found[:_MOST_NAMED])
            raise DisagreementError(f"{first} and {name} do not count the same: {named}{more}")


def _same_names(
    parts: Sequence[Part], what: str, pick: Callable[[Cubes], Mapping[str, Cube]]
) -> tuple[str, ...]:
    wanted = tuple(pick(parts[0].cubes))
    for part in parts[1:]:
        if odd := set(wanted) ^ set(pick(part.cubes)):
            raise DisagreementError(
                f"{parts[0].name} and {part.name}: {what} {min(odd)} was counted in one only"
            )
    return wanted


def _sum(cubes: Sequence[Cube]) -> Cube:
    """Add cubes of one column, with the values in the order in which counting gives them."""
    try:
        total = reduce(plus, cubes)
    except ValueError as error:
        raise DisagreementError(str(error)) from error
    order = sorted(range(len(total.values)), key=lambda at: total.values[at])
    values = tuple(total.values[at] for at in order)
    return Cube(total.column, values, total.axes, np.asarray(total.counts[order], dtype=np.int64))


def _words(parts: Sequence[Mapping[str, Mapping[Row, int]]]) -> dict[str, dict[Row, int]]:
    counted: dict[str, Counter[Row]] = {}
    for part in parts:
        for question, words in part.items():
            counted.setdefault(question, Counter()).update(words)
    return {question: dict(sorted(counted[question].items())) for question in sorted(counted)}
