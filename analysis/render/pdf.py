"""Pages, posters and slides as tagged PDF (PDF/UA-1), set by typst in fonts that come with the program."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from typing import cast

import typst

from analysis.render import signs
from analysis.render.fonts import FAMILIES, font_folders
from analysis.render.html import TEMPLATES
from analysis.render.page import Page


@cache
def _fonts() -> typst.Fonts:
    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def page_pdf(page: Page, day: dt.date, *, tight: bool = False) -> tuple[bytes, int]:
    """Set a child summary as PDF dated `day`, closer with `tight`; give it and its number of sheets."""
    return typeset("child_summary.typ", asdict(page) | {"tight": tight}, day)


def typeset(template: str, data: Mapping[str, object], day: dt.date) -> tuple[bytes, int]:
    """Set a template of templates/reports as PDF dated `day`; give it and its number of sheets.

    The words go in as data: nothing a child wrote can be a command. A template marks its number of sheets
    with the label <sheets>.
    """
    compiler = typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        sys_inputs={
            "page": json.dumps(signs.shown(dict(data)), ensure_ascii=False),
            "fonts": json.dumps(FAMILIES),
        },
    )
    noon = dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)
    pdf = cast("bytes", compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=noon))
    return pdf, int(json.loads(compiler.query("<sheets>", field="value", one=True)))
