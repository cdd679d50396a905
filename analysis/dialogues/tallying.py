"""From tallies to count cubes, so that what groups answered is tabulated as what single children answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.bundle import BundleError
from analysis.counting import Cube, Cubes

ANSWERED = ""  # the value under which those who answered are counted
_FIRST = "1"  # the place of a ranking that is counted
AGE = "age_band"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many children of an age band gave this value (to this row or choice) of a question."""

    band: str
    question: str
    part: str
    value: str
    children: int


@dataclass(frozen=True, slots=True)
class _Band:
    """The axis of age bands, as cubes have it: the bands, then the kinds of missing."""

    names: tuple[str, ...]

    def cube(self, column: str, found: Mapping[tuple[int, str], int]) -> Cube:
        values = tuple(sorted({value for value, _ in found}))
        counts = np.zeros((len(values), len(self.names)), dtype=np.int64)
        for (value, band), children in found.items():
            counts[values.index(value), self.names.index(band)] += children
        return Cube(column, values, {AGE: self.names}, counts)


def cubes(tallies: Sequence[Tally], codebook: Mapping[str, Any], file: str) -> Cubes:
    """Count tallies as responses are counted, those who gave no answer left out.

    BundleError names a value that is not in the codebook. Every question of the codebook gets its cubes.
    """
    bands = _Band((*(band["name"] for band in codebook["bands"]), *codebook["missing"]))
    by_question: dict[str, list[Tally]] = {question["name"]: [] for question in codebook["questions"]}
    for tally in tallies:
        if tally.question in by_question and tally.value not in codebook["missing"]:
            by_question[tally.question].append(tally)
    columns: dict[str, Cube] = {}
    states: dict[str, Cube] = {}
    for question in codebook["questions"]:
        own = by_question[question["name"]]
        for variable in question["variables"]:
            columns[variable["column"]] = bands.cube(
                variable["column"], _column(question, variable, own, file)
            )
        if question["shape"] in {"multiple", "rank"}:
            states[question["name"]] = bands.cube(question["name"], _state(question, own))
    return Cubes(columns, states, bands.cube(AGE, {}), {}, 0)


def _column(
    question: Mapping[str, Any], variable: Mapping[str, Any], own: Sequence[Tally], file: str
) -> Counter[tuple[int, str]]:
    """Give the children of one coded column by code and age band."""
    found: Counter[tuple[int, str]] = Counter()
    codes = {value["name"]: value["code"] for value in variable["values"]}
    for tally in own:
        match question["shape"]:
            case "multiple":
                if tally.value == variable["name"]:
                    found[1, tally.band] += tally.children
            case "rank":
                if (tally.part, tally.value) == (variable["name"], _FIRST):
                    found[1, tally.band] += tally.children
            case "number":
                if tally.value != ANSWERED:
                    found[_number(tally, file), tally.band] += tally.children
            case _ if tally.value != ANSWERED and tally.part == (variable["name"] or ""):
                if tally.value not in codes:
                    raise _strange(tally, file)
                found[codes[tally.value], tally.band] += tally.children
    return found


def _state(question: Mapping[str, Any], own: Sequence[Tally]) -> Counter[tuple[int, str]]:
    """Count those who answered: said outright where several may be chosen, else all first places."""
    found: Counter[tuple[int, str]] = Counter()
    for tally in own:
        several = question["shape"] == "multiple"
        if (tally.value == ANSWERED) if several else (tally.value == _FIRST and tally.part):
            found[0, tally.band] += tally.children
    return found


def _number(tally: Tally, file: str) -> int:
    if not tally.value.isdecimal():
        raise _strange(tally, file)
    return int(tally.value)


def _strange(tally: Tally, file: str) -> BundleError:
    return BundleError(file, f"counts {tally.value!r} of {tally.question!r}, which is not in the codebook")
