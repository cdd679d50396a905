"""A deliberately unsafe release is refused, at the command line, in words that a data officer understands."""

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import late
import pytest

from analysis import bundle, counting
from analysis.__main__ import main
from analysis.disclosure import load_policy
from analysis.disclosure.auditing.audit import audit_lines
from analysis.disclosure.lines import read_lines
from analysis.disclosure.policy import FILE
from analysis.tables import Counted, results

POLICY = load_policy()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("written")
    late.first(place / "b")
    assert main([str(place / "b"), str(place / "out"), "--tables-only"]) == 0
    return place / "out"


@pytest.fixture
def out(written: Path, tmp_path: Path) -> Path:
    """Give a copy of the release, to be doctored."""
    for path in written.rglob("*"):
        if path.is_file():
            target = tmp_path / "out" / path.relative_to(written)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path / "out"


def _exact(folder: Path) -> tuple[Counted, ...]:
    """Give the exact tables of a bundle."""
    found = bundle.read(folder)
    return results(found, counting.count(found, lambda _: None, counting.named("duckdb", None))).tables


def put_back(out: Path) -> None:
    """Show every hidden count of a table again but one in each column: the other ones follow."""
    path = out / "tables" / "hours__gender.csv"
    lines = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    left = {}
    for line in lines:
        if line["kind"] == "choice" and line["status"] == "suppressed" and line["group_status"] == "shown":
            if line["group"] in left:
                line.update(status="shown", count="10")
            left[line["group"]] = line
    assert any(line["status"] == "shown" for line in left.values())
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.DictWriter(target, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    seal(out, policy={})


def seal(out: Path, policy: dict[str, int]) -> None:
    """Write the checksums anew, as somebody would who means it; and change the policy it says it follows."""
    path = out / "manifest.json"
    manifest = json.loads(path.read_text())
    for name in manifest["files"]:
        manifest["files"][name]["sha256"] = hashlib.sha256((out / name).read_bytes()).hexdigest()
    manifest["policy"] |= policy
    path.write_text(json.dumps(manifest))


def test_a_hidden_cell_put_back(out: Path, tmp_path: Path, capsys) -> None:
    put_back(out)
    assert main(["audit", str(out)]) == 1
    told = capsys.readouterr().out
    assert (
        "(gender): it is hidden, but from the other numbers anybody can work out that it lies between" in told
    )
    assert main(["approve", str(out), "--ledger", str(tmp_path / "ledger")]) == 3
    assert "This release may not be published" in capsys.readouterr().err
    assert not (tmp_path / "ledger").exists()


def test_any_one_number_hidden_for_the_sake_of_others_put_back(written: Path) -> None:
    """One number more, printed as truly as all the rest: none was hidden needlessly, so the audit finds each."""
    exact = {
        (table.question, breakdown, group, choice): int(table.counts[breakdown][row, at])
        for table in _exact(written.parent / "b")
        for breakdown, groups in table.groups.items()
        for at, group in enumerate(groups)
        for row, choice in enumerate(table.choices)
    }
    manifest = json.loads((written / "manifest.json").read_text())
    lines = [line for table in (written / "tables").glob("*.csv") for line in read_lines(table)]
    found = {}
    for at, line in enumerate(lines):
        key = line.question, line.breakdown, line.group, line.row
        if line.kind != "choice" or line.status != "suppressed" or line.group_status != "shown":
            continue
        if (count := exact.get(key, 0)) < POLICY.minimum_cell:
            continue  # hidden for itself: it may not stand in a table at all
        back = replace(line, status="shown", count=POLICY.rounded(count))
        report = audit_lines(
            [*lines[:at], back, *lines[at + 1 :]],
            manifest["policy"],
            manifest["counts"]["responses"],
            manifest["most"],
        )
        found[key] = [fault.place for fault in report.violations]
    assert len(found) >= 3
    assert all(found.values())


def test_a_release_that_says_it_followed_a_looser_policy(out: Path, tmp_path: Path, capsys) -> None:
    seal(out, policy={"interval": 1, "minimum_cell": 3})
    assert main(["audit", str(out)]) == 3
    assert "minimum_cell = 3 is under 5, the loosest value allowed" in capsys.readouterr().err
    assert main(["approve", str(out), "--ledger", str(tmp_path / "ledger")]) == 3


def test_a_table_smuggled_in(out: Path, capsys) -> None:
    (out / "tables" / "more.csv").write_text("question,count\nq,3\n")
    assert main(["audit", str(out)]) == 2
    assert "tables/more.csv: is not in manifest.json" in capsys.readouterr().err


def test_a_policy_file_with_a_looser_threshold(written: Path, tmp_path: Path, capsys) -> None:
    loose = tmp_path / "policy.toml"
    loose.write_text(FILE.read_text().replace("value = 10\nfloor = 5", "value = 3\nfloor = 3"))
    bundle = str(written.parent / "b")
    assert main([bundle, str(tmp_path / "new"), "--tables-only", "--policy", str(loose)]) == 3
    assert "minimum_cell = 3 is under 5, the loosest value allowed" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
