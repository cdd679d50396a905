"""Known answers of the disclosure-control literature: a trap, an optimum, and counts of risky records."""

import gzip
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from material import material

from analysis.bases import KINDS, Bases
from analysis.disclosure import load_policy
from analysis.disclosure.auditing.attack import attack
from analysis.disclosure.auditing.targets import Target
from analysis.disclosure.protecting.assess import assess
from analysis.disclosure.protecting.suppress import choose
from analysis.disclosure.solver import Region
from analysis.disclosure.system import Builder, Count, matrix
from analysis.tables import Counted

# sdcTable's 4 x 4 trap, re-typed as facts: the exact counts; hidden are those in HIDDEN, two or more in every
# row and column, which looks safe.
ROWS = {"w": (30, 47, 64, 89), "x": (90, 124, 5, 31), "y": (92, 100, 59, 85), "z": (800, 991, 651, 685)}
HIDDEN = {"wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd"}


def four_by_four(hidden: set[str]) -> tuple[Region, dict[str, int]]:
    """All margins are shown, exactly; hidden counts are anything from 0 up."""
    names = [row + column for row in ROWS for column in "abcd"]
    counts = [float(count) for row in ROWS.values() for count in row]
    lines = [[names.index(row + column) for column in "abcd"] for row in ROWS]
    lines += [[names.index(row + column) for row in ROWS] for column in "abcd"]
    margins = [sum(counts[at] for at in line) for line in lines]
    total = sum(counts)
    low = [0.0 if name in hidden else count for name, count in zip(names, counts, strict=True)]
    high = [total if name in hidden else count for name, count in zip(names, counts, strict=True)]
    ranges = np.array([[*low, *margins], [*high, *margins]])
    sums = [([*line, 16 + at], [1.0] * 4 + [-1.0]) for at, line in enumerate(lines)]
    size = ranges.shape[1]
    return Region(matrix(sums, size), matrix([], size), ranges), {n: at for at, n in enumerate(names)}


def ends(hidden: set[str], name: str) -> tuple[float, float]:
    region, places = four_by_four(hidden)
    least, most = region.interval(places[name])
    return least[places[name]], most[places[name]]


def test_two_hidden_in_every_line_and_yet_one_is_exactly_47() -> None:
    assert ends(HIDDEN, "wb") == (47, 47)


def test_one_more_hidden_cell_opens_the_trap() -> None:
    assert ends(HIDDEN | {"xb"}, "wb") == (0, 141)


def test_our_own_choice_does_not_fall_into_it() -> None:
    build = Builder()
    places = {}
    for row, counts in ROWS.items():
        for column, count in zip("abcd", counts, strict=True):
            exact, free = (float(count), float(count)), (0.0, 5000.0)
            hide = row + column in HIDDEN
            cell = Count(row + column, count, exact, free, need=10, cost=float(count), must_hide=hide)
            places[row + column] = build.add(cell)
    for line in [[r + c for c in "abcd"] for r in ROWS] + [[r + c for r in ROWS] for c in "abcd"]:
        total = sum(build.counts[places[name]].truth for name in line)
        whole = build.derived("margin", total, (float(total), float(total)))
        build.total([places[name] for name in line], whole)
    hide = choose(build.build())
    chosen = {name for name, at in places.items() if hide[at]}
    assert chosen > HIDDEN
    for name in chosen:
        least, most = ends(chosen, name)
        assert most - least >= 10, name


@pytest.mark.external
def test_the_optimum_of_sdctable_on_microdata1() -> None:
    """One unsafe cell (region A, female) takes three more: 11 of 15 cells stay."""
    expected = json.loads(material("sdc/reference.json").read_text())["sdcTable_microdata1"]
    with gzip.open(material("sdc/microdata1.csv.gz")) as source:
        records = pd.read_csv(source)
    table = pd.crosstab(records["region"], records["gender"])
    build, places = Builder(), {}
    regions, genders = [*table.index, "all"], [*table.columns, "all"]
    full = table.assign(all=table.sum(axis=1))
    full.loc["all"] = full.sum()
    for region in regions:
        for gender in genders:
            count = int(full.loc[region, gender])
            hide = (region, gender) == ("A", "female")
            cell = Count(
                f"{region} {gender}", count, (count, count), (0.0, 1000.0), need=2, cost=count, must_hide=hide
            )
            places[region, gender] = build.add(cell)
    for region in regions:
        build.total([places[region, g] for g in table.columns], places[region, "all"])
    for gender in genders:
        build.total([places[r, gender] for r in table.index], places["all", gender])
    hide = choose(build.build())
    assert int(hide.sum()) == 1 + expected["secondary"]
    assert int((~hide).sum()) == expected["published"]


@pytest.mark.external
def test_the_records_of_testdata_that_violate_k_anonymity() -> None:
    """The counting that cubes rest on, over seven keys: 157, 281 and 458 records in groups under 2, 3 and 5."""
    expected = json.loads(material("sdc/reference.json").read_text())["sdcMicro_testdata"]
    with gzip.open(material("sdc/testdata.csv.gz")) as source:
        sizes = pd.read_csv(source).groupby(expected["key_variables"]).size()
    assert len(sizes) == expected["distinct_combinations"]
    found = {k: int(sizes[sizes < k].sum()) for k in (2, 3, 5)}
    assert found == {2: 157, 3: 281, 5: 458}


def test_the_trap_as_the_audit_reads_it() -> None:
    """The same 4 x 4 as a printed table with its margins: hiding more than the trap hides is demanded of it."""
    assert ends(HIDDEN, "wa") != ends(HIDDEN, "wb")
    region, places = four_by_four(HIDDEN)
    targets = [Target(places[name], "q", ("q", ""), name, need=10.0) for name in sorted(HIDDEN)]
    found = list(attack(region, targets, np.zeros(region.ranges.shape[1], dtype=np.bool_)))
    assert [(fault.place, fault.low, fault.high) for fault in found] == [("wb", 47, 47)]
    opened, _ = four_by_four(HIDDEN | {"xb"})
    assert list(attack(opened, targets, np.zeros(opened.ranges.shape[1], dtype=np.bool_))) == []


def test_singletons_need_a_third() -> None:
    """Counts 1, 2, 1, 0 of a known total: to hide both ones is to tell that they are two children together.

    Each of the two knows herself and so the other; one more count is hidden.
    """
    counts = (1, 2, 1, 0)
    ones = np.array([True, False, True, False])

    def interval(hide: np.ndarray, place: int) -> tuple[float, float]:
        low = np.where(hide, 0.0, counts)
        high = np.where(hide, 4.0, counts)
        ranges = np.array([[*low, 4.0], [*high, 4.0]])
        region = Region(matrix([([0, 1, 2, 3, 4], [1.0] * 4 + [-1.0])], 5), matrix([], 5), ranges)
        least, most = region.interval(place)
        return float(least[place]), float(most[place])

    assert interval(ones, 0) == (0, 2)
    build = Builder()
    places = []
    for at, count in enumerate(counts):
        # Two possible values beside her own: who is one of the two ones must not know the other.
        hide = bool(ones[at])
        cell = Count(
            f"c{at}", count, (count, count), (0.0, 4.0), need=3 if hide else 0, cost=1 + count, must_hide=hide
        )
        places.append(build.add(cell))
    build.total(places, build.derived("total", 4, (4.0, 4.0)))
    hide = choose(build.build())[:4]
    assert hide.sum() == 3
    assert set(np.flatnonzero(ones)) < set(np.flatnonzero(hide))
    for place in np.flatnonzero(ones):
        least, most = interval(hide, int(place))
        assert most - least >= 3


# The ESS handbook's table of marital status by hours (chapter 5): 35 hours or more a week, or fewer.
@pytest.mark.parametrize(
    ("status", "hours", "hidden", "why"),
    [
        ("married", (6, 0), True, "group disclosure: all of them"),
        ("divorced", (5, 1), True, "within the group: the one knows it of the five"),
        ("single", (2, 2), False, "neither"),
    ],
)
@pytest.mark.parametrize("spare", [0, 60])
def test_group_disclosure_of_the_handbook(
    status: str, hours: tuple[int, int], hidden: object, why: str, spare: int
) -> None:
    """The rule alone, whatever the size: thirty times as many married people with no other answer fare no better."""
    counts = np.array([[hours[0] + spare, hours[1] + (spare if hours == (2, 2) else 0)]]).T
    answered = counts.sum(axis=0)
    bases = Bases(answered, dict.fromkeys(KINDS, answered * 0), answered * 0)
    table = Counted(
        question="hours", item=None, shape="single", sensitive=True, adds=True, most=None,
        choices=("long", "short"), joins={}, groups={"marital": (status,)}, counts={"marital": counts},
        bases={"marital": bases}, offered={"marital": np.ones((2, 1), dtype=np.bool_)}, routed=False,
    )  # fmt: skip
    small = replace(load_policy(), minimum_base=1, minimum_cell=1)
    found = assess(table, small)
    alone = hours == (2, 2) and not spare  # 2 of 4: all but two answered the same, which is fewer than three
    assert bool(found.unanimous["marital"][0]) == bool(hidden or alone), why
    assert not assess(replace(table, sensitive=False), small).unanimous["marital"].any()
