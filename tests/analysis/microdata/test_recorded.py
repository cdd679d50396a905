"""Exports are written down in the ledger, and every further one of the same children is measured beside them."""

import json
from collections import Counter
from pathlib import Path

import make_bundle
import pyarrow.parquet as pq
import pytest

from analysis import bundle
from analysis.disclosure.ledger import chain as releases
from analysis.microdata.__main__ import main
from analysis.microdata.export import Wish, export
from analysis.microdata.gate import RefusedError
from analysis.microdata.recoding import Demand


@pytest.fixture
def frozen(tmp_path: Path) -> Path:
    return make_bundle.write(tmp_path / "one", responses=1500)


def wish(tmp_path: Path, **changes: object) -> Wish:
    return Wish(formats=("parquet",), recode=True, ledger=tmp_path / "ledger", **changes)


def quiet(_: str) -> None:
    pass


def test_a_second_export_is_measured_beside_the_recorded_one(frozen: Path, tmp_path: Path) -> None:
    """Nobody names the first export: the ledger does. Rows matched by their answers still hide ten children."""
    made = bundle.read(frozen)
    first = export(made, tmp_path / "first", wish(tmp_path, demand=Demand(k=60)), quiet)
    second = export(made, tmp_path / "second", wish(tmp_path), quiet)
    assert (first["beside_earlier_exports"], second["beside_earlier_exports"]) == (0, 1)
    assert second["recoding"] != first["recoding"]
    table = pq.read_table(frozen / "responses.parquet").to_pandas()
    both = [
        [report["recoding"].get(name, {}).get(str(value), str(value)) for value in table[name]]
        for report in (first, second)
        for name in report["identifying"]
    ]
    assert min(Counter(zip(*both, strict=True)).values()) >= 10
    entries = [json.loads(path.read_text()) for path in sorted((tmp_path / "ledger" / "microdata").iterdir())]
    assert [(entry["number"], entry["report"]["bundle"]) for entry in entries] == [
        (1, made.manifest_sha256),
        (2, made.manifest_sha256),
    ]
    assert releases.read(tmp_path / "ledger") == ()


def test_what_a_recorded_export_shows_cannot_be_hidden_later(frozen: Path, tmp_path: Path) -> None:
    made = bundle.read(frozen)
    export(made, tmp_path / "first", wish(tmp_path), quiet)
    with pytest.raises(RefusedError, match="earlier exports have shown"):
        export(made, tmp_path / "second", wish(tmp_path, identifying=("safety.games",)), quiet)
    assert len(list((tmp_path / "ledger" / "microdata").iterdir())) == 1
    assert not (tmp_path / "second").exists()


def test_another_freeze_of_the_wave_is_refused_and_another_wave_is_not(
    frozen: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["--format", "parquet", "--recode", "recommended", "--ledger", str(tmp_path / "ledger")]
    assert main([str(frozen), str(tmp_path / "first"), *arguments]) == 0
    late = make_bundle.write(tmp_path / "two", responses=1510)
    assert main([str(late), str(tmp_path / "second"), *arguments]) == 3
    assert "the children who came late would stand out" in capsys.readouterr().err
    manifest = json.loads((late / "manifest.json").read_text())
    (late / "manifest.json").write_text(json.dumps(manifest | {"wave": {"name": "another"}}))
    assert main([str(late), str(tmp_path / "second"), *arguments]) == 0


def test_a_ledger_that_was_changed_is_no_ledger(frozen: Path, tmp_path: Path) -> None:
    made = bundle.read(frozen)
    export(made, tmp_path / "first", wish(tmp_path), quiet)
    export(made, tmp_path / "second", wish(tmp_path), quiet)
    (tmp_path / "ledger" / "microdata" / "0001.json").unlink()
    with pytest.raises(RefusedError, match="missing or was changed"):
        export(made, tmp_path / "third", wish(tmp_path), quiet)
    assert not (tmp_path / "third").exists()


def test_two_exports_at_once_are_not_both_written(frozen: Path, tmp_path: Path) -> None:
    """While one is being written another is recorded: the first has not been measured beside it."""
    made, chance = bundle.read(frozen), iter([True])

    def meanwhile(_: str) -> None:
        if next(chance, False):
            export(made, tmp_path / "other", wish(tmp_path), quiet)

    with pytest.raises(RefusedError, match="recorded meanwhile"):
        export(made, tmp_path / "out", wish(tmp_path), meanwhile)
    assert not (tmp_path / "out").exists()
    assert (tmp_path / "other").exists()
