"""Questions asked of some only: whoever knows the condition learns nothing hidden from how many answered them."""

from dataclasses import replace

import make_bundle
import numpy as np
import pytest
from attacker import Attacker, too_narrow

from analysis.bases import KINDS
from analysis.counting import Cube, Cubes
from analysis.disclosure import audit, load_policy, protect
from analysis.disclosure.auditing.audit import written
from analysis.disclosure.auditing.conditions import asked_of, named
from analysis.disclosure.lines import Line
from analysis.disclosure.solver import SolverError
from analysis.tables import Results, profile, tabulate

POLICY = load_policy()
CODES = make_bundle.MISSING
BANDS, GENDERS = ("7-9", "10-13"), ("girl", "boy", "other")
YES = {"question": "first", "is": ["c1"]}


class Knowing(Attacker):
    """The attacker, who knows that the second question is asked of those whose first answer is c1."""

    def down(self, table, place, choices, kinds, column) -> None:
        if table.question != "second":
            super().down(table, place, choices, kinds, column)
            return
        base = (*place, "base", "")
        self.equations.add((base, *choices))
        said = ("first", None, place[2], place[3], "choice", "c1")
        self.note(said, None)
        self.equations.add((said, base, *kinds))


def meets(condition: dict, first: np.ndarray) -> np.ndarray:
    """Say of every child whether her first answer meets a condition."""
    match condition:
        case {"is": choices}:
            codes = {"c1": 1, "c2": 2, "c3": 3, **CODES}
            return np.isin(first, [codes[choice] for choice in choices])
        case {"answered": _}:
            return first > 0
        case {"all": parts}:
            return np.all([meets(part, first) for part in parts], axis=0)
        case {"any": parts}:
            return np.any([meets(part, first) for part in parts], axis=0)
    return ~meets(condition["not"], first)


def results_of(
    seed: int,
    children: int,
    condition: dict = YES,
    told: object = YES,
    *,
    bands: tuple = BANDS,
    gone: float = 0,
) -> Results:
    """Draw two questions; the second is asked of those of the bands whose first answer meets the condition."""
    rng = np.random.default_rng(seed)
    axes = {"age_band": (*BANDS, *CODES), "gender": (*GENDERS, *CODES)}
    places = rng.choice(2, children, p=[0.6, 0.4]), rng.choice(3, children, p=[0.5, 0.4, 0.1])
    first = rng.choice([1, 2, 3], children, p=[0.75, 0.2, 0.05])
    first = np.where(rng.random(children) < gone, CODES["dont_know"], first)
    asked = meets(condition, first) & np.isin(places[0], [BANDS.index(band) for band in bands])
    second = np.where(asked, rng.choice([1, 2, 3], children, p=[0.6, 0.3, 0.1]), CODES["not_asked"])
    second = np.where(asked & (rng.random(children) < 0.05), CODES["skipped"], second)

    def cube(name: str, values: np.ndarray) -> Cube:
        known = tuple(v.item() for v in np.unique(values))
        counts = np.zeros((len(known), *(len(names) for names in axes.values())), dtype=np.int64)
        np.add.at(counts, (np.searchsorted(np.array(known), values), *places), 1)
        return Cube(name, known, axes, counts)

    columns = {"first": cube("first", first), "second": cube("second", second)}
    states = {name: cube(name, np.minimum(c, 0)) for name, c in (("first", first), ("second", second))}
    language = cube("language", np.array(["en"] * children))
    found = Cubes(columns, states, language, {}, children)
    book = codebook(told, bands)
    return Results(tabulate(found, book), profile(found, book), {}, {}, {}, book)


def codebook(condition: object, bands: tuple = BANDS) -> dict:
    values = [make_bundle.value(i, f"c{i}", f"c{i}", BANDS) for i in (1, 2, 3)]
    questions = [
        make_bundle.question(
            n, "select_one", "single", n, [make_bundle.category(n, values)], bands=list(BANDS)
        )
        for n in ("first", "second")
    ]
    questions[1] |= {"conditional": True, "ask_if": condition, "bands": list(bands)}
    return {
        "bands": [{"name": band} for band in BANDS],
        "breakdowns": [
            {"name": "age_band", "question": None, "values": [{"name": band} for band in BANDS]},
            {"name": "gender", "question": "gender", "values": [{"name": g} for g in GENDERS]},
        ],
        "missing": CODES,
        "questions": questions,
    }


CASES = [(seed, children) for seed in range(6) for children in (120, 400, 900)]


@pytest.mark.parametrize(("seed", "children"), CASES)
def test_whoever_knows_the_condition_works_out_nothing_hidden(seed: int, children: int) -> None:
    release, report = protect(results_of(seed, children), POLICY)
    assert report.violations == ()
    attacker = Knowing(release)
    assert too_narrow(attacker.by_subtraction(), attacker.hidden) == {}
    assert too_narrow(attacker.by_programming(), attacker.hidden) == {}


def test_breakdowns_of_a_conditional_question_are_printed_where_that_is_safe() -> None:
    printed = {
        table.breakdown
        for seed in range(6)
        for table in protect(results_of(seed, 3000), POLICY)[0].tables
        if table.question == "second" and table.columns[0].base
    }
    assert printed == {"overall", "age_band", "gender"}


def test_an_auditor_who_forgets_the_condition_would_let_it_out() -> None:
    """The same releases made as if nobody knew it: the attacker finds hidden answers, and the audit with it."""
    leaks = 0
    for seed, children in CASES:
        drawn = results_of(seed, children)
        blind = results_of(seed, children, told=None)
        release, _ = protect(blind, POLICY)
        attacker = Knowing(release)
        if too_narrow(attacker.by_programming(), attacker.hidden):
            leaks += 1
            assert audit(replace(release, codebook=drawn.codebook)).violations
    assert leaks


FIRST = {"question": "first"}
CONDITIONS = [
    {**FIRST, "is": ["c1", "c2"]},
    {**FIRST, "is": ["c1", "dont_know"]},
    {**FIRST, "answered": True},
    {"not": {**FIRST, "is": ["c2"]}},
    {"not": {"not": YES}},
    {"all": [{**FIRST, "answered": True}, {"not": {**FIRST, "is": ["c3"]}}]},
    {"any": [YES, {**FIRST, "is": ["c2", "dont_know"]}]},
]


@pytest.mark.parametrize("bands", [BANDS, BANDS[1:]])
@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_what_is_printed_never_contradicts_the_condition(condition: dict, bands: tuple) -> None:
    """All is printed exactly, and the truth must fit: a tie that claims too much would be a contradiction."""
    drawn = results_of(7, 500, condition, condition, bands=bands, gone=0.1)
    lines, children = exactly(drawn), drawn.profile.total
    region = written(lines, FINE, children, {}, asked_of(drawn.codebook)).region()
    region.extreme(np.zeros(region.ranges.shape[1]))
    other = codebook({"question": "first", "is": ["c3"]}, bands)
    region = written(lines, FINE, children, {}, asked_of(other)).region()
    with pytest.raises(SolverError):
        region.extreme(np.zeros(region.ranges.shape[1]))


# As if every number stood there as it is.
FINE = replace(POLICY, minimum_base=1, minimum_cell=1, rounding=1, interval=0, interval_missing=0)


def exactly(drawn: Results) -> list[Line]:
    """Print every count as it is, without shares."""
    plain = Line("", "", "single", "overall", "total", "shown", None, "choice", "", "", "shown", 0, None)
    lines = [
        replace(plain, question=breakdown, shape="profile", kind="group", row=group, count=int(count))
        for breakdown, groups in drawn.profile.groups.items()
        for group, count in zip(groups, drawn.profile.counts[breakdown], strict=True)
    ]
    for table in drawn.tables:
        for breakdown, groups in table.groups.items():
            for at, group in enumerate(groups):
                base = table.bases[breakdown]
                status = "shown" if base.asked[at] else "not asked"
                column = replace(
                    plain, question=table.question, breakdown=breakdown, group=group, status=status,
                    group_status=status, base=int(base.answered[at]) if status == "shown" else None,
                )  # fmt: skip
                rows = [
                    ("choice", row, table.counts[breakdown][n, at]) for n, row in enumerate(table.choices)
                ]
                rows += [("missing", kind, base.missing[kind][at]) for kind in KINDS]
                lines += [
                    replace(column, kind=kind, row=row, count=int(count) if status == "shown" else None)
                    for kind, row, count in rows
                ]
    return lines


def test_a_question_that_others_hang_on_is_not_given_up_for_them() -> None:
    """Where the number asked gives an answer away, less is printed of who was asked, and all of the answer."""
    release, _ = protect(results_of(1, 400), POLICY)
    assert {table.breakdown for table in release.tables if table.question == "first"} == {
        "overall",
        "age_band",
        "gender",
    }


def test_the_conditions_of_a_codebook() -> None:
    assert asked_of(codebook(None)) == {}
    both = {"any": [YES, {"not": {"question": "third", "answered": True}}]}
    assert asked_of(codebook(both))["if"] == {"second": both}
    assert set(named(both)) == {"first", "third"}
