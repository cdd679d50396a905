"""A tile map: the regions of the world (M49) as tiles, shaded by a share; drawn without any boundary."""

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.disclosure import ProtectedTable
from analysis.labels import group_label
from analysis.phrases import DASH, source_text, synthetic_mark
from analysis.render.drawing import INK, QUIET, TRACK, Sheet, leading, png_bytes, svg_bytes
from analysis.render.words import Words
from analysis.reporting.sources import Source

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Column, row, width and height of each region's tile, as the regions lie on common maps.
_TILES = {
    "019": (0, 0, 3, 4),
    "150": (3, 0, 3, 2),
    "002": (3, 2, 3, 2),
    "142": (6, 0, 4, 3),
    "009": (7, 3, 3, 1),
}
_SIDE, _GAP, _MARGIN = 46.0, 3.0, 12.0
_WIDTH = 10 * _SIDE + 2 * _MARGIN
# Lightest to darkest; words on the dark ones are white. Five classes of twenty per cent each.
_SHADES = ("#e3edf4", "#b5d0e2", "#7fafcd", "#3f82ad", "#1f5f8b")
_DARK = 3


def write_map(source: Source, words: Words, out: Path) -> list[Path]:
    """Write where children live as map.LANGUAGE.svg and .png; nothing where no table by region is shown."""
    table = next((t for t in source.release.profile if t.question == "region"), None)
    if table is None:
        return []
    out.mkdir(parents=True, exist_ok=True)
    title, alt = map_title(words), map_words(source, table, words)
    figure = draw(source, table, words)
    svg, png = out / f"map.{words.language}.svg", out / f"map.{words.language}.png"
    svg.write_bytes(svg_bytes(figure, title=title, description=alt, language=words.language))
    png.write_bytes(map_png(source, table, words))
    return [svg, png]


def map_png(source: Source, table: ProtectedTable, words: Words, *, bare: bool = False) -> bytes:
    """Draw the map as PNG; `bare` where title, source and disclaimer stand beside it in the document."""
    return png_bytes(draw(source, table, words, bare=bare), title=map_title(words))


def map_title(words: Words) -> str:
    """Name the map."""
    return words.gettext("Where the children who took part live")


def disclaimer(words: Words) -> str:
    """Give the words that the United Nations set under every map."""
    return words.gettext(
        "The designations employed and the presentation of material on this map do not imply the expression "
        "of any opinion whatsoever on the part of the Secretariat of the United Nations concerning the legal "
        "status of any country, territory, city or area or of its authorities, or concerning the "
        "delimitation of its frontiers or boundaries."
    )


def map_words(source: Source, table: ProtectedTable, words: Words) -> str:
    """Say the map in words, for those who cannot see it."""
    shares = "; ".join(f"{name}: {shown}" for name, shown, _ in _regions(source, table, words).values())
    return words.gettext("Tile map. {title}: {shares}.", title=map_title(words), shares=shares)


def _regions(source: Source, table: ProtectedTable, words: Words) -> dict[str, tuple[str, str, int | None]]:
    found = {}
    for row in table.rows:
        if row.name in _TILES:
            name = group_label(source.release.codebook, "region", row.name, words.language)
            percent = row.cells[0].percent
            found[row.name] = (name, DASH if percent is None else words.percent(percent), percent)
    return found


def draw(source: Source, table: ProtectedTable, words: Words, *, bare: bool = False) -> "Figure":
    """Draw the map on a sheet; the world is not mirrored where reading goes from right to left."""
    sheet, wide = Sheet(_WIDTH, mirrored=words.rtl), _WIDTH - 2 * _MARGIN
    top = _MARGIN
    if not bare:
        top = sheet.paragraph((_MARGIN, _MARGIN), map_title(words), 13, wide=wide) + 8
    for code, (name, shown, percent) in _regions(source, table, words).items():
        _tile(sheet, _TILES[code], top, (name, shown, percent))
    y = _key(sheet, top + 4 * _SIDE + 12, words)
    for note in _notes(source, table, words, bare=bare):
        y = sheet.paragraph((_MARGIN, y), note, 8, wide=wide, colour=QUIET) + 2
    return sheet.figure(y + _MARGIN)


def _notes(source: Source, table: ProtectedTable, words: Words, *, bare: bool) -> list[str]:
    told = [
        words.gettext("Share of the children who took part. A tile stands for a region, not for its size.")
    ]
    if any(row.cells[0].percent is None for row in table.rows):
        told.append(words.gettext("– : hidden, so that nobody can be recognized."))
    told.append(synthetic_mark(source.release, words))
    if not bare:
        told += [source_text(source.release, words), disclaimer(words)]
    return [note for note in told if note]


def _tile(
    sheet: Sheet, place: tuple[int, int, int, int], top: float, said: tuple[str, str, int | None]
) -> None:
    name, shown, percent = said
    column, row, wide, high = place
    shade = None if percent is None else min(percent // 20, 4)
    width, height = wide * _SIDE - _GAP, high * _SIDE - _GAP
    left, upper = _MARGIN + column * _SIDE, top + row * _SIDE
    if sheet.mirrored:
        left = sheet.width - left - width
    sheet.box((left, upper, width, height), TRACK if shade is None else _SHADES[shade])
    colour = "#ffffff" if shade is not None and shade >= _DARK else INK
    middle = left + width / 2
    sheet.line_of_words((middle, upper + height / 2 - 2), name, 9.5, colour=colour, at="middle")
    sheet.line_of_words((middle, upper + height / 2 + 14), shown, 13, colour=colour, at="middle")


def _key(sheet: Sheet, y: float, words: Words) -> float:
    width = (_WIDTH - 2 * _MARGIN) / 5
    for at, shade in enumerate(_SHADES):
        last = 100 if at == 4 else 20 * at + 19
        left = _MARGIN + at * width
        sheet.box((left, y, 14, 10), shade)
        sheet.line_of_words((left + 19, y + 8.5), words.span(20 * at, last), 8)
    return y + 10 + leading(8)
