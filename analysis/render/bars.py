"""The charts of a report, drawn on a sheet: bars, bars in groups, bars of 100 per cent, strips of a trend.

Colours are safe for colour-blind readers and differ in lightness, so that they also differ in a grey print.
Every bar carries its value; a hidden value has no bar and is written as a dash.
"""

from itertools import cycle, islice, pairwise
from typing import TYPE_CHECKING

from analysis.render.chart import Chart, Line
from analysis.render.drawing import INK, QUIET, TRACK, WARN, Sheet, leading
from analysis.render.strips import draw_strips, wide_enough
from analysis.render.wrap import lines, width_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WIDTH, _EDGE, _GAP = 480.0, 14.0, 8.0
_TITLE, _LABEL, _SMALL = 13.0, 10.5, 9.0
_MAIN = "#1f5f8b"
_GROUPS = ("#9cc3e0", "#4a8fc0", "#174a6e", "#e6a267", "#b5541a", "#8a94a0")
_SCALES = {
    1: (_MAIN,),
    2: (_MAIN, "#e6a267"),
    3: (_MAIN, "#cfd6dc", "#e6a267"),
    4: (_MAIN, "#9cc3e0", "#f0c49b", "#b5541a"),
    5: (_MAIN, "#9cc3e0", "#d9dee3", "#f0c49b", "#b5541a"),
}
_ON_DARK = {_MAIN, "#174a6e", "#b5541a"}


def draw(chart: Chart, *, mirrored: bool) -> "Figure":
    """Draw a chart; the figure is as high as its words need, and a trend as wide as its waves need."""
    start = _EDGE + _label_width(chart) + 10
    wide = wide_enough(chart, start, _EDGE, _WIDTH) if chart.kind == "trend" else _WIDTH
    sheet = Sheet(wide, mirrored)
    y = _mark(sheet, chart.mark)
    y = sheet.paragraph((_EDGE, y), chart.title, _TITLE, wide=wide - 2 * _EDGE) + _GAP
    y = (
        draw_strips(sheet, chart, (_EDGE, start), y)
        if chart.kind == "trend"
        else _drawn(sheet, chart, start, y)
    )
    y += 4
    for note in chart.notes:
        y = sheet.paragraph((_EDGE, y), note, _SMALL, wide=wide - 2 * _EDGE, colour=QUIET)
    return sheet.figure(y + _EDGE)


def _drawn(sheet: Sheet, chart: Chart, start: float, y: float) -> float:
    if chart.kind != "bars":
        y = _legend(sheet, chart, y)
    draw_line = _stack if chart.kind == "stack" else _bars
    for line in chart.lines:
        y = draw_line(sheet, chart, line, start, y)
    return y


def _mark(sheet: Sheet, words: str) -> float:
    if not words:
        return _EDGE - 4
    wide, end = width_of(words, _SMALL) + 12, sheet.width - _EDGE
    sheet.box((end - wide, _EDGE - 4, wide, 16), "#ffffff", WARN)
    sheet.line_of_words((end - 6, _EDGE + 7.4), words, _SMALL, colour=WARN, at="end")
    return _EDGE + 16


def _colours(chart: Chart) -> tuple[str, ...]:
    """Give a colour to every series; with more series than colours they begin again."""
    if chart.kind == "bars":
        return (_MAIN,)
    colours = _SCALES.get(len(chart.series), _GROUPS) if chart.kind == "stack" else _GROUPS
    return tuple(islice(cycle(colours), len(chart.series)))


def _legend(sheet: Sheet, chart: Chart, y: float) -> float:
    x = _EDGE
    for words, colour in zip(chart.series, _colours(chart), strict=True):
        if not words:
            continue
        wide = width_of(words, _LABEL) + 18 + 14
        if x > _EDGE and x + wide > _WIDTH - _EDGE:
            x, y = _EDGE, y + 17
        sheet.box((x, y + 2, 11, 11), colour)
        sheet.line_of_words((x + 16, y + 11.5), words, _LABEL)
        x += wide
    return y + 17 + _GAP


def _label_width(chart: Chart) -> float:
    longest = max((width_of(line.label, _LABEL) for line in chart.lines), default=0)
    return min(longest, 0.38 * _WIDTH)


def _label(sheet: Sheet, words: str, wide: float, y: float, high: float) -> None:
    broken = lines(words, wide, _LABEL)
    y += (high - leading(_LABEL) * len(broken)) / 2
    for text in broken:
        y += leading(_LABEL)
        sheet.line_of_words((_EDGE, y - 0.37 * _LABEL), text, _LABEL)


def _height(words: str, wide: float, bars: float) -> float:
    return max(bars, leading(_LABEL) * len(lines(words, wide, _LABEL)))


def _bars(sheet: Sheet, chart: Chart, line: Line, start: float, y: float) -> float:
    thick = 17.0 if len(line.values) == 1 else 13.0
    drawn = [
        (v, c) for v, c, s in zip(line.values, _colours(chart), chart.series or ("all",), strict=True) if s
    ]
    bars = thick * len(drawn)
    high = _height(line.label, start - 10 - _EDGE, bars)
    _label(sheet, line.label, start - 10 - _EDGE, y, high)
    top = y + (high - bars) / 2
    room = _WIDTH - _EDGE - start - 6 - width_of("100 %", _LABEL)
    for place, (value, colour) in enumerate(drawn):
        at = top + place * thick
        if value.share is not None:
            sheet.box((start, at + 1, room, thick - 2), TRACK)
            sheet.box((start, at + 1, room * value.share / 100, thick - 2), colour)
        end = start if value.share is None else start + room * value.share / 100
        sheet.line_of_words((end + 5, at + thick / 2 + 0.36 * _LABEL), value.shown, _LABEL)
    return y + high + _GAP


def _stack(sheet: Sheet, chart: Chart, line: Line, start: float, y: float) -> float:
    thick = 20.0
    high = _height(line.label, start - 10 - _EDGE, thick)
    _label(sheet, line.label, start - 10 - _EDGE, y, high)
    top, room = y + (high - thick) / 2, _WIDTH - _EDGE - start
    sheet.box((start, top, room, thick), TRACK)
    ends = [0.0]
    for value in line.values:
        ends.append(min(ends[-1] + (value.share or 0), 100.0))
    for (first, last), value, colour in zip(pairwise(ends), line.values, _colours(chart), strict=True):
        sheet.box((start + room * first / 100, top, room * (last - first) / 100, thick), colour, "#ffffff")
        if value.share and width_of(value.shown, _SMALL) + 4 < room * (last - first) / 100:
            ink = "#ffffff" if colour in _ON_DARK else INK
            middle = start + room * (first + last) / 200
            sheet.line_of_words(
                (middle, top + thick / 2 + 0.36 * _SMALL), value.shown, _SMALL, colour=ink, at="middle"
            )
    if any(value.share is None for value in line.values):
        # Where the hidden part is too thin for a dash, it stands at the end of the bar.
        at = start + room * (ends[-1] + 100) / 200 if ends[-1] < 97 else start + room - 4
        hidden = next(value.shown for value in line.values if value.share is None)
        sheet.line_of_words((at, top + thick / 2 + 0.36 * _SMALL), hidden, _SMALL, at="middle")
    return y + high + _GAP
