"""An export leaves only when it is safe, whole, and in an order that was never used before."""

import itertools
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import make_bundle
import numpy as np
import pyarrow.parquet as pq
import pytest
from recoded_by_hand import recoded
from scipy.stats import kendalltau

from analysis import bundle
from analysis.microdata import export as exporting
from analysis.microdata.export import Wish, export
from analysis.microdata.gate import RefusedError
from analysis.microdata.recoding import Demand

TREE = Path(__file__).resolve().parents[3]


def run(*arguments: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "analysis.microdata", *map(str, arguments)]
    return subprocess.run(command, cwd=TREE, capture_output=True, text=True, check=False)


def quiet(_: str) -> None:
    pass


@pytest.fixture
def risky(tmp_path: Path) -> Path:
    return make_bundle.write(tmp_path / "risky.bundle", responses=1500)


def test_the_command_refuses_in_words_and_writes_nothing(risky: Path, tmp_path: Path) -> None:
    done = run(risky, tmp_path / "out", "--format", "csv")
    assert done.returncode == 3
    assert done.stdout == ""
    for words in (
        "This file may not leave",
        "stand alone",
        "The recoding that loses least",
        "--recode recommended",
    ):
        assert words in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["risky.bundle"]


def test_the_command_applies_what_it_recommends(risky: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run(risky, out, "--format", "csv,parquet", "--language", "fr,ar", "--recode", "recommended")
    assert done.returncode == 0, done.stderr
    assert "csv: 1,500 of 1,500 responses" in done.stderr
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert names == [
        "csv/codebook.ar.csv", "csv/codebook.fr.csv", "csv/datapackage.json", "csv/responses.csv",
        "report.json", "responses.parquet",
    ]  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "risky.bundle"]


def test_a_safe_file_leaves_as_it_is(even: Path, tmp_path: Path) -> None:
    report = export(bundle.read(even), tmp_path / "out", Wish(formats=("parquet",)), quiet)
    assert report["recoding"] == {}
    table = pq.read_table(tmp_path / "out" / "responses.parquet")
    names, rows = recoded(even, report)
    assert table.column_names == names
    assert rows.total() == table.num_rows == 2000


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (["--format", "pdf"], "unknown format pdf", 2),
        (["--language", "xx"], "not held in xx", 3),
        (["--k", "5"], "floor", 2),
        (["--identifying", "nonsense"], "no column nonsense", 3),
        (["--earlier", "nowhere"], "no earlier export", 3),
    ],
)
def test_a_wrong_wish_is_said(
    even: Path, tmp_path: Path, arguments: list[str], words: str, code: int
) -> None:
    done = run(even, tmp_path / "out", *arguments)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in done.stderr


def test_a_damaged_bundle_is_said(even: Path, tmp_path: Path) -> None:
    (even / "codebook.json").write_text("{}")
    done = run(even, tmp_path / "out")
    assert (done.returncode, "differs from its checksum" in done.stderr) == (2, True)


def test_too_few_children_never_leave(tmp_path: Path) -> None:
    few = make_bundle.write(tmp_path / "few.bundle", responses=9)
    with pytest.raises(RefusedError, match="Too few children"):
        export(bundle.read(few), tmp_path / "out", Wish(recode=True), quiet)


def test_an_export_is_never_written_over_another(even: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(RefusedError, match="exists already"):
        export(bundle.read(even), tmp_path / "out", Wish(), quiet)


def test_a_failure_half_way_leaves_nothing(even: Path, tmp_path: Path) -> None:
    def fail(words: str) -> None:
        if words.startswith("xlsx"):
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        export(bundle.read(even), tmp_path / "out", Wish(formats=("csv", "xlsx")), fail)
    assert [path.name for path in tmp_path.iterdir()] == ["even.bundle"]


def test_a_fault_in_recoding_is_caught_before_it_leaves(
    risky: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows as written are counted again: here the shuffle forgets to recode."""
    forget = exporting.shuffle
    monkeypatch.setattr(
        exporting, "shuffle", lambda source, target, fields, _: forget(source, target, fields, {})
    )
    with pytest.raises(RefusedError, match="not safe"):
        export(bundle.read(risky), tmp_path / "out", Wish(formats=("parquet",), recode=True), quiet)
    assert not (tmp_path / "out").exists()


def test_free_text_never_leaves(tmp_path: Path) -> None:
    said = "canary words of a child"
    texts = [{"question": "wish", "language": "en", "age_band": "7-9", "text": said}]
    columns = {
        "region": np.full(2000, "002"),
        "country": np.full(2000, "KE"),
        "language": np.full(2000, "en"),
    }
    made = make_bundle.write(tmp_path / "b.bundle", responses=2000, texts=texts, columns=columns)
    out = tmp_path / "out"
    export(bundle.read(made), out, Wish(formats=("csv", "parquet", "ddi", "spss"), recode=True), quiet)
    for path in out.rglob("*"):
        assert path.is_dir() or said.encode() not in path.read_bytes()
    assert not {"wish", "one_word"} & set(pq.read_schema(out / "responses.parquet").names)


def test_every_export_has_its_own_order(even: Path, tmp_path: Path) -> None:
    """No order of one export tells that of another, nor that of the bundle (property A17)."""
    # A column of numbers that are all different stands for a child, to follow her through the exports.
    n = 2000
    columns = {
        "hours": np.arange(n), "gender": np.full(n, "girl"), "region": np.full(n, "002"),
        "country": np.full(n, "KE"), "language": np.full(n, "en"),
    }  # fmt: skip
    made = bundle.read(make_bundle.write(tmp_path / "n.bundle", responses=n, columns=columns))
    orders = [list(range(n))]
    for name in "ab":
        report = export(made, tmp_path / name, Wish(formats=("parquet",)), quiet)
        table = pq.read_table(tmp_path / name / "responses.parquet")
        assert report["recoding"] == {}
        orders.append(table["hours"].to_pylist())
        assert sorted(orders[-1]) == orders[0]
    bound = 3.29 * np.sqrt(2 * (2 * n + 5) / (9 * n * (n - 1)))
    for one, other in itertools.combinations(orders, 2):
        assert one != other
        places = {value: at for at, value in enumerate(other)}
        assert abs(kendalltau(range(n), [places[value] for value in one]).statistic) < bound


def test_no_column_numbers_the_rows(even: Path, tmp_path: Path) -> None:
    export(bundle.read(even), tmp_path / "out", Wish(formats=("parquet",)), quiet)
    table = pq.read_table(tmp_path / "out" / "responses.parquet")
    assert all(len(set(column.to_pylist())) < 50 for column in table.columns)


def test_only_its_owner_may_look_into_an_export(even: Path, tmp_path: Path) -> None:
    export(bundle.read(even), tmp_path / "out", Wish(formats=("ddi",)), quiet)
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_a_second_export_is_held_against_the_first(risky: Path, tmp_path: Path) -> None:
    made = bundle.read(risky)
    coarse = Wish(formats=("parquet",), recode=True, demand=Demand(k=60))
    first = export(made, tmp_path / "first", coarse, quiet)
    second = export(
        made,
        tmp_path / "second",
        Wish(formats=("parquet",), recode=True, earlier=(tmp_path / "first",)),
        quiet,
    )
    assert second["beside_earlier_exports"] == 1
    assert second["recoding"] != first["recoding"]
    table = pq.read_table(risky / "responses.parquet").to_pandas()
    both = [
        [report["recoding"].get(name, {}).get(str(value), str(value)) for value in table[name]]
        for report in (first, second)
        for name in report["identifying"]
    ]
    assert min(Counter(zip(*both, strict=True)).values()) >= 10


def test_what_was_shown_cannot_be_hidden_later(risky: Path, tmp_path: Path) -> None:
    """An answer in an earlier file cannot become a thing by which children are known."""
    made, declared = bundle.read(risky), ("safety.games",)
    export(made, tmp_path / "first", Wish(formats=("parquet",), recode=True), quiet)
    wish = Wish(recode=True, identifying=declared, earlier=(tmp_path / "first",))
    with pytest.raises(RefusedError, match="earlier exports have shown"):
        export(made, tmp_path / "second", wish, quiet)
    export(made, tmp_path / "own", Wish(formats=("parquet",), recode=True, identifying=declared), quiet)
    with pytest.raises(RefusedError, match="declare the same"):
        export(made, tmp_path / "third", Wish(recode=True, earlier=(tmp_path / "own",)), quiet)


def test_an_export_of_another_freeze_is_no_earlier_one(even: Path, risky: Path, tmp_path: Path) -> None:
    export(bundle.read(even), tmp_path / "first", Wish(formats=("parquet",)), quiet)
    with pytest.raises(RefusedError, match="another freeze"):
        export(bundle.read(risky), tmp_path / "out", Wish(recode=True, earlier=(tmp_path / "first",)), quiet)


def test_words_for_codes_and_a_mark_for_excel(even: Path, tmp_path: Path) -> None:
    wish = Wish(formats=("csv", "xlsx"), languages=("fr",), words=True, bom=True)
    export(bundle.read(even), tmp_path / "out", wish, quiet)
    text = (tmp_path / "out" / "csv" / "responses.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbfage_band,")
    assert b"In between (fr)" in text
    package = json.loads((tmp_path / "out" / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    games = next(f for f in package["resources"][0]["schema"]["fields"] if f["name"] == "safety.games")
    assert [c["value"] for c in games["categories"]] == ["Safe (fr)", "In between (fr)", "Unsafe (fr)"]
