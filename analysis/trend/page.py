"""A trend as one page in one language: the note, every chart, and below each chart its shares as a table."""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.render.chart import Chart
from analysis.render.html import document_html
from analysis.render.words import Words
from analysis.trend.telling import note
from analysis.trend.waves import Wave

_TEMPLATE = "trend.html"


def trend_page(waves: Sequence[Wave], charts: Sequence[tuple[Chart, Path]], words: Words) -> str:
    """Write the page as HTML that asks no other file; charts come with their SVG files."""
    page = {
        "language": words.language,
        "direction": words.direction,
        "title": words.gettext("The waves of a poll side by side"),
        "mark": next((chart.mark for chart, _ in charts if chart.mark), ""),
        "note": note(waves, words),
        "caption": words.gettext("Shares of the children who answered"),
        "answer": words.gettext("Answer"),
        "charts": [_drawn(chart, svg) for chart, svg in charts],
    }
    return document_html(_TEMPLATE, page)


def _drawn(chart: Chart, svg: Path) -> dict[str, Any]:
    """Give a chart as picture and as table; where its lines are broken, so are the rows."""
    changed = {each.before: each.words for each in chart.breaks}
    return {
        "title": chart.title,
        "description": chart.description,
        "picture": b64encode(svg.read_bytes()).decode(),
        "heads": [(name.replace("\n", " "), changed.get(at, "")) for at, name in enumerate(chart.series)],
        "rows": [
            (line.label, [(value.shown, changed.get(at, "")) for at, value in enumerate(line.values)])
            for line in chart.lines
        ],
    }
