"""A report tells of groups, of themes and of means where the release has them, each number tied to its cell."""

from dataclasses import replace
from pathlib import Path

import group_bundle
import pytest
from docx import Document

from analysis import output
from analysis.__main__ import main
from analysis.render.words import words_of
from analysis.reporting.build import write_report
from analysis.reporting.participation import attribution, size
from analysis.reporting.sentences import plain
from analysis.reporting.settings import Quote, Settings
from analysis.reporting.sources import Source, keyed
from analysis.reporting.updating import update


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Make a release of a poll with dialogues, and a mean that somebody asked for."""
    folder = tmp_path_factory.mktemp("told")
    bundle = group_bundle.write(folder / "b")
    assert main([str(bundle), str(folder / "out"), "--tables-only", "--means", "likelihood"]) == 0
    [found] = keyed([output.recall_release(folder / "out")])
    return found


def test_groups_and_means_are_told_and_an_update_finds_their_numbers(source: Source, tmp_path: Path) -> None:
    path = write_report((source,), Settings(), "en", tmp_path)
    text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    xml = Document(str(path)).element.xml
    assert "Dialogues held with groups of children: 12." in text
    assert "Of the children in groups who answered “How was this meeting for you?”" in text
    assert (
        "In the words of the groups: “We want safer apps.” (14-18)" in text
        or "“We want safer apps.” (10-13)" in text
    )
    assert "A mean cannot be given" in text or ">mean." in xml or '"mean.' in xml
    assert update(path, (source,), Settings(), "en", tmp_path / "again.docx") == []


def test_what_a_new_release_hides_of_groups_is_marked(source: Source, tmp_path: Path) -> None:
    path = write_report((source,), Settings(), "en", tmp_path)
    own = source.release.groups["dialogues"]
    bare = replace(own, profile=(), themes=(), responses=None)
    later = replace(source, release=replace(source.release, groups={"dialogues": bare}))
    touched = update(path, (later,), Settings(), "en", tmp_path / "later.docx")
    kinds = {each.what for each in touched}
    assert {"no longer shown", "no longer true"} <= kinds


def test_without_a_poll_a_report_tells_of_the_dialogues_alone(source: Source, tmp_path: Path) -> None:
    talks = replace(source, facts=replace(source.facts, polled=False))
    words = words_of("en", "reporting")
    assert plain(size(talks, words)[0]).startswith("Dialogues held with groups of children")
    text = "\n".join(
        p.text for p in Document(str(write_report((talks,), Settings(), "en", tmp_path))).paragraphs
    )
    assert "took part in the poll" not in text
    assert "Too few children took part" not in text


def test_a_quotation_names_a_group_only_as_the_gate_allows(source: Source) -> None:
    words = words_of("en", "reporting")
    table = next(table for table in source.release.profile if table.question == "gender")
    row = next(
        row for row in table.rows if row.cells[0].shown is not None and (row.cells[0].shown or 0) >= 30
    )
    quote = Quote({"en": "Words."}, None, ("gender", row.name))  # type: ignore[arg-type]  a day is of no matter here
    assert attribution((source,), quote, words)
    few = replace(row, cells=(replace(row.cells[0], shown=25),))
    less = replace(table, rows=tuple(few if each is row else each for each in table.rows))
    small = replace(source, release=replace(source.release, profile=(less,)))
    assert attribution((small,), quote, words) is None
