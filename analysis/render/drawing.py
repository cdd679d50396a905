"""A sheet on which a chart is drawn: bars and words, in points from the upper corner where reading begins.

In a language written from right to left the sheet is mirrored: the start of a line is its right end. Nothing
that is drawn needs to know.
"""

from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING

from analysis.render.fonts import chart_families
from analysis.render.wrap import drawn, lines

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK, QUIET, TRACK, WARN = "#1b2733", "#4a5866", "#e9edf1", "#8a3b12"
# A place on the sheet: start and top (for words: baseline), then width and height, in points.
Point = tuple[float, float]
Box = tuple[float, float, float, float]
_XML = '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
_RLM = "\u200f"
_PNG_DOTS_PER_INCH = 200


@dataclass(slots=True)
class Sheet:
    """A sheet `width` points wide that grows downwards; `mirrored` for languages read from right to left."""

    width: float
    mirrored: bool = False
    _boxes: list[tuple[float, float, float, float, str, str | None]] = field(default_factory=list)
    _strokes: list[tuple[float, float, float, float, str, bool]] = field(default_factory=list)
    _dots: list[tuple[float, float, float, str, bool]] = field(default_factory=list)
    _texts: list[tuple[float, float, str, float, str, str]] = field(default_factory=list)

    def box(self, place: Box, colour: str, edge: str | None = None) -> None:
        """Draw a filled box, with a thin edge if its colour is named."""
        x, y, wide, high = place
        left = self.width - x - wide if self.mirrored else x
        self._boxes.append((left, y, wide, high, colour, edge))

    def stroke(self, first: Point, last: Point, colour: str, *, dashed: bool = False) -> None:
        """Draw a straight line between two places: a thick one, or a thin dashed one."""
        ends = ((self.width - x if self.mirrored else x, y) for x, y in (first, last))
        (x, y), (to_x, to_y) = ends
        self._strokes.append((x, y, to_x, to_y, colour, dashed))

    def dot(self, place: Point, radius: float, colour: str, *, hollow: bool = False) -> None:
        """Draw a dot around a place."""
        x, y = place
        self._dots.append((self.width - x if self.mirrored else x, y, radius, colour, hollow))

    def line_of_words(
        self, place: Point, text: str, size: float, *, colour: str = INK, at: str = "start"
    ) -> None:
        """Write one line on a baseline; the place is its `start`, `middle` or `end`."""
        x, y = place
        text = drawn(text)
        side = {"start": "left", "middle": "center", "end": "right"}[at]
        if self.mirrored:
            side = {"left": "right", "right": "left"}.get(side, side)
            x = self.width - x
            text = _RLM + text
        self._texts.append((x, y, text, size, colour, side))

    def paragraph(self, place: Point, text: str, size: float, *, wide: float, colour: str = INK) -> float:
        """Write a text in lines below a point, at most `wide` points wide; give the y below the last line."""
        x, y = place
        for line in lines(text, wide, size):
            y += leading(size)
            self.line_of_words((x, y - 0.35 * size), line, size, colour=colour)
        return y

    def figure(self, height: float) -> "Figure":
        """Make the matplotlib figure of what was drawn, `height` points high."""
        from matplotlib.figure import Figure  # noqa: PLC0415 - a second to load
        from matplotlib.lines import Line2D  # noqa: PLC0415
        from matplotlib.patches import Circle, Rectangle  # noqa: PLC0415
        from matplotlib.transforms import Affine2D  # noqa: PLC0415

        figure = Figure(figsize=(self.width / 72, height / 72), facecolor="white")
        points = Affine2D().scale(1 / 72, -1 / 72).translate(0, height / 72) + figure.dpi_scale_trans
        for x, y, wide, high, colour, edge in self._boxes:
            shape = Rectangle((x, y), wide, high, transform=points, facecolor=colour)
            shape.set_edgecolor(edge or "none")
            shape.set_linewidth(0.75 if edge else 0)
            figure.add_artist(shape)
        for x, y, to_x, to_y, colour, dashed in self._strokes:
            look = {"linestyle": (0, (3, 2)), "linewidth": 0.9} if dashed else {"linewidth": 2.0}
            figure.add_artist(Line2D((x, to_x), (y, to_y), transform=points, color=colour, **look))
        for x, y, radius, colour, hollow in self._dots:
            face = "#ffffff" if hollow else colour
            figure.add_artist(
                Circle(
                    (x, y),
                    radius,
                    transform=points,
                    facecolor=face,
                    edgecolor=colour,
                    linewidth=1.5,
                    zorder=3,
                )
            )
        for x, y, text, size, colour, side in self._texts:
            figure.text(
                x,
                y,
                text,
                fontsize=size,
                color=colour,
                ha=side,
                va="baseline",
                transform=points,
                fontfamily=list(chart_families()),
                parse_math=False,
            )
        return figure


def leading(size: float) -> float:
    """Give the height of a line of words set at a size, in points."""
    return 1.4 * size


def svg_bytes(figure: "Figure", *, title: str, description: str, language: str) -> bytes:
    """Write a figure as SVG, the same bytes every time: letters as outlines, words for screen readers."""
    import matplotlib as mpl  # noqa: PLC0415 - a second to load

    target = BytesIO()
    with mpl.rc_context({"svg.hashsalt": "consult", "svg.fonttype": "path"}):
        figure.savefig(
            target, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None}
        )
    _, _, body = target.getvalue().decode().partition("<svg ")
    attributes, _, rest = body.partition(">")
    words = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    # Without the document type that matplotlib writes: its address leads to another host.
    return f'{_XML}<svg role="img" lang="{language}" {attributes}>{words}{rest}'.encode()


def png_bytes(figure: "Figure", *, title: str) -> bytes:
    """Write a figure as PNG, the same bytes every time."""
    target = BytesIO()
    figure.savefig(target, format="png", dpi=_PNG_DOTS_PER_INCH, metadata={"Software": None, "Title": title})
    return target.getvalue()
