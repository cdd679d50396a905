"""The command line on a release that analysis wrote: from the folder to the documents, and one response more."""

import make_bundle
import pytest
from docx import Document

from analysis.__main__ import main as analyse
from analysis.render.words import words_of
from analysis.reporting.__main__ import main
from analysis.reporting.controls import controls, text_of
from analysis.reporting.sentences import Numbers
from analysis.reporting.sources import read_sources


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("command")
    bundle = make_bundle.write(place / "bundle", responses=120)
    assert analyse([str(bundle), str(place / "release"), "--tables-only"]) == 0
    (place / "report.toml").write_text('symbol = "A/80/1"\norgan = "ga"\n', encoding="utf-8")
    assert main([str(place / "release"), str(place / "out"), "--settings", str(place / "report.toml")]) == 0
    return place


def test_everything_is_written(folder) -> None:
    found = {path.name for path in (folder / "out").iterdir()}
    assert found == {"report.en.docx", "brief.en.pdf", "slides.en.pptx", "map.en.svg", "map.en.png"}


def test_a_bundle_passes_the_gate_and_gives_the_same_numbers(folder) -> None:
    words = words_of("en", "reporting")
    (direct,), (written,) = read_sources([folder / "bundle"]), read_sources([folder / "release"])
    assert Numbers(direct, words).every() == Numbers(written, words).every()


def test_a_later_release_reaches_an_edited_report(folder, capsys) -> None:
    later = make_bundle.write(folder / "later", responses=160, seed=2)
    assert analyse([str(later), str(folder / "release2"), "--tables-only"]) == 0
    edited = folder / "out" / "report.en.docx"
    assert main([str(folder / "release2"), str(folder / "updated"), "--update", str(edited)]) == 0
    said = capsys.readouterr().out
    assert "120 children → 160 children" in said
    assert main([str(folder / "release2"), str(folder / "fresh"), "--document-only"]) == 0

    def told(place):
        document = Document(folder / place / "report.en.docx")
        return {tag.rpartition(".")[0]: text_of(sdt) for tag, sdt in controls(document.element.body)}

    updated, fresh = told("updated"), told("fresh")
    shared = {
        tag
        for tag in updated
        if tag in fresh and tag.count(".") == 1 and not tag.startswith(("most", "age-"))
    }
    assert len(shared) > 15
    assert all(updated[tag] == fresh[tag] for tag in shared)


@pytest.mark.parametrize("settings", ["nonsense = 1", "=", "limit = 3"])
def test_wrong_settings_are_told_in_words(folder, capsys, settings) -> None:
    (folder / "wrong.toml").write_text(settings, encoding="utf-8")
    assert main([str(folder / "release"), str(folder / "x"), "--settings", str(folder / "wrong.toml")]) == 2
    assert "reporting:" in capsys.readouterr().err
    assert not (folder / "x").exists()


def test_a_folder_that_holds_no_release_is_refused(folder, capsys) -> None:
    assert main([str(folder / "out"), str(folder / "y")]) == 2
    assert "manifest.json" in capsys.readouterr().err
