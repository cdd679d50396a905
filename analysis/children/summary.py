"""What children said, told to children: a summary for each age band, as a web page, a PDF and data.

The order is that of shared practice for child-friendly reports: what this is, who took part, what children
said, their words, what happens next, where to get help, words explained, about the numbers. Sentences are
short and come from the catalog of the language; every number in them is a cell of a protected table.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from analysis.children.about import (
    explained,
    how_we_counted,
    next_steps,
    numbers_told,
    what_is_this,
    where_help,
)
from analysis.children.clouds import cloud_parts
from analysis.children.extras import NO_EXTRAS, Extras
from analysis.children.findings import finding_parts
from analysis.children.quotes import quote_parts
from analysis.children.styles import FULL, SHORT, Style, style_of
from analysis.children.telling import Telling
from analysis.children.who import who_took_part
from analysis.dialogues.telling import dialogue_parts
from analysis.disclosure import Release
from analysis.facts import Facts, title_of
from analysis.phrases import source_text
from analysis.render.html import page_html
from analysis.render.page import Page, Part
from analysis.render.pdf import page_pdf

_MOST_SHEETS = 4


def write_child_summary(
    release: Release, language: str, band: str, out: Path, extras: Extras = NO_EXTRAS
) -> list[Path]:
    """Write child_summary.LANGUAGE.BAND.html, .pdf and .json (the same as data); give the paths."""
    out.mkdir(parents=True, exist_ok=True)
    page = summary(release, language, band, extras)
    printed = _printed(release, page, extras)
    html, pdf, data = (out / f"child_summary.{language}.{band}.{kind}" for kind in ("html", "pdf", "json"))
    html.write_text(page_html(page), encoding="utf-8")
    pdf.write_bytes(printed)
    # For a website that shows the summary in pages of its own, under its own rules of safety.
    data.write_text(json.dumps(asdict(page), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [html, pdf, data]


def _printed(release: Release, page: Page, extras: Extras) -> bytes:
    """Print a summary on at most four sheets: where words are long closer, with fewer bars, groups, parts."""
    day = Facts.of(release).frozen
    printed, sheets = page_pdf(page, day)
    if sheets > (1 if page.style == SHORT.name else _MOST_SHEETS):
        # Large letters often leave a few lines for a sheet of their own.
        closer, fewer = page_pdf(page, day, tight=True)
        printed, sheets = (closer, fewer) if fewer < sheets else (printed, sheets)
    for style in _smaller(style_of(page.band)):
        if sheets <= _MOST_SHEETS:
            break
        page = summary(release, page.language, page.band, extras, style)
        printed, sheets = page_pdf(page, day, tight=True)
    return printed


def _smaller(style: Style) -> Iterator[Style]:
    for bars in range(style.bars - 1, 1, -1):
        yield replace(style, bars=bars)
    least = replace(style, bars=min(style.bars, 2), groups=style.groups[:-1])
    for findings in range(style.findings, 0, -1):
        yield replace(least, findings=findings)


def summary(
    release: Release, language: str, band: str, extras: Extras = NO_EXTRAS, style: Style | None = None
) -> Page:
    """Make the summary of a release for an age band, in the style of that age or another."""
    tell = Telling(release, language, band, style or style_of(band))
    words, facts, title = tell.words, Facts.of(release), title_of(release, language)
    _ = words.gettext
    return Page(
        language=language,
        direction=words.direction,
        title=_("What children told us"),
        above=facts.organisation,
        under=_("A summary of the poll “{title}”", title=title) if facts.polled else title,
        notice=_("Synthetic data: a computer made up these answers. No child gave them.")
        if facts.synthetic
        else "",
        parts=tuple(_parts(tell, facts, extras)),
        foot=source_text(release, words),
        band=band,
        band_label=tell.band_label(),
        style=tell.style.name,
    )


def _parts(tell: Telling, facts: Facts, extras: Extras) -> list[Part]:
    parts = [what_is_this(tell, facts)]
    if facts.polled:  # where there were talks alone, their own parts say who took part
        parts += [*who_took_part(tell), *finding_parts(tell, extras.wording)]
    parts += [*cloud_parts(tell), *quote_parts(tell, extras.quotes)]
    parts += _dialogues(tell)
    parts += [next_steps(tell, facts), where_help(tell, facts)]
    parts += [explained(tell, parts, facts), numbers_told(tell, facts)]
    if tell.style.name == FULL.name and not tell.release.small:
        parts.append(how_we_counted(tell, facts))
    return [part for part in parts if _says_something(part)]


def _dialogues(tell: Telling) -> Iterator[Part]:
    """Tell what groups said, under keys of their own; to the youngest without charts."""
    told = dialogue_parts(tell.release, tell.words, tell.band, percent=tell.style.percent)
    for at, part in enumerate(told):
        if part.chart and tell.style.name == SHORT.name:
            continue
        yield part if part.key else replace(part, key=f"dialogues:{at}" if at else "dialogues")


def _says_something(part: Part) -> bool:
    told = (part.paragraphs, part.terms, part.chart, part.picture, part.cloud, part.quotes)
    return part.key == "said" or any(map(bool, told))
