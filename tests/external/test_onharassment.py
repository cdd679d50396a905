"""One poll, real children: 4,174 students' answers go through the front door and come out to the last child."""

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from material import material
from offices import Office

from analysis import bundle as bundles
from analysis import counting

pytestmark = pytest.mark.external

HERE = Path(__file__).parent
CHILDREN = 4174
VICTIMS = {"12-14": (447, 1561), "15-17": (753, 2148), "18-21": (201, 465)}


def converted(out: Path) -> list[dict[str, str]]:
    """Write the published file in the columns that `consult replay` reads; give its rows."""
    mapping = json.loads((HERE / "onharassment_map.json").read_text())
    columns = {"band": mapping["band"], **mapping["questions"]}
    with material("onharassment/onharassment.csv").open(newline="") as file:
        rows = [
            {name: column["values"][row[column["column"]]] for name, column in columns.items()}
            for row in csv.DictReader(file)
        ]
    with out.open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(columns))
        writer.writeheader()
        writer.writerows(rows)
    return rows


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, str]]]:
    path = tmp_path_factory.mktemp("onharassment") / "answers.csv"
    return path, converted(path)


def test_every_child_arrives_once(tmp_path: Path, database_url: str, said) -> None:
    path, rows = said
    office = Office(tmp_path, database_url)
    office.open(str(HERE / "onharassment.json"), "harassment")
    with office.serving() as server:
        told = office.consult("replay", "harassment", "--csv", str(path), "--url", server.url)
    assert f"{CHILDREN} stored" in told
    assert "0 refused, 0 without a reply" in told
    assert f"with {CHILDREN} responses" in office.consult("close", "harassment")
    office.consult("freeze", "harassment", "children.bundle")
    agrees(tmp_path / "children.bundle", rows)


def agrees(folder: Path, rows: list[dict[str, str]]) -> None:
    """Compare a bundle with the published figures, and with every single profile of the published file."""
    bundle = bundles.read(folder)
    cubes = counting.count(bundle)
    assert cubes.responses == CHILDREN
    assert len(rows) == CHILDREN
    counts = shown(cubes.columns["rep_victim"], bundle, "age_band")
    assert {band: (yes, yes + no) for band, (no, yes) in counts.items()} == VICTIMS
    assert sum(yes for _, yes in counts.values()) == 1401
    by_sex = shown(cubes.columns["rep_victim"], bundle, "gender")
    share = {sex: round(100 * yes / (yes + no), 2) for sex, (no, yes) in by_sex.items()}
    assert share == {"female": 36.55, "male": 30.32}
    assert profiles(bundle) == Counter(tuple(sorted(row.items())) for row in rows)


def shown(cube: counting.Cube, bundle: bundles.Bundle, breakdown: str) -> dict[str, tuple[int, int]]:
    """Give how many said no and yes in each group that anybody is in."""
    names = {value["code"]: value["name"] for value in values(bundle)[cube.column]}
    lines = {names[int(value)]: at for at, value in enumerate(cube.values)}
    table = cube.by(breakdown)
    groups = cube.axes[breakdown]
    return {
        group: (int(table[lines["no"], at]), int(table[lines["yes"], at]))
        for at, group in enumerate(groups)
        if np.any(table[:, at])
    }


def values(bundle: bundles.Bundle) -> dict[str, list[dict]]:
    return {each["column"]: each["values"] for each in bundles.variables(bundle.codebook)}


def profiles(bundle: bundles.Bundle) -> Counter[tuple[tuple[str, str], ...]]:
    """Give every child's full set of answers, as a bag: nobody lost, doubled, mixed or changed."""
    names = {
        column: {value["code"]: value["name"] for value in found} for column, found in values(bundle).items()
    }
    table = pq.read_table(bundle.responses).to_pylist()
    found: Counter[tuple[tuple[str, str], ...]] = Counter()
    for row in table:
        coded = {column: names[column][row[column]] for column in names}
        found[tuple(sorted({"band": row["age_band"], "sex": row["gender"], **coded}.items()))] += 1
    return found
