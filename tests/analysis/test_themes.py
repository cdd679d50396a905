"""Themes of texts: counted as two people agreed, shown from the smallest cell on, agreement never overstated."""

import csv
from dataclasses import replace
from pathlib import Path

import make_bundle
import pytest
from docx import Document

from analysis import bundle as bundles
from analysis import themes
from analysis.__main__ import main
from analysis.annex.document import write_annex
from analysis.disclosure import Policy, ProtectedTable, audit_jointly, load_policy
from analysis.disclosure.auditing.audit import audit_lines
from analysis.disclosure.ledger.published import Published
from analysis.disclosure.lines import Line
from analysis.disclosure.protecting.themes import agreed, print_themes
from analysis.output import recall_release
from analysis.themes import Coding

POLICY = load_policy()
LABELS = {"parks": "Places to play", "school": "School", "rare": "Rare", "formula": "=1+1"}
BOOK = {
    **make_bundle.EXAMPLE,
    "themes": {
        "wish": [{"name": name, "label": {"en": label, "ar": "ملاعب"}} for name, label in LABELS.items()]
    },
}


def row(first: list[str] | None, second: list[str] | None, settled: list[str] | None) -> dict[str, object]:
    place = {"question": "wish", "language": "en", "age_band": "7-9"}
    return {**place, "first": first, "second": second, "agreed": settled}


BOTH = ["parks", "school"]
ROWS = [
    *[row(BOTH, BOTH, BOTH)] * 12,
    *[row(["parks"], ["parks"], ["parks"])] * 10,
    *[row(["parks"], ["school"], ["formula"])] * 3,
    *[row(["rare"], ["rare"], ["rare"])] * 9,
    *[row([], [], [])] * 6,
    *[row(["formula"], None, None)] * 5,
    *[row(["formula"], ["formula"], ["formula"])] * 8,
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("themes")
    bundle = make_bundle.write(folder / "bundle", codebook=BOOK, responses=300, coding=ROWS)
    assert main([str(bundle), str(folder / "out"), "--tables-only"]) == 0
    return folder / "out"


def test_what_both_agree_on_counts(tmp_path: Path) -> None:
    found = themes.of_bundle(bundles.read(make_bundle.write(tmp_path / "b", codebook=BOOK, coding=ROWS)))[
        "wish"
    ]
    assert found.texts == {"parks": 22, "school": 12, "rare": 9, "formula": 11}
    assert (found.settled, found.coded) == (48, 48)
    # By hand: both say school of 12 texts, neither of 33, the second alone of 3.
    chance = (12 * 15 + 36 * 33) / 48**2
    assert found.kappas["school"] == pytest.approx((45 / 48 - chance) / (1 - chance))
    assert found.kappas["rare"] == pytest.approx(1)
    assert found.alpha == pytest.approx(0.92, abs=0.01)


def test_the_tables_show_themes_of_enough_texts(written: Path) -> None:
    with (written / "tables" / "wish__themes.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = [(r["row"], r["count"], r["base"], r["row_label"]) for r in csv.DictReader(source)]
    assert rows == [
        ("parks", "20", "", "Places to play"),
        ("formula", "10", "", "'=1+1"),
        ("school", "10", "", "School"),
    ]
    assert main(["audit", str(written)]) == 0


def test_a_release_with_themes_comes_back_whole(written: Path) -> None:
    release, _ = recall_release(written)
    assert [len(table.rows) for table in release.themes] == [3]
    (coding,) = release.coding
    assert (coding.texts, coding.alpha, coding.kappas) == (50, 9, {"parks": 8, "school": 8, "formula": 10})


def test_the_annex_says_how_far_people_agree(written: Path, tmp_path: Path) -> None:
    release, _ = recall_release(written)
    document = Document(str(write_annex(replace(release, tables=release.tables[:1]), "en", tmp_path)))
    grids = [[[cell.text for cell in line.cells] for line in grid.rows] for grid in document.tables]
    (found,) = [grid for grid in grids if grid[0][0] == "Theme"]
    assert found[1] == ["Places to play", "20", "0.8"]
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Both read about 50 texts." in said
    assert "0.9 at least" in said


def test_a_foreign_theme_and_a_damaged_file_are_refused(tmp_path: Path) -> None:
    strange = make_bundle.write(tmp_path / "b", codebook=BOOK, coding=[row(["?"], None, None)])
    with pytest.raises(bundles.BundleError, match="theme '\\?'"):
        themes.of_bundle(bundles.read(strange))
    (strange / "coding.parquet").write_bytes(b"")
    with pytest.raises(bundles.BundleError, match="differs from its checksum"):
        bundles.read(strange)


CODING = Coding({"all": 40, "few": 9, "some": 20}, 40, 40, {"all": 0.99, "some": -0.04}, None)


def printed(*, sensitive: bool = False, policy: Policy = POLICY) -> list[ProtectedTable]:
    book = {"questions": [{"name": "wish", "sensitive": sensitive}]}
    return list(print_themes({"wish": CODING}, book, policy))


def test_what_all_wrote_about_a_sensitive_question_is_not_told() -> None:
    assert [[r.name for r in t.rows] for t in printed()] == [["all", "some"]]
    assert [[r.name for r in t.rows] for t in printed(sensitive=True)] == [["some"]]


def test_agreement_is_rounded_down_and_silent_beside_words_or_few_texts() -> None:
    tables = printed()
    (said,) = agreed({"wish": CODING}, tables, (), POLICY)
    assert (said.texts, said.alpha, said.kappas) == (40, None, {"all": 9, "some": -1})
    assert list(agreed({"wish": CODING}, tables, {"wish"}, POLICY)) == []
    assert list(agreed({"wish": replace(CODING, coded=29)}, tables, (), POLICY)) == []


def line(count: int, name: str = "parks", base: int | None = None) -> Line:
    return Line(
        "wish", "", "themes", "theme", "total", "shown", base, "theme", name, "", "shown", count, None
    )


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([line(5)], "too few children said it"),
        ([line(20, base=30)], "a sum stands beside it"),
        ([line(10), line(20, "school")], "its place tells more"),
    ],
)
def test_the_audit_names_what_is_wrong_with_themes(lines: list[Line], said: str) -> None:
    faults = audit_lines(lines, POLICY.published(), 100, {}).violations
    assert any(said in str(fault) for fault in faults)
    assert not audit_lines([line(20), line(10, "school")], POLICY.published(), 100, {}).violations


@pytest.mark.parametrize(("now", "fault"), [(40, False), (45, True), (35, True), (60, False), (20, False)])
def test_between_two_freezes_a_theme_stays_or_moves_by_many(now: int, fault: object) -> None:
    """Texts may be coded anew, so fewer are no contradiction; but a few are a few."""
    old = Published("a", "p", "1", "2026-10-01", POLICY, 100, {}, {}, (line(40),), number=1)
    new = replace(old, source="b", frozen="2026-10-08", responses=140, lines=(line(now),), number=0)
    found = audit_jointly(new, [old]).violations
    assert bool(found) is fault
    assert all("the theme “parks”" in str(each) for each in found)


def test_a_word_that_many_more_say_is_no_contradiction() -> None:
    said = replace(line(20), shape="words", breakdown="language", group="en", kind="word")
    old = Published("a", "p", "1", "2026-10-01", POLICY, 100, {}, {}, (said,), number=1)
    lines = (replace(said, count=60),)
    new = replace(old, source="b", frozen="2026-10-08", responses=200, lines=lines, number=0)
    assert audit_jointly(new, [old]).violations == ()
