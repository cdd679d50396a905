"""Small facts that the attack and the protection rest on: limits, whole numbers, names, notes."""

import json
from dataclasses import replace
from pathlib import Path

import late
import numpy as np
import pytest
from test_protect import counted, release_of, shown

from analysis.__main__ import main
from analysis.disclosure import SUPPRESSED, load_policy
from analysis.disclosure.auditing.audit import audit_lines
from analysis.disclosure.ledger.compare import Differ, name_of
from analysis.disclosure.lines import Line
from analysis.disclosure.solver import Region
from analysis.disclosure.system import Builder, Count, matrix
from analysis.output import read_release

POLICY = load_policy()


def several(**counts: int | None) -> list[Line]:
    """Print a question of several choices that 95 answered, and that nobody is missing."""
    plain = Line("q", "", "multiple", "overall", "total", "shown", 95, "choice", "", "", "shown", 0, None)
    found = [
        replace(plain, row=row, count=count, status=SUPPRESSED if count is None else "shown")
        for row, count in counts.items()
    ]
    return found + [
        replace(plain, kind="missing", row=kind) for kind in ("skipped", "rather_not_say", "dont_know")
    ]


def test_how_many_may_be_ticked_bounds_what_is_hidden() -> None:
    """95 of 95 ticked the one: where only one may be ticked, at most four ticked the other."""
    lines = several(one=95, other=None)
    assert audit_lines(lines, POLICY.published(), 95, {"q": 2}).violations == ()
    assert audit_lines(lines, POLICY.published(), 95, {"q": None}).violations == ()
    (fault,) = audit_lines(lines, POLICY.published(), 95, {"q": 1}).violations
    assert (fault.question, fault.low, fault.high) == ("q", 0, 4)
    assert fault.place == "q: “other” among total (overall)"


def test_who_ticked_nothing_else_ticked_this() -> None:
    """Everybody who answered ticked something: the hidden one is what the others leave."""
    (fault,) = audit_lines(several(one=0, other=None), POLICY.published(), 95, {"q": None}).violations
    assert (fault.low, fault.high) == (93, 97)


@pytest.mark.parametrize(("most", "ticks"), [(1, [SUPPRESSED, SUPPRESSED]), (None, [90, SUPPRESSED])])
def test_protection_knows_how_many_may_be_ticked(most: int | None, ticks: list) -> None:
    table = counted([90, 5], answered={"overall": [95]}, most=most)
    others = replace(table, counts={"overall": np.array([[85, 5]]).T}) if most is None else table
    release = release_of(others)
    assert shown(release.table("q"))[1] == SUPPRESSED
    if most:
        assert shown(release.table("q")) == ticks
        assert release.table("q").columns[0].base == 95


def test_at_most_so_many_times_a_whole() -> None:
    build = Builder()
    parts = [build.add(Count(name, 3, (0, 9), (0, 9))) for name in "ab"]
    whole = build.derived("whole", 4, (4, 4))
    build.at_most(parts, whole, 1.5)
    system = build.build()
    assert system.limits.toarray().tolist() == [[1.0, 1.0, -1.5]]
    build.at_most(parts, whole)
    assert build.build().limits.toarray().tolist()[1] == [1.0, 1.0, -1.0]
    build.at_least(parts, whole)
    assert build.build().limits.toarray().tolist()[2] == [-1.0, -1.0, 1.0]


def test_an_interval_ends_at_whole_numbers() -> None:
    """Twice the one is at most the other, which is 3 to 5: of children it is 2 at most, not two and a half."""
    region = Region(matrix([], 2), matrix([([0, 1], [2.0, -1.0])], 2), np.array([[0.0, 3.0], [9.0, 5.0]]))
    least, most = region.interval(0)
    assert (least[0], most[0]) == (0, 2)
    low = Region(matrix([], 2), matrix([([0, 1], [-2.0, 1.0])], 2), np.array([[0.0, 3.0], [9.0, 5.0]]))
    least, most = low.interval(0)
    assert (least[0], most[0]) == (2, 9)
    value, _, point = region.bound(0, 1)
    assert (value, point[0]) == (2.5, 2.5)


def test_a_share_of_exactly_thirty_is_shown() -> None:
    assert release_of(counted([20, 10])).table("q").cell("c0").percent == 67


def test_a_table_says_that_an_earlier_answer_led_past_it() -> None:
    assert "routed" in release_of(counted([60, 40], routed=True)).table("q").notes
    assert "routed" not in release_of(counted([60, 40])).table("q").notes


@pytest.mark.parametrize(
    ("key", "name"),
    [
        (("children", "overall", "total"), "the number of children who took part"),
        (("children", "gender", "girl"), "who took part: girl (gender)"),
        (("words", "w", "en", "fun"), "w: “fun” in en"),
        (("texts", "wish"), "wish: the number of texts"),
        (("q", "", "choice", "overall", "yes", "total"), "q: “yes” among all"),
        (("q", "", "base", "overall", "", "total"), "q: those who answered among all"),
        (("q", "chat", "choice", "gender", "yes", "girl"), "q chat: “yes” among girl (gender)"),
    ],
)
def test_every_number_has_a_name(key: tuple[str, ...], name: str) -> None:
    assert name_of(key) == name


def test_a_move_of_the_missing_needs_less_room() -> None:
    differ = Differ(10.0, 4.0, frozenset())
    assert differ.need(("q", "", "missing", "overall", "skipped", "total")) == 4
    assert differ.need(("q", "", "choice", "overall", "yes", "total")) == 10
    assert differ.need(("children", "missing", "missing")) == 10
    assert [differ.tells(("texts", "w"), *ends) for ends in ((0, 3), (1, 9), (1, 11), (10, 12))] == [
        False,
        True,
        False,
        False,
    ]


def test_a_release_keeps_its_wave(tmp_path: Path) -> None:
    late.first(tmp_path / "b", wave={"name": "second"})
    assert main([str(tmp_path / "b"), str(tmp_path / "out"), "--tables-only"]) == 0
    found = read_release(tmp_path / "out")
    assert found.children == (found.poll, "second")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (found.poll, found.frozen) == (manifest["facts"]["poll"]["code"], "2026-10-01")
