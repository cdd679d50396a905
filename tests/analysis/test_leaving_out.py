"""What is left out where a release would tell too much, and that a written release is read as it was made."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import group_bundle
import pytest
from test_conditional import results_of

from analysis import bundle, output
from analysis.__main__ import main
from analysis.dialogues import reading
from analysis.disclosure import OVERALL, Release, Report, Violation, load_policy, protect
from analysis.disclosure.auditing.audit import audit_lines, written
from analysis.disclosure.auditing.conditions import asked_of
from analysis.disclosure.ledger.published import Published, entry_of, of_manifest, publish, read_entry
from analysis.disclosure.lines import lines_of
from analysis.disclosure.protecting.groups import protect_groups

POLICY = load_policy()
NOTHING = Report(0, 0, ())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return group_bundle.write(tmp_path_factory.mktemp("left") / "b")


@pytest.fixture(scope="module")
def out(source: Path) -> Path:
    folder = source.parent / "out"
    assert main([str(source), str(folder), "--tables-only"]) == 0
    return folder


def refusing(*questions: str, times: int = 1) -> tuple[list[Release], object]:
    """Give what finds the questions at fault so many times, and the releases that it was shown."""
    seen: list[Release] = []

    def beside(release: Release) -> Sequence[Violation]:
        seen.append(release)
        return [Violation(name, name, "too much") for name in questions] if len(seen) <= times else ()

    return seen, beside


def groups_of(source: Path, out: Path, *questions: str, times: int = 1) -> Release:
    """Protect what groups said where the questions were at fault so many times."""
    release, _ = output.recall_release(out)
    _, beside = refusing(*questions, times=times)
    found = reading.of_bundles([bundle.read(source)])
    made, _ = protect_groups(release, NOTHING, found, beside=beside)
    return made.groups["dialogues"]


def names(tables: Sequence[object]) -> set[str]:
    return {table.question for table in tables}


def test_a_question_of_groups_at_fault_is_left_out_and_nothing_else(source: Path, out: Path) -> None:
    whole = groups_of(source, out, times=0)
    assert {table.breakdown for table in whole.tables if table.question == "room_felt"} == {
        OVERALL,
        "age_band",
    }
    less = groups_of(source, out, "room_felt")
    assert names(less.tables) == names(whole.tables) - {"room_felt"}
    kept = (less.profile, less.words, less.themes, less.quotes, less.responses)
    assert kept == (whole.profile, whole.words, whole.themes, whole.quotes, whole.responses)
    assert all(kept), "there was something to keep"


@pytest.mark.parametrize("part", ["words", "themes"])
def test_words_and_themes_of_groups_are_left_out_each_by_itself(source: Path, out: Path, part: str) -> None:
    whole = groups_of(source, out, times=0)
    (name,) = names(getattr(whole, part))
    less = groups_of(source, out, name)
    assert getattr(less, part) == ()
    other = "themes" if part == "words" else "words"
    assert getattr(less, other) == getattr(whole, other)
    assert less.profile == whole.profile


def test_where_heads_are_at_fault_they_go_first_and_then_all_that_was_said(source: Path, out: Path) -> None:
    whole = groups_of(source, out, times=0)
    once = groups_of(source, out, "", times=1)
    assert (once.profile, once.responses) == ((), None)
    assert (once.tables, once.words, once.themes) == (whole.tables, whole.words, whole.themes)
    assert {quote.band for quote in once.quotes} == {""}
    twice = groups_of(source, out, "", times=2)
    assert (twice.tables, twice.words, twice.themes) == ((), (), ())
    assert {quote.text for quote in twice.quotes} == {quote.text for quote in whole.quotes}


def test_of_an_answer_at_fault_the_question_that_hangs_on_it_is_left_out_first() -> None:
    drawn = results_of(1, 900)
    _, beside = refusing("first")
    plain, _ = protect(drawn, POLICY)
    less, _ = protect(drawn, POLICY, beside=beside)

    def printed(release: Release, question: str) -> set[str]:
        return {table.breakdown for table in release.tables if table.question == question}

    assert printed(less, "first") == printed(plain, "first")
    assert printed(less, "second") < printed(plain, "second")


def test_a_question_at_fault_on_which_nothing_hangs_is_itself_printed_less() -> None:
    drawn = results_of(1, 900)
    _, beside = refusing("second")
    plain, _ = protect(drawn, POLICY)
    less, _ = protect(drawn, POLICY, beside=beside)
    assert [t for t in less.tables if t.question == "first"] == [
        t for t in plain.tables if t.question == "first"
    ]
    assert len(less.tables) < len(plain.tables)


def plain(found: Published) -> Published:
    """Leave out the name, and put the lines in one order: files are read by their names."""
    own = {kind: plain(each) for kind, each in found.groups.items()}
    return replace(found, name="", lines=tuple(sorted(found.lines, key=str)), groups=own)


def test_a_written_release_is_read_as_it_was_published(out: Path) -> None:
    release, _ = output.recall_release(out)
    read = output.read_release(out)
    made = publish(release, read.source)
    assert plain(read) == plain(made)
    assert {kind: own.name for kind, own in read.groups.items()} == {"dialogues": ""}
    assert read.poll
    assert read.frozen
    assert read.responses


def test_a_manifest_tells_of_whom_a_question_was_asked(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text())
    asked = {"if": {"b": {"question": "a", "answered": True}}, "bands": {"a": ["10-13"], "b": ["10-13"]}}
    found = of_manifest({**manifest, "asked": asked}, {}, "it")
    assert (found.asked, found.name) == (asked, "it")
    assert of_manifest({k: v for k, v in manifest.items() if k != "asked"}, {}, "it").asked == {}


def test_an_entry_of_the_ledger_is_read_as_it_was_written(out: Path) -> None:
    found = replace(output.read_release(out), number=7, asked={"if": {}, "bands": {"a": ["10-13"]}})
    entry = json.loads(json.dumps(entry_of(found)))
    read = read_entry(entry)
    assert read == found
    assert isinstance(read, Published)


def test_the_audit_adds_up_the_children_of_a_group_by_age() -> None:
    """Those of a group who were not asked for their age are the same children in every question."""
    drawn = results_of(1, 900, bands=("10-13",))
    release, _ = protect(drawn, POLICY)
    lines = tuple(lines_of(release.everything))
    made = written(lines, POLICY, release.responses, {}, {})
    told = {
        (tuple(sorted(made.places.items(), key=lambda item: item[1])[place][0] for place in places))
        for places, _ in made.sums
    }
    bands = ("7-9", "10-13")
    for gender in ("girl", "boy"):
        parts = tuple(("children", "gender", gender, band) for band in bands)
        assert (*parts, ("children", "gender", gender)) in told


def test_an_age_band_that_does_not_fit_who_was_not_asked_is_a_contradiction() -> None:
    """Those who took part of a band, and those whom a question left out for being of it, are the same children."""
    drawn = results_of(1, 900, bands=("10-13",))
    release, _ = protect(drawn, POLICY)
    lines = list(lines_of(release.everything))
    assert not audit_lines(
        lines, POLICY.published(), release.responses, {}, asked_of(drawn.codebook)
    ).violations
    wrong = [
        replace(line, count=(line.count or 0) + 200)
        if (line.question, line.breakdown, line.group) == ("age_band", OVERALL, "total") and line.row == "7-9"
        else line
        for line in lines
    ]
    assert wrong != lines
    found = audit_lines(wrong, POLICY.published(), release.responses, {}, asked_of(drawn.codebook)).violations
    assert any("contradict" in fault.reason for fault in found)
