"""What groups said goes through the one gate: heads, answers, words, themes and quotations, none added up."""

import csv
import json
import re
from dataclasses import asdict, replace
from pathlib import Path

import docx
import group_bundle
import numpy as np
import pytest

from analysis import bundle, output
from analysis.__main__ import main
from analysis.adding.__main__ import main as adding
from analysis.annex.document import write_annex
from analysis.bundle import BundleError
from analysis.children.summary import summary
from analysis.dialogues import reading
from analysis.dialogues.exact import AXES, Heads
from analysis.dialogues.telling import dialogue_parts
from analysis.disclosure import load_policy
from analysis.disclosure.auditing.groups import audit_group_lines
from analysis.disclosure.auditing.heads import audit_heads
from analysis.disclosure.ledger import chain as ledger
from analysis.disclosure.ledger.groups import audit_all_jointly
from analysis.disclosure.ledger.published import Published
from analysis.disclosure.lines import lines_of
from analysis.disclosure.protecting.heads import print_heads
from analysis.render.words import words_of

POLICY = load_policy()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with a bundle, its release, and the ledger in which that stands."""
    folder = tmp_path_factory.mktemp("groups")
    source = group_bundle.write(folder / "b", sheets=True)
    assert main([str(source), str(folder / "out"), "--tables-only"]) == 0
    assert main(["approve", str(folder / "out"), "--ledger", str(folder / "ledger")]) == 0
    return folder


def drawn(seed: int) -> Heads:
    """Draw heads of a few groups, sparse as they are."""
    draw = np.random.default_rng(seed)
    names = (
        ("10-13", "14-18"),
        ("girl", "boy", "not_known"),
        ("yes", "no"),
        ("002", "019"),
        ("in_person", "online"),
    )
    counts = draw.poisson(draw.choice([0.3, 3.0, 12.0], [len(axis) for axis in names]))
    return Heads(names, counts.astype(np.int64))


def test_a_release_tells_of_groups_and_stands_its_audit(made: Path) -> None:
    report = output.audit_folder(made / "out")
    assert not report.violations
    release, _ = output.recall_release(made / "out")
    own = release.groups["dialogues"]
    assert own.facts["dialogues"] == {"groups": 12, "uncounted": 0, "promised": 6}
    assert {table.name for table in own.profile} >= {
        "age_band__overall",
        "gender__age_band",
        "disability__gender",
    }
    assert [row.name for table in own.themes for row in table.rows] == ["Safer apps"]
    assert [row.name for table in own.words for row in table.rows] == ["Fun"]
    assert release.groups["tally_sheets"].facts["tally_sheets"]["groups"] == 8
    assert {quote.text for quote in own.quotes} == {"We want safer apps.", "More time."}


def test_the_audit_counts_the_tables_of_groups_too(made: Path, tmp_path: Path) -> None:
    plain = group_bundle.write(tmp_path / "plain", talks=0)
    assert main([str(plain), str(tmp_path / "out"), "--tables-only"]) == 0
    with_groups, without = output.audit_folder(made / "out"), output.audit_folder(tmp_path / "out")
    assert with_groups.cells > without.cells
    assert with_groups.intervals > without.intervals
    for path in (tmp_path / "out" / "tables").iterdir():
        assert path.read_bytes() == (made / "out" / "tables" / path.name).read_bytes(), (
            "groups are never added"
        )


@pytest.mark.parametrize("seed", range(8))
def test_no_hidden_head_can_be_worked_out(seed: int) -> None:
    heads = drawn(seed)
    lines = tuple(lines_of(print_heads(heads, POLICY)))
    whole = POLICY.rounded(heads.total)
    assert not list(audit_heads(lines, POLICY, whole))[1:]
    assert all(line.count is None or line.count == 0 or line.count >= 10 for line in lines)


def test_the_audit_of_heads_finds_a_count_that_was_not_hidden_enough() -> None:
    """Hide only what the rules hide: the rest of its row and column gives it away."""
    counts = np.zeros((2, 2, 1, 1, 1), dtype=np.int64)
    counts[..., 0, 0, 0] = [[40, 3], [60, 50]]
    heads = Heads((("10-13", "14-18"), ("girl", "boy"), ("no",), ("002",), ("online",)), counts)
    safe = tuple(lines_of(print_heads(heads, POLICY)))
    assert not list(audit_heads(safe, POLICY, 155))[1:]
    exact = {"girl": {"10-13": 40, "14-18": 60}, "boy": {"10-13": 3, "14-18": 50}}
    naive = [
        replace(line, status="shown", count=exact[line.row][line.group])
        if line.question == "gender" and line.breakdown == "age_band" and line.group != "total"
        and exact[line.row][line.group] >= 10
        else line
        for line in safe
    ]  # fmt: skip
    assert [fault for fault in audit_heads(naive, POLICY, 155) if not isinstance(fault, int)]


def test_that_all_are_without_a_disability_is_told_of_nobody() -> None:
    counts = np.full((2, 2, 1, 1, 1), 40, dtype=np.int64)
    heads = Heads((("10-13", "14-18"), ("girl", "boy"), ("no",), ("002",), ("online",)), counts)
    assert not [table for table in print_heads(heads, POLICY) if table.question == "disability"]
    mixed = np.stack([counts, counts // 40], axis=2).reshape(2, 2, 2, 1, 1)
    one = Heads((("10-13", "14-18"), ("girl", "boy"), ("no", "yes"), ("002",), ("online",)), mixed)
    hidden = [table for table in print_heads(one, POLICY) if table.name == "disability__gender"]
    assert all(cell.shown is None for table in hidden for row in table.rows for cell in row.cells[1:])


def test_a_changed_table_of_groups_is_no_release(made: Path, tmp_path: Path) -> None:
    release, _ = output.recall_release(made / "out")
    own = release.groups["dialogues"]
    lines = [
        replace(line, status="shown", count=5) if line.status == "suppressed" else line
        for line in lines_of(own.everything)
    ]
    assert audit_group_lines(lines, own.policy, own.responses, {}).violations
    named = [replace(quote, band="7-9") for quote in own.quotes]
    told = audit_group_lines(lines_of(own.everything), own.policy, own.responses, {}, named).violations
    assert [fault.reason for fault in told] == ["it names “7-9”, of whom few took part"] * len(named)


def test_the_ledger_keeps_groups_and_a_new_release_stands_beside_them(made: Path) -> None:
    [old] = ledger.read(made / "ledger")
    new = output.read_release(made / "out")
    assert old.groups["dialogues"].lines == new.groups["dialogues"].lines
    assert not audit_all_jointly(replace(new, name="again"), [old]).violations
    for question in ("likelihood", "gender"):
        assert audit_all_jointly(_moved(new, question), [old]).violations, question


def _moved(release: Published, question: str) -> Published:
    """Print five more of a few counts, as if a handful of children had come."""
    own = release.groups["dialogues"]
    lines = tuple(
        replace(line, count=line.count + 5) if line.question == question and line.count else line
        for line in own.lines
    )
    return replace(release, name="late", groups={"dialogues": replace(own, lines=lines)})


def test_of_few_children_nothing_is_told_but_that_they_met(tmp_path: Path) -> None:
    few = group_bundle.write(tmp_path / "few", talks=1)
    rows = reading.of_bundles([bundle.read(few)])[0]
    small = replace(rows.heads, counts=np.minimum(rows.heads.counts, 1))
    assert small.total < 10
    assert print_heads(small, POLICY) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"children": -1}, "fewer than no children"), ({"value": "strange"}, "not in the codebook")],
)
def test_counts_that_cannot_be_are_refused(change: dict, reason: str, tmp_path: Path) -> None:
    folder = group_bundle.write(tmp_path / "b", talks=2)
    row = {
        "dialogue": 1,
        "age_band": "10-13",
        "question": "likelihood",
        "part": "",
        "value": "likely",
        "children": 3,
    }
    columns = bundle.DIALOGUES["tallies.parquet"]
    group_bundle.add(folder, {"tallies.parquet": (columns, [row | change])})
    with pytest.raises(BundleError, match=reason):
        reading.of_bundles([bundle.read(folder)])


def test_a_damaged_file_of_dialogues_is_refused(tmp_path: Path) -> None:
    folder = group_bundle.write(tmp_path / "b", talks=2)
    (folder / "evaluation.parquet").write_bytes(b"other")
    with pytest.raises(BundleError, match=r"evaluation\.parquet.*checksum"):
        bundle.read(folder)


def test_the_same_dialogues_are_never_counted_twice(tmp_path: Path) -> None:
    both = [bundle.read(group_bundle.write(tmp_path / name, talks=3, responses=number))
            for name, number in (("one", 40), ("two", 50))]  # fmt: skip
    with pytest.raises(BundleError, match="one hold the same dialogues"):
        reading.of_bundles(both)
    other = bundle.read(group_bundle.write(tmp_path / "other", talks=2, seed=9))
    [together] = reading.of_bundles([both[0], other])
    assert together.facts["groups"] == 5


def test_rounds_are_added_with_their_dialogues(tmp_path: Path) -> None:
    with_talks = group_bundle.write(tmp_path / "one", responses=4)
    without = group_bundle.write(tmp_path / "two", talks=0, responses=5)
    out = tmp_path / "sum"
    assert adding([str(with_talks), str(without), "--out", str(out)]) == 0
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["groups"]["dialogues"]["facts"]["dialogues"]["groups"] == 12
    again = group_bundle.write(tmp_path / "three", responses=3)
    assert adding([str(with_talks), str(again), "--out", str(out)]) == 2, "the same dialogues twice"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_annex_and_summary_tell_of_groups(made: Path, language: str, tmp_path: Path) -> None:
    release, _ = output.recall_release(made / "out")
    document = docx.Document(str(write_annex(release, language, tmp_path)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    words = words_of(language, "groups")
    assert words.gettext("Dialogues with groups of children") in text
    assert words.gettext("Groups counted on tally sheets") in text
    parts = dialogue_parts(release, words_of(language))
    assert parts[0].heading == words.gettext("What groups of children said")
    chart = next(part.chart for part in parts if part.chart)
    base = release.groups["dialogues"].table("room_felt", "overall").columns[0].base
    assert words.number(base) in chart.note, "a share says of how many"
    assert re.search("[A-Za-z]", chart.note) is None or language == "en", "and in the language of the page"
    oldest = next(p.chart for p in dialogue_parts(release, words_of(language), percent=True) if p.chart)
    assert (chart.head[1], oldest.head[1]) == (words.gettext("Out of 100"), words.gettext("Share"))
    assert all("%" in bar.shown for bar in oldest.bars if bar.share is not None)
    assert ("More time." in text) == (language == "en"), "a quotation stands in documents of its language"


def test_quotations_are_in_a_file_of_their_own(made: Path) -> None:
    with (made / "out" / "quotes.csv").open(encoding="utf-8-sig") as source:
        rows = list(csv.DictReader(source))
    assert {row["groups"] for row in rows} == {"dialogues"}
    manifest = json.loads((made / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["groups"]["dialogues"]["facts"]["dialogues"]["groups"] == 12
    assert set(AXES) >= {"region", "place"}


def test_dialogues_without_a_poll_have_a_release_that_speaks_of_no_poll(tmp_path: Path) -> None:
    folder = group_bundle.write(tmp_path / "b", responses=0)
    path = folder / "manifest.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"mode": "open"', '"mode": "talks"'), encoding="utf-8"
    )
    assert main([str(folder), str(tmp_path / "out"), "--tables-only"]) == 0
    release, _ = output.recall_release(tmp_path / "out")
    assert release.small
    assert release.groups["dialogues"].tables
    document = docx.Document(str(write_annex(release, "en", tmp_path)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "dialogues with children" in text
    assert "the poll" not in text
    page = json.dumps(asdict(summary(release, "en", "10-13"))["parts"])
    assert "What groups of children said" in page
    assert not re.search(r"[Pp]oll|Too few children", page)
