"""Sentences that charts, summaries and annexes share: base, source, notes, and how a cell is written."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import cast

from analysis.disclosure import (
    NOT_ASKED,
    SHOWN,
    SMALL_BASE,
    SUPPRESSED,
    Cell,
    Column,
    ProtectedTable,
    Release,
)
from analysis.facts import Facts, title_of
from analysis.render.words import Words

DASH = "–"


def cell_text(cell: Cell, words: Words) -> str:
    """Write a share; a dash where it is hidden, words where the group was not asked."""
    if cell.status == NOT_ASKED:
        return words.gettext("not asked")
    return DASH if cell.percent is None else words.percent(cell.percent)


def base_text(column: Column, words: Words) -> str:
    """Say how many children answered."""
    if column.base is None:
        return words.gettext("Too few children answered to say how many.")
    return words.ngettext("Base: {n} child who answered.", "Base: {n} children who answered.", column.base)


def source_text(release: Release, words: Words) -> str:
    """Say where the numbers are from."""
    facts = Facts.of(release)
    span = None if facts.opened is None or facts.closed is None else (facts.opened, facts.closed)
    return source_line(facts.organisation, title_of(release, words.language), span, words)


def source_line(organisation: str, title: str, span: tuple[dt.date, dt.date] | None, words: Words) -> str:
    """Say where numbers are from: who asked, which poll, and its first and last day where they are known."""
    if span is None:
        return words.gettext(
            "Source: {organisation}, poll “{title}”.", organisation=organisation, title=title
        )
    opened, closed = span
    if opened == closed:
        return words.gettext(
            "Source: {organisation}, poll “{title}”, {date}.",
            organisation=organisation,
            title=title,
            date=words.date(opened),
        )
    return words.gettext(
        "Source: {organisation}, poll “{title}”, {opened} to {closed}.",
        organisation=organisation,
        title=title,
        opened=words.date(opened),
        closed=words.date(closed),
    )


def synthetic_mark(release: Release, words: Words) -> str:
    """Give the words that mark made-up data, or nothing where the data are real."""
    return words.gettext("Synthetic data") if Facts.of(release).synthetic else ""


def notes_on(
    release: Release, tables: Sequence[ProtectedTable], cells: Sequence[Cell], words: Words
) -> list[str]:
    """Explain what a reader of these cells would ask: dashes, several answers, groups that were not asked."""
    codes = {code for table in tables for code in table.notes}
    _ = words.gettext
    told = {
        _("– : hidden, so that nobody can be recognized."): SUPPRESSED in {cell.status for cell in cells},
        _("– : too few children answered to give a percentage."): any(map(_too_few, cells)),
        _weak(release, words): "base 30-49" in codes,
        several_answers(words): "several answers" in codes,
        worded_differently(words): "pooled" in codes,
        not_all_asked(words): asked_of_some(release, tables[0].question),
        no_share(words): any("not offered to all" in t.notes and t.breakdown != "age_band" for t in tables),
    }
    return [words_said for words_said, holds in told.items() if holds]


def _too_few(cell: Cell) -> bool:
    return cell.status == SMALL_BASE or (cell.status == SHOWN and cell.percent is None)


def _weak(release: Release, words: Words) -> str:
    return words.ngettext(
        "Fewer than {n} child answered in some groups: read these with care.",
        "Fewer than {n} children answered in some groups: read these with care.",
        weak_base(release),
    )


def several_answers(words: Words) -> str:
    """Say that shares may add up to more than 100."""
    return words.gettext("Children could give several answers, so the shares may add up to more than 100.")


def worded_differently(words: Words) -> str:
    """Say that choices are joined across age bands."""
    return words.gettext("Answers that were worded differently for each age group are counted together.")


def not_all_asked(words: Words) -> str:
    """Say that the question, or some of its answers, stood before some age bands only."""
    return words.gettext("Some age groups were not asked this, or did not have every answer to choose from.")


def no_share(words: Words) -> str:
    """Say that answers which some age bands alone could choose have no share among children of all ages."""
    return words.gettext(
        "Answers that only some age groups could choose have no share here; see the table by age."
    )


def asked_of_some(release: Release, question: str) -> bool:
    """Say whether an age band was not asked a question or one of its answers."""
    tables = release.of_question(question, "age_band")
    return any(cell.status == NOT_ASKED for table in tables for row in table.choices for cell in row.cells)


def weak_base(release: Release) -> int:
    """Give the number of answers below which a share is flagged as weak."""
    return cast("Mapping[str, int]", release.policy)["weak_base"]
