"""The charts of a release, as SVG and PNG in each language: one for each question, and one by age band.

Nothing but protected tables reaches a chart. A hidden value is drawn as a dash.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from analysis.disclosure import NOT_ASKED, OVERALL, TOTAL, Cell, ProtectedTable, Release, Row
from analysis.labels import breakdown_label, choice_label, group_label, item_label, question_label
from analysis.phrases import base_text, cell_text, notes_on, source_text, synthetic_mark
from analysis.render.bars import draw
from analysis.render.chart import Chart, Line, Value
from analysis.render.drawing import png_bytes, svg_bytes
from analysis.render.words import Words, words_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BY_AGE = "age_band"


def write_charts(release: Release, languages: Sequence[str], out: Path) -> list[Path]:
    """Write every chart of a release as NAME.LANGUAGE.svg and .png into a folder; give the paths."""
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for language in languages:
        for chart in charts_of(release, language):
            written += write_chart(chart, language, out)
    return written


def write_chart(chart: Chart, language: str, out: Path) -> list[Path]:
    """Write a chart as NAME.LANGUAGE.svg and .png into a folder; give the paths."""
    figure = _figure(chart, mirrored=words_of(language).rtl)
    svg, png = out / f"{chart.name}.{language}.svg", out / f"{chart.name}.{language}.png"
    svg.write_bytes(svg_bytes(figure, title=chart.title, description=chart.description, language=language))
    png.write_bytes(chart_png(chart, language))
    return [svg, png]


@lru_cache(maxsize=64)
def chart_png(chart: Chart, language: str) -> bytes:
    """Draw a chart as PNG; drawn once though both the charts and the annex of a language want it."""
    return png_bytes(_figure(chart, mirrored=words_of(language).rtl), title=chart.title)


@lru_cache(maxsize=1)
def _figure(chart: Chart, *, mirrored: bool) -> "Figure":
    """Lay a chart out; laid out once for both its forms."""
    return draw(chart, mirrored=mirrored)


def charts_of(release: Release, language: str) -> list[Chart]:
    """Make the charts of a release in one language, in the order of its tables."""
    words = words_of(language)
    made = [_profile(release, table, words) for table in release.profile]
    for question, tables in groupby(release.tables, key=lambda table: table.question):
        made += _question(release, question, list(tables), words)
    return [chart for chart in made if chart.lines]


@dataclass(frozen=True, slots=True)
class _Draft:
    """A chart without the words around it."""

    kind: str
    title: str
    series: tuple[str, ...]
    lines: tuple[Line, ...]


def _profile(release: Release, table: ProtectedTable, words: Words) -> Chart:
    codebook, language = _codebook(release), words.language
    lines = tuple(
        Line(group_label(codebook, table.question, row.name, language), _values(row, words, 1))
        for row in table.rows
        if row.kind == "group"
    )
    title = words.gettext("Who took part: {group}", group=breakdown_label(table.question, language))
    return _chart(release, (table,), _Draft("bars", title, (), lines), words)


def _question(release: Release, question: str, tables: list[ProtectedTable], words: Words) -> Iterable[Chart]:
    overall = tuple(table for table in tables if table.breakdown == OVERALL)
    by_age = tuple(table for table in tables if table.breakdown == BY_AGE)
    title = question_label(_codebook(release), question, words.language)
    if overall and overall[0].item is not None:
        yield _chart(release, overall, _stack(release, overall, words), words)
        return
    rows = _order(release, overall or by_age)
    for table in overall[:1]:
        lines = tuple(
            Line(_choice(release, table, name, words), (_value(table, name, words),))
            for name in rows
            if name in {row.name for row in _for_all((table,))}
        )
        yield _chart(release, (table,), _Draft("bars", title, (), lines), words)
    for table in by_age[:1]:
        yield _chart(release, (table,), _groups(release, table, rows, words), words)


def _groups(release: Release, table: ProtectedTable, rows: Sequence[str], words: Words) -> _Draft:
    """Draw a cluster of bars for each choice, a bar for each age band."""
    bands = [column.name for column in table.columns[1:]]
    lines = tuple(
        Line(_choice(release, table, name, words), tuple(_value(table, name, words, band) for band in bands))
        for name in rows
    )
    title = question_label(_codebook(release), table.question, words.language)
    return _Draft("groups", title, _bands(release, table, words), lines)


def _stack(release: Release, tables: tuple[ProtectedTable, ...], words: Words) -> _Draft:
    """Draw a grid: a bar of 100 per cent for each row, the choices as they stand in the questionnaire."""
    codebook, language, question = _codebook(release), words.language, tables[0].question
    names = [row.name for row in _for_all(tables)]
    series = tuple(_choice(release, tables[0], name, words) for name in names)
    lines = tuple(
        Line(
            item_label(codebook, question, str(table.item), language),
            tuple(_value(table, name, words) for name in names),
        )
        for table in tables
    )
    return _Draft("stack", question_label(codebook, question, language), series, lines)


def _chart(release: Release, tables: tuple[ProtectedTable, ...], draft: _Draft, words: Words) -> Chart:
    """Put the words around a chart: base, notes, source, the synthetic mark, words for screen readers."""
    drawn = tables[0].choices if draft.kind == "groups" else _for_all(tables)
    names = {row.name for row in drawn}
    found = [row for table in tables for row in table.choices if row.name in names]
    cells = [cell for row in found for cell in _drawn(row, draft.kind)]
    notes = [_bases(tables, draft.kind, words), *notes_on(release, tables, cells, words)]
    sums = {sum(value.share or 0 for value in line.values) for line in draft.lines}
    if draft.kind == "stack" and sums != {100} and len(drawn) == len(tables[0].choices):
        notes.append(words.gettext("Numbers are rounded, so the shares may not add up to 100."))
    notes.append(source_text(release, words))
    first = tables[0]
    name = first.name if first.item is None else f"{first.question}__{first.breakdown}"
    shares = "; ".join(_spoken(line, draft.series) for line in draft.lines)
    alt = words.gettext("Bar chart. {title} {shares}.", title=draft.title, shares=shares)
    mark = synthetic_mark(release, words)
    shown = tuple(note for note in notes if note)
    return Chart(name, draft.kind, draft.title, draft.series, draft.lines, shown, mark, alt)


def _for_all(tables: Sequence[ProtectedTable]) -> tuple[Row, ...]:
    """Give the choices that a chart of all ages draws: those that every age band could choose."""
    partly = {row.name for table in tables for row in table.choices if row.partly}
    return tuple(row for row in tables[0].choices if row.name not in partly)


def _drawn(row: Row, kind: str) -> tuple[Cell, ...]:
    return row.cells[1:] if kind == "groups" else row.cells[:1]


def _bases(tables: tuple[ProtectedTable, ...], kind: str, words: Words) -> str:
    """Say how many answered: once, or for a grid the fewest and the most of its rows."""
    if kind == "groups":
        return ""
    known = [table.columns[0] for table in tables if table.columns[0].base is not None]
    if kind == "stack" and len({column.base for column in known}) > 1:
        counts = sorted(cast("int", column.base) for column in known)
        return words.gettext(
            "Base: {least} to {most} children who answered, depending on the row.",
            least=words.number(counts[0]),
            most=words.number(counts[-1]),
        )
    return base_text(known[0] if known else tables[0].columns[0], words)


def _bands(release: Release, table: ProtectedTable, words: Words) -> tuple[str, ...]:
    """Name the age bands with how many of each answered; a band that was not asked has no name here."""
    names = []
    for column in table.columns[1:]:
        if column.status == NOT_ASKED:
            names.append("")
            continue
        label = group_label(_codebook(release), BY_AGE, column.name, words.language)
        count = "" if column.base is None else f" ({words.number(column.base)})"
        names.append(f"{label}{count}")
    return tuple(names)


def _order(release: Release, tables: tuple[ProtectedTable, ...]) -> tuple[str, ...]:
    """Keep the order of a scale; put other answers from most to least chosen, hidden ones last."""
    kinds = {q["name"]: q["kind"] for q in _codebook(release)["questions"]}
    table = tables[0]
    names = [row.name for row in table.choices]
    if kinds[table.question] not in {"scale", "range", "integer"}:
        names.sort(key=lambda name: -(table.cell(name).percent or -1))
    return tuple(names)


def _values(row: Row, words: Words, first: int) -> tuple[Value, ...]:
    return tuple(Value(cell.percent, cell_text(cell, words)) for cell in row.cells[:first])


def _value(table: ProtectedTable, name: str, words: Words, column: str = TOTAL) -> Value:
    cell = table.cell(name, column)
    return Value(cell.percent, cell_text(cell, words))


def _spoken(line: Line, series: tuple[str, ...]) -> str:
    if not series:
        return f"{line.label}: {line.values[0].shown}"
    named = zip(series, line.values, strict=True)
    shares = ", ".join(f"{name} {value.shown}" for name, value in named if name)
    return f"{line.label}: {shares}"


def _choice(release: Release, table: ProtectedTable, name: str, words: Words) -> str:
    return choice_label(_codebook(release), table.question, name, words.language)


def _codebook(release: Release) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", release.codebook)
