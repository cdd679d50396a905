"""Bundles whose words would do harm or break, and one export of them in every format."""

import copy
from pathlib import Path

import make_bundle
import numpy as np
import pytest
from hostile_words import ARABIC, CHINESE, choices

from analysis import bundle
from analysis.microdata.export import Wish, export


def hostile_codebook() -> dict:
    """Give the example's codebook with very long labels in ar and zh, and hostile strings as choices."""
    codebook = copy.deepcopy(make_bundle.EXAMPLE)
    for question in codebook["questions"]:
        long = {"ar": ARABIC * 9, "zh": CHINESE * 30}
        question["label"] = {
            **question["label"],
            **{lang: {"default": words} for lang, words in long.items()},
        }
    values = next(q for q in codebook["questions"] if q["name"] == "likelihood")["variables"][0]["values"]
    for at, words in enumerate(choices(), start=100):
        label = {lang: {"default": words} for lang in make_bundle.LANGUAGES}
        values.append({"code": at, "name": f"c{at}", "label": label, "bands": ["14-18"], "reports_as": None})
    for value in values[:7]:
        value["label"]["ar"] = {"default": f"{value['code']} {ARABIC * 3}"}
        value["label"]["zh"] = {"default": f"{value['code']} {CHINESE * 9}"}
    return codebook


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bundle.write(
        tmp_path_factory.mktemp("hostile") / "b.bundle", codebook=hostile_codebook(), responses=3000
    )


@pytest.fixture(scope="session")
def exported(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    """Give the folder and the report of one export in every format and language."""
    out = tmp_path_factory.mktemp("out") / "export"
    wish = Wish(languages=tuple(make_bundle.LANGUAGES), recode=True)
    return out, export(bundle.read(hostile), out, wish, lambda _: None)


@pytest.fixture
def even(tmp_path: Path) -> Path:
    """Write a bundle that is safe as it is: few groups, many children in each."""
    n = 2000
    rng = np.random.default_rng(3)
    columns = {
        "gender": rng.choice(["girl", "boy"], n),
        "region": np.full(n, "002"),
        "country": np.full(n, "KE"),
        "language": np.full(n, "en"),
    }
    return make_bundle.write(tmp_path / "even.bundle", responses=n, columns=columns)
