"""All documents of a real release, from a bundle through the gate: nothing is missing, nothing is invented."""

import ast
from pathlib import Path

import make_bundle
import pytest
from docx import Document
from pypdf import PdfReader

from analysis import bundle, counting
from analysis.disclosure import Release, load_policy, protect
from analysis.documents import write_documents
from analysis.tables import results


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Release:
    folder = make_bundle.write(tmp_path_factory.mktemp("bundle") / "example.bundle", responses=400, seed=2)
    found = bundle.read(folder)
    return protect(results(found, counting.count(found, lambda _: None)), load_policy())[0]


def test_documents_of_a_release_through_the_gate(release: Release, tmp_path) -> None:
    told: list[str] = []
    written = write_documents(release, tmp_path, ["ar", "en"], told.append)
    assert all(path.stat().st_size for path in written)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(written)
    assert [step for step in told if "(ar)" in step] == [step.replace("(en)", "(ar)") for step in told[2:]]
    for language in ("ar", "en"):
        for band in make_bundle.BANDS:
            assert len(PdfReader(tmp_path / f"child_summary.{language}.{band}.pdf").pages) <= 4
        assert len(Document(tmp_path / f"annex.{language}.docx").tables) > 8


def test_a_document_takes_no_exact_counts() -> None:
    """Documents read a release only: no module of theirs imports what counts."""
    folder = Path(__file__).resolve().parents[2] / "analysis"
    mine = ["charts", "documents", "facts", "findings", "phrases"]
    files = [folder / f"{name}.py" for name in mine]
    files += [
        path for room in ("annex", "children", "render") for path in sorted((folder / room).glob("*.py"))
    ]
    exact = {
        "analysis.bundle",
        "analysis.counting",
        "analysis.tables",
        "analysis.bases",
        "duckdb",
        "pyarrow",
        "pandas",
    }
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not exact & set(named), path.name
