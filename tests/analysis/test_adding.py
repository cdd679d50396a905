"""Cubes of several bundles add to what counting all their rows at once gives, or are refused by place."""

import copy
import csv
import dataclasses
import json
import shutil
import statistics
from pathlib import Path

import make_bundle
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import adding, bundle, counting, output
from analysis.adding.__main__ import main
from analysis.trend.comparing import differences

SEEDS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 10_000)), min_size=3, max_size=3)
SAID = [
    {"question": "one_word", "language": "en", "age_band": "7-9", "text": word} for word in ("fun", "Fun")
]


def read(folder: Path, n: int = 100, seed: int = 1, **more) -> bundle.Bundle:
    return bundle.read(make_bundle.write(folder, responses=n, seed=seed, **more))


def part(found: bundle.Bundle) -> adding.Part:
    return adding.Part(found.folder.name, found.codebook, counting.count(found))


def joined(found: list[bundle.Bundle], folder: Path) -> bundle.Bundle:
    """Write the rows of several bundles into one, each row as it stands."""
    folder.mkdir()
    for name in ("responses.parquet", "texts.parquet"):
        tables = [pq.read_table(one.folder / name) for one in found]
        pq.write_table(pa.concat_tables([t.unify_dictionaries() for t in tables]), folder / name)
    shutil.copy(found[0].folder / "codebook.json", folder)
    rows = {n: pq.read_metadata(folder / f"{n}.parquet").num_rows for n in ("responses", "texts")}
    make_bundle.seal(folder, **rows)
    return bundle.read(folder)


def assert_same(one: counting.Cubes, other: counting.Cubes) -> None:
    assert (one.responses, one.words) == (other.responses, other.words)
    assert list(one.words) == list(other.words)
    for mine, theirs in ((one.columns, other.columns), (one.states, other.states)):
        assert list(mine) == list(theirs)
        for name, cube in mine.items():
            assert_same_cube(cube, theirs[name])
    assert_same_cube(one.language, other.language)


def assert_same_cube(one: counting.Cube, other: counting.Cube) -> None:
    assert (one.column, one.values, dict(one.axes)) == (other.column, other.values, dict(other.axes))
    assert np.array_equal(one.counts, other.counts)


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_adding_is_counting_everything_at_once_in_any_order(tmp_path_factory, drawn) -> None:
    place = tmp_path_factory.mktemp("adding")
    found = [read(place / f"b{at}", n, seed, texts=SAID[:at]) for at, (n, seed) in enumerate(drawn)]
    a, b, c = (part(one) for one in found)
    whole = counting.count(joined(found, place / "all"))
    pair = adding.Part("a and b", a.codebook, adding.add([a, b]))
    for way in ([a, b, c], [c, b, a], [b, a, c], [pair, c], [c, pair]):
        assert_same(adding.add(way), whole)


def test_bundles_are_counted_together(tmp_path: Path) -> None:
    found = [read(tmp_path / "kenya", 300, 4), read(tmp_path / "peru", 200, 5)]
    assert adding.count_together(found).responses == 500


def test_one_bundle_is_not_counted_twice(tmp_path: Path) -> None:
    found = read(tmp_path / "kenya")
    shutil.copytree(found.folder, tmp_path / "copy")
    with pytest.raises(adding.DisagreementError, match="copy and kenya are the same bundle"):
        adding.count_together([found, bundle.read(tmp_path / "copy")])


def test_nothing_cannot_be_added() -> None:
    with pytest.raises(adding.DisagreementError, match="nothing to add"):
        adding.add([])


def change(path: str, value: object) -> dict:
    """Give the example codebook with one place changed; numbers in the path are positions."""
    found = copy.deepcopy(make_bundle.EXAMPLE)
    *way, last = (int(step) if step.isdigit() else step for step in path.split("/"))
    at = found
    for step in way:
        at = at[step]
    at[last] = value
    return found


DISAGREEMENTS = [
    ("questionnaire/name", "other", "questionnaire: “example” against “other”"),
    ("missing/skipped", -9, "missing.skipped: “-1” against “-9”"),
    ("breakdowns/1/values", [{"name": "girl"}], "breakdowns.gender: values"),
    ("breakdowns/2/name", "country", "breakdowns: “age_band, gender, region”"),
    ("questions/0/variables/0/values/0/code", 9, "likelihood.face_likely: code: “1” against “9”"),
    ("questions/0/variables/0/values/0/name", "yes", "likelihood: choices"),
    ("questions/0/variables/0/values/3/reports_as", "maybe", "likelihood.very_likely: reports as"),
    ("questions/0/variables/0/values/3/bands", ["14-18"], "likelihood.very_likely: offered to"),
    ("questions/0/report_choices/0/label/en/7-9", "Yes", "likelihood.likely \\(as reported\\): wording"),
    ("questions/0/kind", "select_one", "likelihood: kind: “scale” against “select_one”"),
    ("questions/1/bands", ["7-9"], "safety: bands"),
    ("questions/1/variables/1/label/fr/10-13", "Jeux", r"safety.games: wording \[fr, 10-13\]"),
    ("questions/2/most", 2, "risks: most: “3” against “2”"),
    ("questions/3/label/ru/14-18", "Кто?", r"who_helps: wording \[ru, 14-18\]"),
    ("questions/4/name", "days", "hours: asked: “true” against “false”"),
    ("questions/4/sensitive", True, "hours: sensitive"),
]


@pytest.mark.parametrize(("path", "value", "place"), DISAGREEMENTS)
def test_a_disagreement_is_refused_by_its_place(tmp_path: Path, path, value, place) -> None:
    mine = part(read(tmp_path / "kenya"))
    theirs = dataclasses.replace(mine, name="peru", codebook=change(path, value))
    with pytest.raises(adding.DisagreementError, match=f"kenya and peru do not count the same: .*{place}"):
        adding.add([mine, theirs])


@pytest.mark.parametrize(("path", "value"), [("questionnaire/version", "2"), ("title/en", "Another title")])
def test_what_no_count_depends_on_may_differ(path, value) -> None:
    assert not differences(make_bundle.EXAMPLE, change(path, value))


def test_a_further_language_is_no_disagreement() -> None:
    fewer = copy.deepcopy(make_bundle.EXAMPLE)
    fewer["languages"] = ["en", "fr"]
    assert not differences(fewer, make_bundle.EXAMPLE)


def test_cubes_that_do_not_belong_to_their_codebook_are_refused(tmp_path: Path) -> None:
    mine = part(read(tmp_path / "kenya"))
    short = {name: cube for name, cube in mine.cubes.columns.items() if name != "hours"}
    for columns, message in (
        (short, "column hours was counted in one only"),
        (
            {
                name: dataclasses.replace(cube, axes={**cube.axes, "gender": ("x",)})
                for name, cube in mine.cubes.columns.items()
            },
            "do not share their classifications",
        ),
    ):
        other = dataclasses.replace(mine, name="peru", cubes=dataclasses.replace(mine.cubes, columns=columns))
        with pytest.raises(adding.DisagreementError, match=message):
            adding.add([mine, other])


@pytest.fixture(scope="module")
def countries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """Write five bundles, as of five countries, and the tables of their sum."""
    place = tmp_path_factory.mktemp("countries")
    parts = [make_bundle.write(place / f"c{at}", responses=300 + 90 * at, seed=at) for at in range(5)]
    assert main([*map(str, parts), "--out", str(place / "out")]) == 0
    return place / "out", parts


def test_the_sum_is_written_as_a_release_that_stands_its_audit(countries) -> None:
    out, parts = countries
    assert output.audit_folder(out).violations == ()
    manifest = json.loads((out / "manifest.json").read_text())
    assert abs(manifest["counts"]["responses"] - sum(300 + 90 * at for at in range(5))) <= 5
    digests = [bundle.read(folder).manifest_sha256 for folder in parts]
    assert [told["bundle_manifest_sha256"] for told in manifest["facts"]["parts"]] == digests


def test_all_children_stand_beside_the_median_country(countries) -> None:
    """Reading the parts' rows: the median of five shares, each of the children who answered."""
    out, parts = countries
    with (out / "median_part.csv").open(encoding="utf-8-sig", newline="") as source:
        told = {(r["question"], r["item"], r["choice"]): r for r in csv.DictReader(source)}
    columns = [pq.read_table(folder / "responses.parquet")["safety.games"].to_numpy() for folder in parts]
    for choice, code in (("safe", 1), ("in_between", 2)):
        shares = [100 * (column == code).sum() / (column > 0).sum() for column in columns]
        row = told["safety", "games", choice]
        assert float(row["median_part"]) == pytest.approx(statistics.median(shares), abs=2)
        every = np.concatenate(columns)
        whole = 100 * (every == code).sum() / (every > 0).sum()
        assert float(row["all_respondents"]) == pytest.approx(whole, abs=1)
        assert row["parts"] == "5"


def test_over_few_parts_no_median_is_given(countries, tmp_path: Path, capsys) -> None:
    _, parts = countries
    assert main([*map(str, parts[:4]), "--out", str(tmp_path / "out")]) == 0
    assert "never both" in capsys.readouterr().err
    with (tmp_path / "out" / "median_part.csv").open(encoding="utf-8-sig", newline="") as source:
        assert {row["median_part"] for row in csv.DictReader(source)} == {""}


def test_the_command_refuses_what_does_not_agree(tmp_path: Path, capsys) -> None:
    book = copy.deepcopy(make_bundle.EXAMPLE)
    book["questions"][0]["label"]["en"]["7-9"] = "Other words?"
    one = make_bundle.write(tmp_path / "a", responses=60)
    other = make_bundle.write(tmp_path / "b", responses=60, codebook=book)
    assert main([str(one), str(other), "--out", str(tmp_path / "out")]) == 2
    assert "do not count the same: likelihood: wording [en, 7-9]" in capsys.readouterr().err
    assert main([str(one), str(one), "--out", str(tmp_path / "out")]) == 2
    assert "would count twice" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
