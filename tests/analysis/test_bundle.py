"""Every damage to a bundle is refused, with the file's name and the reason."""

import copy
import json
from pathlib import Path

import make_bundle
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import bundle as bundles
from analysis import counting


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_bundle.write(tmp_path / "example.bundle", responses=60)


def change(path: Path, edit) -> None:
    found = json.loads(path.read_text())
    edit(found)
    path.write_text(json.dumps(found))


def rewrite(folder: Path, edit) -> None:
    """Change the answers and seal again: a bundle that is whole but wrong."""
    table = edit(pq.read_table(folder / "responses.parquet"))
    pq.write_table(table, folder / "responses.parquet")
    make_bundle.seal(folder, responses=table.num_rows)


def test_a_sound_bundle_is_read(folder: Path) -> None:
    found = bundles.read(folder)
    assert found.manifest["counts"]["responses"] == 60
    assert counting.count(found).responses == 60


@pytest.mark.parametrize("name", ["manifest.json", "responses.parquet", "texts.parquet", "codebook.json"])
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(bundles.BundleError, match="is missing") as caught:
        bundles.read(folder)
    assert caught.value.file == name


@pytest.mark.parametrize("name", ["responses.parquet", "texts.parquet", "codebook.json"])
def test_one_flipped_bit(folder: Path, name: str) -> None:
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(bundles.BundleError, match="differs from its checksum") as caught:
        bundles.read(folder)
    assert caught.value.file == name


DAMAGE = {
    "format": (lambda m: m.update(format="consult-bundle/9"), "format 'consult-bundle/9'"),
    "foreign": (lambda m: m.clear(), "format None"),
    "no files": (lambda m: m.pop("files"), "lists no files"),
    "no checksum": (lambda m: m["files"]["texts.parquet"].pop("sha256"), "no checksum for texts.parquet"),
    "no counts": (lambda m: m.pop("counts"), "how many responses"),
    "two counts": (lambda m: m["counts"].update(responses=61), "two different numbers"),
    "rows": (
        lambda m: (m["counts"].update(responses=61), m["files"]["responses.parquet"].update(rows=61)),
        "has 60 rows where manifest.json says 61",
    ),
}


@pytest.mark.parametrize(("edit", "reason"), DAMAGE.values(), ids=list(DAMAGE))
def test_a_manifest_that_cannot_be_true(folder: Path, edit, reason: str) -> None:
    change(folder / "manifest.json", edit)
    with pytest.raises(bundles.BundleError, match=reason):
        bundles.read(folder)


def test_a_manifest_that_is_no_json(folder: Path) -> None:
    (folder / "manifest.json").write_text("{")
    with pytest.raises(bundles.BundleError, match=r"manifest\.json: cannot be read as JSON"):
        bundles.read(folder)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(bundles.BundleError, match="no such folder"):
        bundles.read(tmp_path / "nothing")
    with pytest.raises(bundles.BundleError, match="so this folder is no bundle"):
        bundles.read(tmp_path)


def test_a_column_that_is_not_in_the_codebook(folder: Path) -> None:
    rewrite(folder, lambda t: t.append_column("extra", pa.array([1] * t.num_rows, pa.int16())))
    with pytest.raises(bundles.BundleError, match="not in the codebook: extra"):
        bundles.read(folder)


def test_a_column_of_the_codebook_that_is_not_there(folder: Path) -> None:
    rewrite(folder, lambda t: t.drop_columns(["hours"]))
    with pytest.raises(bundles.BundleError, match="lacks columns of the codebook: hours"):
        bundles.read(folder)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("likelihood", 99),
        ("likelihood", -5),
        ("risks.scams", 2),
        ("hours", -9),
        ("gender", "robot"),
        ("hours", None),
    ],
)
def test_a_value_outside_the_codebook(folder: Path, column: str, value: object) -> None:
    def edit(table: pa.Table) -> pa.Table:
        values = table[column].to_pylist()
        values[0] = value
        kind = pa.string() if isinstance(value, str) else pa.int16()
        return table.set_column(table.column_names.index(column), column, pa.array(values, kind))

    rewrite(folder, edit)
    with pytest.raises(bundles.BundleError, match=r"responses\.parquet: column .* not in the codebook"):
        counting.count(bundles.read(folder))


CODEBOOKS = {
    "shape": (lambda c: c["questions"][0].update(shape="cube"), "unknown shape: cube"),
    "missing": (lambda c: c["missing"].pop("dont_know"), "exactly the four kinds of missing"),
    "twice": (lambda c: c["questions"].append(c["questions"][0]), "a column twice: likelihood"),
    "breakdown": (lambda c: c["breakdowns"][1].update(name="shoe"), "breakdown without a column: shoe"),
    "lacks": (lambda c: c.pop("questions"), "lacks 'questions'"),
}


@pytest.mark.parametrize(("edit", "reason"), CODEBOOKS.values(), ids=list(CODEBOOKS))
def test_a_foreign_codebook(folder: Path, edit, reason: str) -> None:
    codebook = copy.deepcopy(make_bundle.EXAMPLE)
    edit(codebook)
    (folder / "codebook.json").write_text(json.dumps(codebook))
    make_bundle.seal(folder, responses=60)
    with pytest.raises(bundles.BundleError, match=reason):
        bundles.read(folder)


def test_a_text_to_a_question_that_is_none(tmp_path: Path) -> None:
    text = {"question": "likelihood", "language": "en", "age_band": "7-9", "text": "x"}
    folder = make_bundle.write(tmp_path / "b", responses=20, texts=[text])
    with pytest.raises(bundles.BundleError, match=r"texts\.parquet: has a text for 'likelihood'"):
        counting.count(bundles.read(folder))
