"""Known answers of the disclosure-control literature: a trap, an optimum, and counts of risky records."""

import gzip
import json

import numpy as np
import pandas as pd
import pytest
from material import material

from analysis.disclosure.solver import Region
from analysis.disclosure.suppress import choose
from analysis.disclosure.system import Builder, Count, matrix

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
