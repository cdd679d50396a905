"""From the command line: what is written, twice the same, refused with reasons, audited from its files alone."""

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import make_bundle
import openpyxl
import pytest
from make_release import release, table

from analysis.__main__ import main
from analysis.disclosure import SHOWN, Cell, Row
from analysis.table_files import write_tables


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    said = [*[("en", "=1+1")] * 12, *[("en", "5")] * 11, *[("es", "Ñam")] * 11, *[("es", "nam")] * 3]
    texts = [
        {"question": "one_word", "language": language, "age_band": "7-9", "text": word}
        for language, word in said
    ]
    return make_bundle.write(tmp_path_factory.mktemp("output") / "b", responses=300, seed=2, texts=texts)


def write(bundle: Path, out: Path) -> Path:
    assert main([str(bundle), str(out), "--tables-only", "--language", "en", "--language", "ar"]) == 0
    return out


@pytest.fixture(scope="module")
def written(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(bundle, tmp_path_factory.mktemp("written") / "out")


def test_every_file_is_in_the_manifest(bundle: Path, written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text())
    files = {p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file()} - {"manifest.json"}
    assert set(manifest["files"]) == files
    for name, facts in manifest["files"].items():
        assert hashlib.sha256((written / name).read_bytes()).hexdigest() == facts["sha256"]
    assert (
        manifest["bundle_manifest_sha256"]
        == hashlib.sha256((bundle / "manifest.json").read_bytes()).hexdigest()
    )
    assert manifest["counts"]["responses"] == 300
    assert "counts" not in manifest["facts"]
    assert manifest["audit"]["violations"] == 0
    assert manifest["audit"]["intervals"] > 100


def test_the_same_bundle_gives_the_same_bytes(bundle: Path, written: Path, tmp_path: Path) -> None:
    again = write(bundle, tmp_path / "again")
    for path in written.rglob("*"):
        if path.is_file():
            assert (again / path.relative_to(written)).read_bytes() == path.read_bytes(), path.name


def test_no_exact_count_is_written(written: Path) -> None:
    for path in (written / "tables").iterdir():
        with path.open(encoding="utf-8-sig", newline="") as source:
            for line in csv.DictReader(source):
                assert not line["count"] or int(line["count"]) % 5 == 0
                assert bool(line["count"]) == (line["status"] == "shown")


def test_a_count_without_a_share_says_why(tmp_path: Path) -> None:
    counted = Cell(20, None, SHOWN)
    row, small = Row("a", "choice", (counted,), partly=True), Row("b", "choice", (counted,))
    rows = (row, small, Row("skipped", "missing", (counted,)))
    whole = replace(table("likelihood", "single", {"a": (50,)}), rows=rows)
    write_tables(replace(release(), tables=(whole,), profile=()), "en", tmp_path)
    with (tmp_path / "likelihood__overall.csv").open(encoding="utf-8-sig", newline="") as source:
        found = [line["no_percent"] for line in csv.DictReader(source)]
    assert found == ["not offered to all", "small base", ""]


def test_a_word_that_looks_like_a_formula_stays_a_word(written: Path) -> None:
    text = (written / "tables" / "one_word__words.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    sheet = openpyxl.load_workbook(written / "tables.xlsx")["en"]
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in found] == ["s"] or all(cell.data_type != "f" for cell in found)
    assert found


def test_words_stand_by_language_without_a_sum(written: Path) -> None:
    with (written / "tables" / "one_word__words.csv").open(encoding="utf-8-sig", newline="") as source:
        lines = list(csv.DictReader(source))
    found = [(line["group"], line["group_label"], line["row"], line["count"], line["base"]) for line in lines]
    assert found == [
        ("en", "English", "5", "10", ""),
        ("en", "English", "'=1+1", "10", ""),
        ("es", "Spanish", "Ñam", "10", ""),
    ]
    manifest = json.loads((written / "manifest.json").read_text())
    assert manifest["counts"]["texts"] == {"wish": 35, "one_word": None}
    rows = [list(row) for row in openpyxl.load_workbook(written / "tables.xlsx")["en"].values]
    at = next(at for at, row in enumerate(rows) if row[0] == "The internet in one word?")
    assert [tuple(row[:2]) for row in rows[at + 2 : at + 5]] == [(None, "English"), ("5", 10), ("=1+1", 10)]
    assert main(["audit", str(written)]) == 0


def test_the_workbook_has_a_sheet_per_language(written: Path) -> None:
    book = openpyxl.load_workbook(written / "tables.xlsx")
    assert book.sheetnames == ["en", "ar"]
    assert book["ar"].sheet_view.rightToLeft
    assert not book["en"].sheet_view.rightToLeft
    assert book.properties.created.isoformat() == "2026-10-01T00:00:00"
    labels = {cell.value for cell in book["en"]["A"]}
    assert "How likely is it that a child comes to harm online?" in labels


def test_the_written_release_is_audited_from_its_files(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(written)]) == 0
    assert "violations 0" in capsys.readouterr().out


def betray(written: Path, out: Path, edit) -> Path:
    """Copy a release and change its tables as somebody would who thinks one number more does no harm."""
    out.mkdir()
    manifest = json.loads((written / "manifest.json").read_text())
    for name in manifest["files"]:
        data = (written / name).read_bytes()
        if name == "tables/safety__gender.csv":
            lines = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
            edit(lines)
            with (out / "lines.csv").open("w", newline="") as target:
                writer = csv.DictWriter(target, lines[0])
                writer.writeheader()
                writer.writerows(lines)
            data = (out / "lines.csv").read_bytes()
            (out / "lines.csv").unlink()
        (out / name).parent.mkdir(exist_ok=True)
        (out / name).write_bytes(data)
        manifest["files"][name]["sha256"] = hashlib.sha256(data).hexdigest()
    (out / "manifest.json").write_text(json.dumps(manifest))
    return out


def test_an_unsafe_release_is_named_cell_by_cell(written: Path, tmp_path: Path, capsys) -> None:
    def show_all_but_one_group(lines) -> None:
        for line in lines:
            if line["group"] == "not_stated":
                line.update(group_status="suppressed", status="suppressed", base="", count="", percent="")
            elif line["status"] == "small base":
                line.update(
                    group_status="shown",
                    status="shown",
                    base="15",
                    count="5" if line["kind"] == "choice" else "0",
                )

    unsafe = betray(written, tmp_path / "unsafe", show_all_but_one_group)
    assert main(["audit", str(unsafe)]) == 1
    told = capsys.readouterr().out
    assert "violations 0" not in told


def test_a_share_that_tells_more_than_the_counts_is_a_violation(
    written: Path, tmp_path: Path, capsys
) -> None:
    def sharpen(lines) -> None:
        line = next(line for line in lines if line["percent"])
        line["percent"] = str(int(line["percent"]) + 1)

    assert main(["audit", str(betray(written, tmp_path / "sharp", sharpen))]) == 1
    assert "its share tells more than the printed counts" in capsys.readouterr().out


def test_a_changed_file_is_no_release(written: Path, tmp_path: Path, capsys) -> None:
    out = betray(written, tmp_path / "changed", lambda _: None)
    (out / "tables.xlsx").write_bytes(b"something else")
    assert main(["audit", str(out)]) == 2
    assert "tables.xlsx: differs from its checksum" in capsys.readouterr().err


BAD = {
    "no bundle": (lambda _, t: [str(t / "none"), str(t / "out")], "there is no such folder"),
    "language": (lambda b, t: [str(b), str(t / "out"), "--language", "eo"], "no words in: eo"),
    "full folder": (lambda b, t: [str(b), str(t), "--tables-only"], "holds something else than a release"),
    "audit nothing": (lambda _, t: ["audit", str(t)], "manifest.json: cannot be read"),
}


@pytest.mark.parametrize(("arguments", "reason"), BAD.values(), ids=list(BAD))
def test_friendly_refusals(bundle: Path, tmp_path: Path, capsys, arguments, reason: str) -> None:
    (tmp_path / "diary.txt").write_text("mine")
    assert main(arguments(bundle, tmp_path)) == 2
    told = capsys.readouterr().err
    assert reason in told
    assert "Traceback" not in told
    assert {path.name for path in tmp_path.iterdir()} == {"diary.txt"}


def test_an_earlier_release_is_replaced_whole(bundle: Path, tmp_path: Path) -> None:
    out = write(bundle, tmp_path / "out")
    (out / "stale.txt").write_text("old")
    write(bundle, out)
    assert not (out / "stale.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_small_wave_writes_its_headline_only(tmp_path: Path) -> None:
    small = make_bundle.write(tmp_path / "b", responses=9)
    out = write(small, tmp_path / "out")
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["counts"] == {"responses": None, "small": True, "texts": {}}
    assert not list((out / "tables").iterdir())
