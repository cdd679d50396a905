"""Straight-lining in real answers: TIMSS 2015, two grids of grade 8 on school climate and bullying."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from material import material

from analysis import bundle
from analysis.disclosure import load_policy
from analysis.quality import Findings, look

sys.path.insert(0, str(Path(__file__).parents[1] / "analysis"))
import make_bundle

BAND = ["14-18"]
GRIDS = {
    "climate": [f"BSBG15{row}" for row in "ABCDEFG"],
    "bullying": [f"BSBG16{row}" for row in "ABCDEFGHI"],
}


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return pd.read_csv(material("timss-bullying/timss2015_grade8_items.csv.gz"))


def same(rows: pd.DataFrame) -> pd.Series:
    """Say of each row whether it holds one value throughout."""
    return rows.eq(rows.iloc[:, 0], axis=0).all(axis=1)


def codebook(turned: tuple[str, ...] = ()) -> dict:
    values = [make_bundle.value(at + 1, f"level_{at}", f"Level {at}", BAND) for at in range(4)]
    questions = []
    for name, items in GRIDS.items():
        rows = [make_bundle.category(f"{name}.{i.lower()}", values, i.lower(), i) for i in items]
        for row in rows:
            row["reversed"] = row["name"].upper() in turned
        questions.append(make_bundle.question(name, "grid", "grid", name.title(), rows, bands=BAND))
    return {**make_bundle.EXAMPLE, "questions": questions}


def found(folder: Path, answers: pd.DataFrame, book: dict) -> Findings:
    n = len(answers)
    fixed = {"age_band": "14-18", "gender": "skipped", "region": "skipped", "country": "other"}
    columns = {
        name: np.full(n, value) for name, value in (fixed | {"language": "en", "channel": "web"}).items()
    }
    for name, items in GRIDS.items():
        columns |= {f"{name}.{item.lower()}": answers[item].to_numpy() + 1 for item in items}
    made = make_bundle.write(folder, codebook=book, columns=columns, responses=n)
    return look(bundle.read(made), load_policy(), effect=False)


def test_straight_lines_of_real_children(tmp_path: Path, answers: pd.DataFrame) -> None:
    everything = found(tmp_path / "b", answers, codebook())
    for grid, items in zip(everything.grids, GRIDS.values(), strict=True):
        assert grid.complete == 9672
        assert grid.straight == same(answers[items]).sum()
        shares = [answers[item].value_counts(normalize=True) for item in items]
        chance = sum(np.prod([share[code] for share in shares]) for code in range(4))
        assert grid.expected == pytest.approx(9672 * chance)
        # Real opinions hang together: far more straight lines than if each row stood alone.
        assert grid.straight > 2 * grid.expected
    both = np.all([same(answers[items]) for items in GRIDS.values()], axis=0)
    assert everything.lines == both.sum() == 435


def test_reversing_rows_shows_who_did_not_read(tmp_path: Path, answers: pd.DataFrame) -> None:
    """Half of the climate rows asked the other way round: honest children turn with them, 300 do not."""
    turned = ("BSBG15B", "BSBG15D", "BSBG15F")
    asked = answers.copy()
    careless = np.random.default_rng(7).permutation(len(asked)) < 300
    for item in turned:
        asked[item] = np.where(careless, asked[item], 3 - asked[item])
    asked.loc[careless, GRIDS["climate"]] = 2
    climate = found(tmp_path / "b", asked, codebook(turned)).grids[0]
    assert climate.contradicting is not None
    assert 300 <= climate.contradicting < 330


def test_copies_among_real_children_are_found_and_few_others(tmp_path: Path, answers: pd.DataFrame) -> None:
    honest = found(tmp_path / "honest", answers, codebook()).alike
    one = np.flatnonzero((answers.nunique(axis=1) > 3) & ~answers.duplicated(keep=False))[0]
    copied = pd.concat([answers, answers.iloc[[one] * 40]], ignore_index=True)
    alike = found(tmp_path / "copied", copied, codebook()).alike
    assert alike.largest == max(41, honest.largest)
    assert alike.clustered == honest.clustered + 41
    assert honest.clustered == 0
    assert honest.pairs > 2 * honest.expected_pairs


def test_honest_children_are_few_among_the_suspects_of_one_poll(
    tmp_path: Path, answers: pd.DataFrame
) -> None:
    """The size of a usual consultation: samples of 700."""
    clustered = 0
    for seed in range(5):
        sample = answers.sample(700, random_state=seed)
        clustered += found(tmp_path / str(seed), sample, codebook()).alike.clustered
    assert clustered <= 7
