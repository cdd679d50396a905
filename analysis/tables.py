"""From cubes to tables: exact counts of each question by each breakdown, before any protection. Pure.

Nothing made here may be shown; `disclosure.protect` takes it and gives what may.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.bases import Bases
from analysis.bundle import Bundle, questions
from analysis.counting import Cube, Cubes
from analysis.frames import OVERALL, Frame
from analysis.numbers import classes
from analysis.themes import Coding
from analysis.words import Row

Counts = npt.NDArray[np.int64]


class TableError(ValueError):
    """Counts of one question contradict each other."""


@dataclass(frozen=True, slots=True)
class Counted:
    """All linked tables of one question, or of one row (`item`) of a grid: exact counts.

    `counts`, `bases` and `offered` are keyed by breakdown (also "overall"); arrays are choices x groups.
    Where `adds`, the choices sum to the answered; otherwise each choice is its own yes or no. `joins` names
    the codes counted together per choice. `routed`: an earlier answer may have led a child past the question.
    `partly` names the choices that not every age band who was asked could reach: a share of all misleads.
    `reworded`: some age bands read other words for the same choice.
    """

    question: str
    item: str | None
    shape: str
    sensitive: bool
    adds: bool
    most: int | None
    choices: tuple[str, ...]
    joins: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, Counts]
    bases: Mapping[str, Bases]
    offered: Mapping[str, npt.NDArray[np.bool_]]
    routed: bool
    partly: tuple[str, ...] = ()
    reworded: bool = False

    def headline(self) -> "Counted":
        """Give the same without its breakdowns."""
        return replace(
            self,
            groups={OVERALL: self.groups[OVERALL]},
            counts={OVERALL: self.counts[OVERALL]},
            bases={OVERALL: self.bases[OVERALL]},
            offered={OVERALL: self.offered[OVERALL]},
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """Who took part: children by group, the kinds of missing kept apart; keyed by breakdown.

    `by_age` counts age bands x groups, the groups as the questions' tables have them: it is never printed,
    but where a question was asked of some bands only, its bases depend on it.
    """

    groups: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, Counts]
    total: int
    by_age: Mapping[str, Counts]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything exact that a run found; `disclosure.protect` turns it into what may be shown."""

    tables: tuple[Counted, ...]
    profile: Profile
    words: Mapping[str, Mapping[Row, int]]
    texts: Mapping[str, int]
    facts: Mapping[str, object]
    codebook: Mapping[str, Any]
    themes: Mapping[str, Coding] = field(default_factory=dict)


def results(bundle: Bundle, cubes: Cubes) -> Results:
    """Make all exact tables of a bundle."""
    texts = bundle.manifest["counts"].get("texts", {})
    return Results(
        tables=tabulate(cubes, bundle.codebook),
        profile=profile(cubes, bundle.codebook),
        words=cubes.words,
        texts={question: sum(states.values()) for question, states in texts.items()},
        facts={name: fact for name, fact in bundle.manifest.items() if name not in {"counts", "files"}},
        codebook=bundle.codebook,
    )


def tabulate(cubes: Cubes, codebook: Mapping[str, Any]) -> tuple[Counted, ...]:
    """Make the tables of all questions, in the codebook's order."""
    return tuple(counted for question in questions(codebook) for counted in _of(question, cubes, codebook))


def profile(cubes: Cubes, codebook: Mapping[str, Any]) -> Profile:
    """Count the children by every breakdown and by the language they answered in."""
    groups, counts = {}, {}
    for breakdown, names in cubes.language.axes.items():
        found = cubes.language.by(breakdown).sum(axis=0)
        declared = len(names) - len(codebook["missing"])
        keep = [at for at, name in enumerate(names) if at < declared or found[at]]
        groups[breakdown], counts[breakdown] = tuple(names[at] for at in keep), found[keep]
    groups["language"] = tuple(str(value) for value in cubes.language.values)
    counts["language"] = cubes.language.by(None)
    return Profile(groups, counts, cubes.responses, _by_age(cubes.language, codebook))


def _by_age(cube: Cube, codebook: Mapping[str, Any]) -> dict[str, Counts]:
    frame, axes = Frame.of(cube, codebook), list(cube.axes)
    found = {}
    for breakdown in (name for name in axes if name != "age_band"):
        keep = (axes.index("age_band") + 1, axes.index(breakdown) + 1)
        flat = cube.counts.sum(axis=tuple(at for at in range(cube.counts.ndim) if at not in keep))
        pairs = flat if keep[0] < keep[1] else flat.T
        found[breakdown] = frame.columns(frame.columns(pairs, breakdown).T, "age_band").T
    return found


def _of(question: Mapping[str, Any], cubes: Cubes, codebook: Mapping[str, Any]) -> Iterator[Counted]:
    if question["shape"] in {"multiple", "rank"}:
        # A choice counts where it was ticked, or put in first place.
        picked = {v["name"]: (cubes.columns[v["column"]], (1,)) for v in question["variables"]}
        yield _counted(question, _Lines(None, picked, {}, cubes.states[question["name"]]), codebook)
        return
    for variable in question["variables"]:
        cube = cubes.columns[variable["column"]]
        if question["shape"] == "number":
            joins: dict[str, tuple[str, ...]] = {}
            codes = classes(cube.values, cube.by(None))
        else:
            joins = _joined(question, variable)
            code_of = {value["name"]: value["code"] for value in variable["values"]}
            codes = {name: tuple(code_of[n] for n in names) for name, names in joins.items()}
        rows = {name: (cube, wanted) for name, wanted in codes.items()}
        yield _counted(question, _Lines(variable["name"], rows, joins, cube), codebook)


def _joined(question: Mapping[str, Any], variable: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Group the choices under the reporting variable where the scales of the bands differ."""
    joins: dict[str, tuple[str, ...]] = {c["name"]: () for c in question.get("report_choices") or ()}
    for value in variable["values"]:
        name = value["reports_as"] or value["name"]
        joins[name] = (*joins.get(name, ()), value["name"])
    return {name: names for name, names in joins.items() if names}


@dataclass(frozen=True, slots=True)
class _Lines:
    """What to count: per choice a cube and the codes in it, and the cube that tells who answered."""

    item: str | None
    rows: Mapping[str, tuple[Cube, Sequence[int]]]
    joins: Mapping[str, tuple[str, ...]]
    state: Cube


def _counted(question: Mapping[str, Any], lines: _Lines, codebook: Mapping[str, Any]) -> Counted:
    frame = Frame.of(lines.state, codebook)
    counts = {b: np.array([frame.row(c, codes, b) for c, codes in lines.rows.values()]) for b in frame.groups}
    base = {b: frame.bases(lines.state, b, codebook["missing"]) for b in frame.groups}
    return Counted(
        question=question["name"],
        item=lines.item,
        shape=question["shape"],
        sensitive=bool(question["sensitive"]),
        adds=_adds(question, counts, base),
        most=question["most"] if question["shape"] == "multiple" else None,
        choices=tuple(lines.rows),
        joins={name: names for name, names in lines.joins.items() if names != (name,)},
        groups=frame.groups,
        counts=counts,
        bases=base,
        offered={b: _offered(question, lines, names, b) for b, names in frame.groups.items()},
        routed=bool(question.get("conditional")) or _routed(question, base, frame.groups),
        partly=_partly(question, lines, frame.groups),
        reworded=_reworded(question),
    )


def _reworded(question: Mapping[str, Any]) -> bool:
    """Say whether a choice reads differently from one age band to the next, in any language."""
    parts = [part for v in question["variables"] for part in (v, *v["values"]) if part.get("label")]
    return any(len(set(wordings.values())) > 1 for part in parts for wordings in part["label"].values())


def _adds(question: Mapping[str, Any], counts: Mapping[str, Counts], base: Mapping[str, Bases]) -> bool:
    """Say whether the choices make up the answered; several ticked choices must at least cover them."""
    several = question["shape"] == "multiple"
    for breakdown, found in counts.items():
        total, answered = found.sum(axis=0), base[breakdown].answered
        if (total < answered).any() or (not several and (total != answered).any()):
            raise TableError(f"{question['name']}: the choices do not add up to those who answered")
    return not several


def _offered(
    question: Mapping[str, Any], lines: _Lines, groups: Sequence[str], breakdown: str
) -> npt.NDArray[np.bool_]:
    """Say which choices an age band could choose; every other group holds all bands."""
    if breakdown != "age_band":
        return np.ones((len(lines.rows), len(groups)), dtype=np.bool_)
    bands = _bands(question, lines)
    return np.array([[not bands[name] or group in bands[name] for group in groups] for name in lines.rows])


def _bands(question: Mapping[str, Any], lines: _Lines) -> dict[str, set[str]]:
    """List by choice the age bands that could reach it; none where choices are classes of numbers."""
    bands: dict[str, set[str]] = {name: set() for name in lines.rows}
    for variable in question["variables"]:
        for choice in variable["values"] or [variable]:
            name = choice.get("reports_as") or choice["name"]
            bands.setdefault(name, set()).update(choice.get("bands") or question["bands"])
    return bands


def _partly(
    question: Mapping[str, Any], lines: _Lines, groups: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Name the choices out of reach of an age band that was asked the question, or this row of it."""
    rows = {variable["name"]: variable.get("bands") for variable in question["variables"]}
    asked = set(rows.get(lines.item) or question["bands"]) & set(groups.get("age_band", question["bands"]))
    return tuple(name for name, bands in _bands(question, lines).items() if bands and not asked <= bands)


def _routed(
    question: Mapping[str, Any], base: Mapping[str, Bases], groups: Mapping[str, tuple[str, ...]]
) -> bool:
    """Say whether children of a band that is asked were not asked: an earlier answer led them past."""
    if "age_band" not in groups:
        return bool(base[OVERALL].not_asked.sum())
    asked = [at for at, band in enumerate(groups["age_band"]) if band in question["bands"]]
    return bool((base["age_band"].not_asked[asked] * base["age_band"].asked[asked]).any())
