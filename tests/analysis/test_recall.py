"""A release read back whole from its folder, and refused where its two writings differ."""

import json
from dataclasses import fields, replace

import make_bundle
import pytest

from analysis.__main__ import main
from analysis.disclosure.lines import ReleaseDamagedError
from analysis.disclosure.recall import NAME, write
from analysis.labels import question_label
from analysis.output import _facts, recall_release


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("recall")
    bundle = make_bundle.write(folder / "bundle", responses=300)
    assert main([str(bundle), str(folder / "out"), "--tables-only"]) == 0
    return folder / "out"


def test_a_release_comes_back_with_its_notes_flags_and_words(written) -> None:
    release, name = recall_release(written)
    assert len(name) == 64
    assert release.facts["synthetic"] is True
    assert {f.name for f in fields(release)} >= {"tables", "codebook", "policy"}
    assert any("pooled" in table.notes for table in release.tables)
    assert all(type(row.joins) is tuple for table in release.everything for row in table.rows)


def test_a_release_keeps_the_order_of_the_age_bands(written) -> None:
    """Of wordings for three ages a report prints that of the oldest, which is the last of them."""
    book = json.loads((written.parent / "bundle" / "codebook.json").read_text())
    release, _ = recall_release(written)
    assert json.dumps(release.codebook) == json.dumps(book)
    by_band = {"10-13": "Is it fun?", "14-18": "Do you enjoy it?"}
    label = {"en": {"7-9": "Fun?", **by_band}}
    questions = [{**release.codebook["questions"][0], "label": label}]
    write(replace(release, codebook={**release.codebook, "questions": questions}), written.parent)
    read = json.loads((written.parent / NAME).read_text())["codebook"]
    assert question_label(read, questions[0]["name"], "en") == "Do you enjoy it?"


def test_cells_that_differ_from_the_tables_beside_are_refused(written) -> None:
    path, manifest = written / NAME, written / "manifest.json"
    document = json.loads(path.read_text())
    cell = document["tables"][0]["rows"][0][2][0]
    cell[0] += 5
    path.write_text(json.dumps(document))
    said = json.loads(manifest.read_text())
    said["files"][NAME] = _facts(path)
    manifest.write_text(json.dumps(said))
    with pytest.raises(ReleaseDamagedError, match="other cells"):
        recall_release(written)
    del said["files"][NAME]
    manifest.write_text(json.dumps(said))
    with pytest.raises(ReleaseDamagedError, match="run the analysis"):
        recall_release(written)
