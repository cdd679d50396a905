"""The strips of a trend: one for each answer, a place in it for each point of time, joined where that is so.

Every share stands as a figure at its dot. Where a line is broken, a dashed rule goes through all strips, the
colour of the lines changes and their dots are hollow, so that it is seen in a grey print too. A place without
a share says why in words.
"""

from collections.abc import Sequence
from itertools import pairwise

from analysis.render.chart import Chart, Line, Value
from analysis.render.drawing import INK, QUIET, TRACK, WARN, Point, Sheet, leading
from analysis.render.wrap import lines, width_of

_LABEL, _SMALL, _FIGURES = 10.5, 8.5, 9.0
_COLOURS = ("#1f5f8b", "#b5541a")
# How high a strip is between its least and its greatest share, and what it needs above for figures.
_HIGH, _ABOVE, _BELOW = 32.0, 15.0, 9.0
_LEAST_PLACE = 52.0
_TOPS = (10, 20, 40, 60, 80, 100)
_RADIUS = 2.6


def top_of(found: Sequence[Line]) -> int:
    """Give the share at which strips end: the same for all of a chart, and never cut."""
    most = max((value.share or 0 for line in found for value in line.values), default=0)
    return next(top for top in _TOPS if most <= top)


def wide_enough(chart: Chart, start: float, edge: float, least: float) -> float:
    """Give the width of a sheet on which every point of time has room for its words."""
    words = [word for each in (*chart.series, *(b.words for b in chart.breaks)) for word in each.split()]
    words += [word for line in chart.lines for value in line.values for word in value.shown.split()]
    place = max([_LEAST_PLACE, *(width_of(word, _SMALL) + 6 for word in words)])
    return max(least, start + place * len(chart.series) + edge)


def draw_strips(sheet: Sheet, chart: Chart, starts: Point, y: float) -> float:
    """Draw the strips between their labels and the end of the sheet; give the y below the last."""
    edge, start = starts
    place = (sheet.width - edge - start) / len(chart.series)
    above = y
    y = _heads(sheet, chart, start, place, y)
    for line in chart.lines:
        y = _strip(sheet, chart, line, (edge, start, place), y)
    for each in chart.breaks:
        x = start + place * each.before
        sheet.stroke((x, above + _head_room(chart, place)), (x, y - 4), WARN, dashed=True)
    return y


def _head_room(chart: Chart, place: float) -> float:
    """Give the height of the words above the rules where lines are broken."""
    wide = _room(chart, place)
    rows = max((len(lines(each.words, wide, _SMALL)) for each in chart.breaks), default=0)
    return rows * leading(_SMALL) + (2 if rows else 0)


def _room(chart: Chart, place: float) -> float:
    """Give how wide the words at a rule may be: two places, or one where the next rule is a place away."""
    near = any(second.before - first.before == 1 for first, second in pairwise(chart.breaks))
    return place - 6 if near else 2 * place - 8


def _heads(sheet: Sheet, chart: Chart, start: float, place: float, y: float) -> float:
    """Write what each place stands for, and above it where and why lines are broken."""
    for each in chart.breaks:
        _centred(sheet, (start + place * each.before, y), each.words, _room(chart, place), WARN)
    y += _head_room(chart, place)
    heights = [
        _centred(sheet, (start + place * (at + 0.5), y), name, place - 6, INK)
        for at, name in enumerate(chart.series)
    ]
    return max(heights) + 4


def _centred(sheet: Sheet, at: Point, text: str, wide: float, colour: str) -> float:
    """Write a text around a middle, line below line; a line feed begins a new one. Give the y below it."""
    x, y = at
    for row in (row for part in text.split("\n") for row in lines(part, wide, _SMALL)):
        y += leading(_SMALL)
        sheet.line_of_words((x, y - 0.35 * _SMALL), row, _SMALL, colour=colour, at="middle")
    return y


def _strip(sheet: Sheet, chart: Chart, line: Line, starts: tuple[float, float, float], y: float) -> float:
    edge, start, place = starts
    label = lines(line.label, start - 10 - edge, _LABEL)
    high = max(_ABOVE + _HIGH, leading(_LABEL) * len(label))
    top = y + high - _HIGH
    sheet.box((start, y, place * len(line.values), high), "#f6f8fa")
    sheet.box((start, y + high, place * len(line.values), 0.75), TRACK)
    below = y + (high - leading(_LABEL) * len(label)) / 2
    for row in label:
        below += leading(_LABEL)
        sheet.line_of_words((edge, below - 0.37 * _LABEL), row, _LABEL)
    _dots(sheet, chart, line, (start, place), top)
    return y + high + _BELOW


def _dots(sheet: Sheet, chart: Chart, line: Line, starts: Point, top: float) -> None:
    """Draw the shares of one answer and what joins them."""
    start, place = starts
    most, broken = top_of(chart.lines), {each.before for each in chart.breaks}
    joined = list(enumerate(line.values))
    for (at, first), (_, second) in pairwise(joined):
        if first.share is not None and second.share is not None and at + 1 not in broken:
            ends = [
                (start + place * (where + 0.5), _height(share, most, top))
                for where, share in ((at, first.share), (at + 1, second.share))
            ]
            sheet.stroke(ends[0], ends[1], _colour(chart, at))
    for at, value in joined:
        _point(sheet, value, (start + place * (at + 0.5), top), (place, most), _colour(chart, at))


def _point(sheet: Sheet, value: Value, at: Point, room: tuple[float, int], colour: str) -> None:
    (x, top), (place, most) = at, room
    if value.share is None:
        rows = lines(value.shown, place - 6, _SMALL)
        _centred(sheet, (x, top + (_HIGH - leading(_SMALL) * len(rows)) / 2), value.shown, place - 6, QUIET)
        return
    y = _height(value.share, most, top)
    sheet.dot((x, y), _RADIUS, colour, hollow=colour != _COLOURS[0])
    sheet.line_of_words((x, y - 5.5), value.shown, _FIGURES, at="middle")


def _height(share: int, most: int, top: float) -> float:
    return top + _HIGH * (1 - share / most) - (2 if share == 0 else 0)


def _colour(chart: Chart, at: int) -> str:
    """Change the colour of lines and dots with every break before a place."""
    return _COLOURS[sum(each.before <= at for each in chart.breaks) % len(_COLOURS)]
