"""A deliberately unsafe release is refused, at the command line, in words that a data officer understands."""

import csv
import hashlib
import json
from pathlib import Path

import late
import pytest

from analysis.__main__ import main
from analysis.disclosure.policy import FILE

POLICY = FILE


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
    loose.write_text(POLICY.read_text().replace("value = 10\nfloor = 5", "value = 3\nfloor = 3"))
    bundle = str(written.parent / "b")
    assert main([bundle, str(tmp_path / "new"), "--tables-only", "--policy", str(loose)]) == 3
    assert "minimum_cell = 3 is under 5, the loosest value allowed" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()
