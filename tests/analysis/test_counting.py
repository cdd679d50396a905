"""The cubes count what pandas counts row by row, and add."""
# ruff: noqa: PD011 - a cube is no data frame

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import make_bundle
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import bundle as bundles
from analysis import counting
from analysis.words import tally

GROUPS = ["age_band", "gender", "region"]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> bundles.Bundle:
    said = [("en", "Fun"), ("en", "Fun"), ("en", "fun "), ("en", "Scary"), ("fr", "Fun")]
    texts = [
        {"question": "one_word", "language": language, "age_band": "7-9", "text": word}
        for language, word in said
    ]
    folder = tmp_path_factory.mktemp("counting") / "b"
    return bundles.read(make_bundle.write(folder, responses=900, seed=4, texts=texts))


@pytest.fixture(scope="module")
def cubes(bundle: bundles.Bundle) -> counting.Cubes:
    return counting.count(bundle)


@pytest.fixture(scope="module")
def rows(bundle: bundles.Bundle) -> pd.DataFrame:
    return pd.read_parquet(bundle.responses)


def test_every_cell_of_every_cube(cubes: counting.Cubes, rows: pd.DataFrame) -> None:
    for name, cube in cubes.columns.items():
        keys = [name, *GROUPS]
        expected = rows[keys].astype(str).value_counts().to_dict()
        axes = [cube.axes[group] for group in GROUPS]
        found = {
            (str(cube.values[at[0]]), *(axis[i] for axis, i in zip(axes, at[1:], strict=True))): int(
                cube.counts[at]
            )
            for at in zip(*np.nonzero(cube.counts), strict=True)
        }
        assert found == expected, name
        assert cube.counts.sum() == len(rows)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(None, id="a bundle without numbers"),
        pytest.param([at % 5 for at in range(900)], id="one number for several cells"),
        pytest.param([-1] * 900, id="a number below nought"),
        pytest.param([None] + [0] * 899, id="a child without a number"),
        pytest.param([2**31 - 1] * 900, id="a number beyond all"),
        pytest.param(list(range(900)), id="a number for each child"),
    ],
)
def test_numbers_of_cells_change_the_speed_and_no_count(
    bundle: bundles.Bundle, cubes: counting.Cubes, cells: list[int | None] | None, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    shutil.copytree(bundle.folder, folder)
    table = pq.read_table(folder / "responses.parquet").drop(["_cell"])
    if cells is not None:
        table = table.append_column("_cell", pa.array(cells, pa.int32()))
    pq.write_table(table, folder / "responses.parquet")
    make_bundle.seal(folder, responses=900, texts=5)
    other = counting.count(bundles.read(folder))
    assert (other.responses, other.words) == (cubes.responses, cubes.words)
    for mine, theirs in (
        (cubes.columns, other.columns),
        (cubes.states, other.states),
        ({"": cubes.language}, {"": other.language}),
    ):
        assert mine.keys() == theirs.keys()
        for name, cube in mine.items():
            assert (cube.values, cube.axes) == (theirs[name].values, theirs[name].axes)
            assert np.array_equal(cube.counts, theirs[name].counts), name


def test_numbered_cells_are_what_is_grouped_by(bundle: bundles.Bundle) -> None:
    asked: list[str] = []

    @contextmanager
    def watched(responses: Path, texts: Path) -> Iterator[counting.Run]:
        with counting.here(responses, texts) as run:
            yield lambda query: asked.append(query) or run(query)

    counting.count(bundle, engine=watched)
    assert sum("age_band" in query and "FROM responses" in query for query in asked) == 1
    assert sum("_cell" in query for query in asked) > 5


@pytest.mark.parametrize("group", GROUPS)
def test_a_margin_is_a_cross_tabulation(cubes: counting.Cubes, rows: pd.DataFrame, group: str) -> None:
    cube = cubes.columns["likelihood"]
    expected = pd.crosstab(rows["likelihood"], rows[group].astype(str))
    for at, named in enumerate(cube.axes[group]):
        wanted = expected.get(named, pd.Series(0, index=expected.index)).reindex(cube.values).tolist()
        assert cube.by(group)[:, at].tolist() == wanted


def test_who_answered_a_question_of_several_columns(cubes: counting.Cubes, rows: pd.DataFrame) -> None:
    flags = rows[[c for c in rows.columns if c.startswith("risks.")]]
    answered = int((flags >= 0).any(axis=1).sum())
    state = cubes.states["risks"]
    assert state.by(None)[state.values.index(0)] == answered


def test_words_are_counted_as_written_by_language_and_folded_only_then(cubes: counting.Cubes) -> None:
    assert cubes.words == {
        "one_word": {
            ("en", "7-9", "Fun"): 2,
            ("en", "7-9", "Scary"): 1,
            ("en", "7-9", "fun "): 1,
            ("fr", "7-9", "Fun"): 1,
        }
    }
    assert tally(cubes.words["one_word"]) == {"en": {"Fun": 3, "Scary": 1}, "fr": {"Fun": 1}}


def test_cubes_add(cubes: counting.Cubes, tmp_path: Path) -> None:
    other = counting.count(bundles.read(make_bundle.write(tmp_path / "c", responses=300, seed=9)))
    both = cubes.columns["hours"] + other.columns["hours"]
    assert both.counts.sum() == 1200
    for value in both.values:
        parts = [
            c.counts[c.values.index(value)].sum()
            for c in (cubes.columns["hours"], other.columns["hours"])
            if value in c.values
        ]
        assert both.counts[both.values.index(value)].sum() == sum(parts)


def test_cubes_of_different_classifications_do_not_add(cubes: counting.Cubes) -> None:
    cube = cubes.columns["hours"]
    foreign = counting.Cube("hours", cube.values, {**cube.axes, "gender": ("x",)}, cube.counts)
    with pytest.raises(ValueError, match="do not share their classifications"):
        _ = cube + foreign
