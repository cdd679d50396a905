"""Means and medians say nothing but what the printed cells say, and only where they may."""

from dataclasses import replace
from pathlib import Path

import make_bundle
import pytest
from docx import Document
from make_release import release as made
from make_release import table

from analysis.__main__ import main
from analysis.annex.document import write_annex
from analysis.disclosure import ProtectedTable, Release, load_policy
from analysis.means import FILE, means
from analysis.output import recall_release
from analysis.pooled import pooled, write_pooled


@pytest.fixture(scope="module")
def release() -> Release:
    return replace(made(), policy=load_policy().published())


def asked(release: Release, counts: list[int | None], shape: str = "single") -> int | None:
    plain = table("q", shape, {str(at): (None,) for at in range(len(counts))})
    rows = tuple(
        replace(row, cells=(replace(row.cells[0], shown=count, status="shown"),))
        for row, count in zip(plain.choices, counts, strict=True)
    )
    (found,) = means(replace(release, tables=(replace(plain, rows=rows),), means=("q",)))
    return found.tenths


@pytest.mark.parametrize(
    ("counts", "shape", "tenths"),
    [
        ([10, 20, 30], "single", 23),  # (10 + 40 + 90) / 60
        ([10, 20, 30], "number", 13),
        ([15, 15], "single", 15),
        ([10, 15], "single", None),
        ([60, 0, 0], "single", None),
        ([60, None, 20], "single", None),
        ([45, 15], "single", 13),  # 1.25: half up
    ],
)
def test_a_mean_comes_of_printed_counts_alone(
    release: Release, counts: list[int | None], shape: str, tenths: int | None
) -> None:
    assert asked(release, counts, shape) == tenths


def test_the_mean_stands_in_the_annex_and_the_csv_only_when_asked(tmp_path: Path) -> None:
    bundle = str(make_bundle.write(tmp_path / "b", responses=700))
    assert main([bundle, str(tmp_path / "plain"), "--tables-only"]) == 0
    assert not (tmp_path / "plain" / FILE).exists()
    out = tmp_path / "out"
    assert main([bundle, str(out), "--tables-only", "--means", "likelihood", "--means", "hours"]) == 0
    release, _ = recall_release(out)
    found = {mean.question: mean for mean in means(release)}
    assert found["likelihood"].tenths is not None
    said = "\n".join(p.text for p in Document(str(write_annex(release, "en", tmp_path))).paragraphs)
    assert "numbered from 1 (“Likely”) to 3 (“Unlikely”), their mean is 1." in said
    assert (found["hours"].tenths is None) == ("A mean cannot be given" in said)
    assert main(["audit", str(out)]) == 0
    assert main([bundle, str(tmp_path / "no"), "--means", "risks"]) == 2


def of_countries(*shares: int | None) -> ProtectedTable:
    columns = tuple(f"C{at}" for at in range(len(shares)))
    return table(
        "likelihood", "single", {"yes": (50, *shares)}, groups=columns, breakdown="country", bases=(680,) * 9
    )


@pytest.mark.parametrize(
    ("shares", "middle", "parts"),
    [((10, 20, 30, 40, 90), 30, 5), ((10, 20, 30, 41, 90, 90), 36, 6), ((10, 20, None, 40, 90), None, 4)],
)
def test_the_median_is_that_of_the_countries_shown(
    release: Release, shares: tuple[int | None, ...], middle: int | None, parts: int, tmp_path: Path
) -> None:
    whole = table("likelihood", "single", {"yes": (50,)})
    found = list(pooled(replace(release, tables=(whole, of_countries(*shares)))))
    write_pooled(replace(release, tables=(whole, of_countries(*shares))), tmp_path)
    assert [(row.all_respondents, row.median_part, row.parts) for _, rows in found for row in rows] == (
        [] if middle is None else [(50, middle, parts)]
    )
    assert (tmp_path / "median_country.csv").exists() == (middle is not None)
