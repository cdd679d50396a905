"""The policy: every rule with its number, stricter where asked, never looser, and told in words."""

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import late
import pytest
from drawn_tables import Drawn, results_of

from analysis.__main__ import main
from analysis.disclosure import PolicyError, load_policy, protect
from analysis.disclosure.auditing.audit import audit_lines
from analysis.disclosure.lines import Line, lines_of
from analysis.disclosure.policy import FILE, RULES, read
from analysis.microdata import risk

POLICY = load_policy()


def test_all_eleven_rules_are_there() -> None:
    document = tomllib.loads(FILE.read_text())
    assert set(document) == set(RULES)
    assert {rule["rule"] for rule in document.values()} == {f"D{n}" for n in range(1, 12)}


def test_files_of_answers_follow_the_same_file() -> None:
    assert (POLICY.microdata_class, POLICY.microdata_distinct) == (risk.MINIMUM_CLASS, risk.MINIMUM_DISTINCT)


def test_a_consultation_asks_for_more_for_all_or_for_one_question() -> None:
    asked = {"minimum_cell": 15, "reason": "a small circle", "questions": {"harm": {"minimum_base": 50}}}
    policy = POLICY.demanded(asked, {"harm": None})
    assert (policy.minimum_cell, policy.of("harm").minimum_cell) == (15, 15)
    assert (policy.minimum_base, policy.of("harm").minimum_base) == (30, 50)
    assert read(policy.published()) == policy


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"minimum_cell": 9}, "minimum_cell = 9 is looser than 10"),
        ({"dimensions": 3}, "dimensions = 3 is looser than 2"),
        ({"minimum_sell": 20}, "minimum_sell is no rule"),
        ({"minimum_cell": "20"}, "no whole number"),
        ({"questions": {"harm": {"spare": 2}}}, "spare = 2 is looser than 3"),
        ({"questions": {"other": {}}}, "questions that are not there: other"),
        ([], "must be rules with values"),
    ],
)
def test_what_is_looser_or_no_rule_is_refused(asked: object, words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        POLICY.demanded(asked, {"harm": None})


def test_the_manifest_of_a_bundle_may_ask_for_more(tmp_path: Path) -> None:
    asked = {"minimum_cell": 20, "interval": 20, "questions": {"likelihood": {"minimum_base": 200}}}
    late.first(tmp_path / "b", disclosure=asked)
    assert main([str(tmp_path / "b"), str(tmp_path / "out"), "--tables-only"]) == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["policy"]["minimum_cell"] == 20
    assert manifest["policy"]["questions"]["likelihood"]["minimum_base"] == 200
    assert main(["audit", str(tmp_path / "out")]) == 0


def test_a_bundle_that_asks_for_less_is_refused(tmp_path: Path, capsys) -> None:
    late.first(tmp_path / "b", disclosure={"minimum_cell": 6})
    assert main([str(tmp_path / "b"), str(tmp_path / "out"), "--tables-only"]) == 3
    assert "minimum_cell = 6 is looser than 10" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_tables_of_no_more_dimensions_than_asked_for() -> None:
    """D9: with one dimension there are headlines alone; the audit finds any table of two."""
    drawn = results_of(Drawn(seed=4, children=400, extra=True))
    flat = replace(drawn, facts={"disclosure": {"questions": {"one": {"dimensions": 1}}}})
    release, report = protect(flat, POLICY)
    assert {t.breakdown for t in release.tables if t.question == "one"} == {"overall"}
    assert {t.breakdown for t in release.tables if t.question == "two"} == {"overall", "age_band", "gender"}
    assert report.violations == ()
    deep, _ = protect(drawn, POLICY)
    found = audit_lines(lines_of(deep.tables), release.policy, deep.responses, {}).violations
    assert {(fault.question, fault.place, fault.reason) for fault in found} == {
        ("one", "one, age_band", "its table has more dimensions than asked for"),
        ("one", "one, gender", "its table has more dimensions than asked for"),
    }


def test_a_printed_cell_has_room_for_a_count_and_a_share_and_for_no_mean() -> None:
    """D11 bounds means; a release prints none, so that the smallest base of one never comes into play."""
    kinds = get_type_hints(Line)
    assert {name for name, kind in kinds.items() if kind == int | None} == {"base", "count", "percent"}
