"""Exact tables: bases, the kinds of missing, pooled scales, several answers, ranks, numbers."""

import copy
from pathlib import Path

import make_bundle
import numpy as np
import pandas as pd
import pytest

from analysis import bundle as bundles
from analysis import counting
from analysis.bases import KINDS, bases
from analysis.frames import NOT_STATED
from analysis.numbers import classes
from analysis.tables import Counted, Results, TableError, results


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> bundles.Bundle:
    return bundles.read(make_bundle.write(tmp_path_factory.mktemp("tables") / "b", responses=800, seed=3))


@pytest.fixture(scope="module")
def found(bundle: bundles.Bundle) -> Results:
    return results(bundle, counting.count(bundle))


@pytest.fixture(scope="module")
def rows(bundle: bundles.Bundle) -> pd.DataFrame:
    return pd.read_parquet(bundle.responses)


def table(found: Results, question: str, item: str | None = None) -> Counted:
    return next(t for t in found.tables if (t.question, t.item) == (question, item))


def test_asked_is_answered_and_missing_and_the_rest_was_not_asked(found: Results) -> None:
    for counted in found.tables:
        for breakdown, base in counted.bases.items():
            parts = base.answered + sum(base.missing[kind] for kind in KINDS)
            assert (base.asked == parts).all()
            assert (base.respondents == base.asked + base.not_asked).all()
            assert base.respondents.sum() == 800, (counted.question, breakdown)


def test_every_breakdown_adds_up_to_the_whole(found: Results) -> None:
    for counted in found.tables:
        for counts in counted.counts.values():
            assert (counts.sum(axis=1) == counted.counts["overall"][:, 0]).all()


def test_scales_that_differ_by_band_are_pooled(found: Results, rows: pd.DataFrame) -> None:
    counted = table(found, "likelihood")
    assert counted.choices == ("likely", "maybe", "unlikely")
    assert counted.joins["likely"] == ("face_likely", "very_likely", "likely")
    assert counted.counts["overall"][0, 0] == rows["likelihood"].isin([1, 4, 5]).sum()


def test_a_question_of_some_bands_is_not_asked_of_the_others(found: Results) -> None:
    counted = table(found, "safety", "messaging")
    at = counted.groups["age_band"].index("7-9")
    assert counted.bases["age_band"].asked[at] == 0
    assert not counted.routed


def test_several_answers_have_the_base_of_the_question(found: Results, rows: pd.DataFrame) -> None:
    counted = table(found, "risks")
    flags = rows[[f"risks.{name}" for name in counted.choices]]
    assert counted.bases["overall"].answered[0] == (flags >= 0).any(axis=1).sum()
    assert counted.counts["overall"][:, 0].tolist() == (flags == 1).sum().tolist()
    assert not counted.adds


def test_a_rank_counts_first_places(found: Results, rows: pd.DataFrame) -> None:
    counted = table(found, "who_helps")
    first = [(rows[f"who_helps.{name}"] == 1).sum() for name in counted.choices]
    assert counted.counts["overall"][:, 0].tolist() == first
    assert counted.adds


def test_those_who_did_not_state_a_group_stand_together(found: Results, rows: pd.DataFrame) -> None:
    counted = table(found, "hours")
    at = counted.groups["gender"].index(NOT_STATED)
    assert counted.bases["gender"].respondents[at] == (rows["gender"] == "rather_not_say").sum()
    assert "rather_not_say" in found.profile.groups["gender"]


def test_a_choice_outside_its_band_was_not_offered(found: Results) -> None:
    assert table(found, "likelihood").offered["age_band"].all()


def changed(folder: Path) -> Results:
    """Offer one risk, one answer of the scale and one row of the grid to some age bands only."""
    book = copy.deepcopy(make_bundle.EXAMPLE)
    likelihood, safety, risks, *_ = book["questions"]
    likelihood["variables"][0]["values"][1]["reports_as"] = "sometimes"
    safety["variables"][2]["bands"] = ["14-18"]
    risks["variables"][3]["bands"] = ["14-18"]
    read = bundles.read(make_bundle.write(folder, codebook=book, responses=800, seed=3))
    return results(read, counting.count(read))


def test_a_choice_not_offered_to_all_who_were_asked_is_named(found: Results, tmp_path: Path) -> None:
    assert {counted.partly for counted in found.tables} == {()}
    some = {(t.question, t.item): t.partly for t in changed(tmp_path / "b").tables if t.partly}
    # What the youngest alone can reach; the others' "maybe" is not within reach of the youngest now.
    assert some == {("likelihood", None): ("maybe", "sometimes"), ("risks", None): ("pictures",)}


def test_a_row_asked_of_some_bands_has_their_answers_as_its_base(tmp_path: Path) -> None:
    counted = table(changed(tmp_path / "b"), "safety", "livestream")
    rows = pd.read_parquet(tmp_path / "b" / "responses.parquet")
    asked = rows[rows["age_band"] == "14-18"]["safety.livestream"]
    assert counted.bases["overall"].answered[0] == (asked > 0).sum()
    assert counted.bases["gender"].asked.sum() == len(asked)


def test_an_answer_without_a_choice_is_refused(bundle: bundles.Bundle, tmp_path: Path) -> None:
    frame = pd.read_parquet(bundle.responses)
    none = {c: np.zeros(len(frame), dtype="int16") for c in frame.columns if c.startswith("risks.")}
    columns = {c: frame[c].to_numpy() for c in frame.columns} | none
    wrong = bundles.read(make_bundle.write(tmp_path / "b", columns=columns))
    with pytest.raises(TableError, match="risks: the choices do not add up"):
        results(wrong, counting.count(wrong))


def test_bases_tell_the_kinds_apart() -> None:
    counts = np.array([[5], [4], [3], [2], [7]])
    found = bases((-4, -3, -2, -1, 1), counts, make_bundle.MISSING)
    assert {kind: int(n[0]) for kind, n in found.missing.items()} == {
        "skipped": 2,
        "rather_not_say": 3,
        "dont_know": 4,
    }
    assert (found.answered[0], found.not_asked[0], found.asked[0], found.respondents[0]) == (7, 5, 16, 21)


CLASSES = [
    ((-1, 0, 1, 2, 3), (9, 20, 20, 20, 20), ["0", "1", "2", "3"]),
    ((0, 1, 2, 3), (20, 20, 20, 2), ["0", "1", "2+"]),
    ((1, 2, 3, 4), (3, 3, 20, 20), ["0-3", "4"]),
    (
        (0, 95),
        (40, 40),
        ["0-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90-95"],
    ),
    ((4,), (3,), ["4"]),
    ((-1,), (3,), []),
]


@pytest.mark.parametrize(("values", "counts", "names"), CLASSES)
def test_numbers_fall_into_round_classes_with_safe_ends(values, counts, names) -> None:
    found = classes(values, np.array(counts))
    assert list(found) == names
    assert sorted(v for held in found.values() for v in held) == [v for v in values if v >= 0]


def test_words_that_differ_by_band_are_noticed(tmp_path: Path) -> None:
    codebook = copy.deepcopy(make_bundle.EXAMPLE)
    question = next(q for q in codebook["questions"] if q["shape"] == "multiple")
    for label in question["variables"][0]["label"].values():
        label["7-9"] = "gentler words"
    folder = make_bundle.write(tmp_path / "b", codebook=codebook, responses=300, seed=3)
    bundle = bundles.read(folder)
    found = results(bundle, counting.count(bundle))
    assert table(found, question["name"]).reworded
    assert not any(other.reworded for other in found.tables if other.question != question["name"])
