"""The ledger, from the command line: what was approved stands beside everything that comes after."""

import json
import shutil
from pathlib import Path

import late
import pytest

from analysis.__main__ import main
from analysis.disclosure.ledger import chain as ledger


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with two freezes: `one`, and `two` with two more children."""
    place = tmp_path_factory.mktemp("freezes")
    late.later(late.first(place / "one"), place / "two", 2)
    return place


@pytest.fixture(scope="module")
def approved(frozen: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the release `out` of the first freeze, recorded in `ledger`."""
    place = tmp_path_factory.mktemp("approved")
    assert analyse(frozen / "one", place / "out", place / "ledger") == 0
    assert approve(place / "out", place / "ledger") == 0
    return place


@pytest.fixture
def place(approved: Path, tmp_path: Path) -> Path:
    """Give a copy of it to work with."""
    return Path(shutil.copytree(approved, tmp_path / "place"))


def analyse(bundle: Path, out: Path, folder: Path | None = None, *more: str) -> int:
    beside = ["--ledger", str(folder)] if folder else []
    return main([str(bundle), str(out), "--tables-only", *beside, *more])


def approve(out: Path, folder: Path) -> int:
    return main(["approve", str(out), "--ledger", str(folder)])


def test_an_entry_tells_the_freeze_the_classifications_and_every_cell(place: Path) -> None:
    (path,) = (place / "ledger").iterdir()
    entry = json.loads(path.read_text())
    manifest = json.loads((place / "out" / "manifest.json").read_text())
    assert entry["format"] == "consult-ledger/1"
    assert entry["freeze"]["bundle_manifest_sha256"] == manifest["bundle_manifest_sha256"]
    assert entry["policy"] == manifest["policy"]
    assert entry["classifications"]["groups"]["age_band"] == ["7-9", "10-13", "14-18"]
    assert "likely = face_likely very_likely likely" in entry["classifications"]["rows"]["likelihood"]
    assert len(entry["cells"]) == manifest["audit"]["cells"]
    statuses = {cell[entry["columns"].index("status")] for cell in entry["cells"]}
    assert {"shown", "suppressed"} <= statuses


def test_a_release_is_approved_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert approve(place / "out", place / "ledger") == 0
    assert capsys.readouterr().out.startswith("release 1 of ")
    assert len(list((place / "ledger").iterdir())) == 1


def test_the_same_freeze_may_be_released_again(frozen: Path, place: Path) -> None:
    assert analyse(frozen / "one", place / "again", place / "ledger", "--language", "fr") == 0
    assert approve(place / "again", place / "ledger") == 0
    assert [release.number for release in ledger.read(place / "ledger")] == [1, 2]
    assert main(["audit", str(place / "out"), "--ledger", str(place / "ledger")]) == 0


def test_two_late_children_are_not_isolated(frozen: Path, place: Path, capsys) -> None:
    """The cell is named, what could be worked out is said, and nothing is written."""
    before = sorted(place.rglob("*"))
    assert analyse(frozen / "two", place / "next", place / "ledger") == 3
    told = capsys.readouterr().err
    assert "This release may not be published: it would tell too much about few children." in told
    assert "it grew by between 1 and 4 children" in told
    assert "likelihood: “" in told
    assert "from release 1 (frozen 2026-10-01) to this release" in told
    assert "Safe is to publish from the same freeze" in told
    assert "Traceback" not in told
    assert sorted(place.rglob("*")) == before


def test_what_the_ledger_forbids_can_be_left_out(frozen: Path, place: Path) -> None:
    late.later(frozen / "one", place / "tripled", 0)
    assert analyse(place / "tripled", place / "next", place / "ledger") == 3
    assert analyse(place / "tripled", place / "next", place / "ledger", "--print-less") == 0
    assert approve(place / "next", place / "ledger") == 0
    one, two = ledger.read(place / "ledger")
    assert 0 < len(two.lines) < len(one.lines)


def test_approving_looks_at_what_was_approved_meanwhile(frozen: Path, place: Path, capsys) -> None:
    assert analyse(frozen / "two", place / "next") == 0
    assert approve(place / "next", place / "ledger") == 3
    assert "it grew by between 1 and 4 children" in capsys.readouterr().err
    assert len(list((place / "ledger").iterdir())) == 1
    assert main(["audit", str(place / "next"), "--ledger", str(place / "ledger")]) == 1
    assert "it grew by between 1 and 4 children" in capsys.readouterr().out
    assert main(["audit", str(place / "next")]) == 0


def test_an_entry_that_came_in_while_auditing_is_looked_at_too(place: Path) -> None:
    release = ledger.read(place / "ledger")[0]
    assert not ledger.record(release, place / "ledger", seen=0)
    assert ledger.record(release, place / "ledger", seen=1)


def test_another_wave_is_other_children(frozen: Path, place: Path) -> None:
    wave = {"name": "2", "opened": "2027-03-01", "closed": "2027-03-30"}
    shutil.copytree(frozen / "two", place / "wave")
    late.told(place / "wave", wave=wave)
    assert analyse(place / "wave", place / "next", place / "ledger") == 0


def test_a_changed_release_is_not_approved(place: Path, capsys) -> None:
    path = next((place / "out" / "tables").glob("*__gender.csv"))
    path.write_text(path.read_text().replace("suppressed", "shown", 1))
    (place / "ledger" / "0001.json").unlink()
    assert approve(place / "out", place / "ledger") == 2
    assert "differs from its checksum in manifest.json" in capsys.readouterr().err
    assert not list((place / "ledger").iterdir())


@pytest.mark.parametrize("harm", ["removed", "changed", "not json", "foreign"])
def test_a_ledger_that_lost_its_memory_is_refused(frozen: Path, place: Path, capsys, harm: str) -> None:
    assert analyse(frozen / "one", place / "again", None, "--language", "ru") == 0
    assert approve(place / "again", place / "ledger") == 0
    entry = place / "ledger" / "0001.json"
    if harm == "removed":
        entry.unlink()
    elif harm == "changed":
        entry.write_text(entry.read_text().replace("suppressed", "shown", 1))
    else:
        entry.write_text("{" if harm == "not json" else '{"format": "something else"}')
    assert analyse(frozen / "one", place / "third", place / "ledger") == 2
    told = capsys.readouterr().err
    assert "analysis: 000" in told
    assert not (place / "third").exists()
