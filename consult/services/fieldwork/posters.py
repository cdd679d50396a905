"""Posters and slips as PDF, set by typst in the fonts that come with the program; and QR codes as SVG.

All words arrive as data, in one language; nothing that somebody wrote can be a command.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

import segno
import typst

from consult.printing import fonts, signs
from consult.services.collecting.codes import shown

TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "staffing" / "fieldwork"
SIZES = ("a4", "a3")
SCALES = (1, 0.9, 0.8, 0.7, 0.6)  # of the letters; the last is still easy to read on a wall


@dataclass(frozen=True, slots=True)
class Poster:
    """What a poster says; lines that are empty are left out. `address` is shown, `link` is in the QR code."""

    language: str
    title: str
    about: str
    who_asks: str
    assent: str
    how: str
    link: str
    address: str
    code_needed: str
    promised: str
    notice: str


@dataclass(frozen=True, slots=True)
class SlipWords:
    """What every slip says beside its code."""

    language: str
    title: str
    how: str
    once: str
    link: str
    address: str
    notice: str


def qr_svg(link: str) -> bytes:
    """Draw a link as a QR code: black on white, with the quiet edge that readers need."""
    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="svg", border=4, scale=8, light="#fff")
    return drawn.getvalue()


def poster_pdf(poster: Poster, size: str) -> bytes:
    """Set one poster on one sheet of A4 or A3; where it has many words, in smaller letters."""
    words = asdict(poster) | {"qr": qr_svg(poster.link).decode(), "size": size}
    for scale in SCALES:
        compiler = _compiler("poster.typ", poster.language, words | {"scale": scale})
        if int(json.loads(compiler.query("<sheets>", field="value", one=True))) == 1:
            break
    return _pdf(compiler)


def slips_pdf(words: SlipWords, codes: Sequence[str]) -> bytes:
    """Set slips with cut lines on A4, ten to a sheet, in the order given."""
    said = asdict(words) | {"codes": [shown(code) for code in codes], "qr": qr_svg(words.link).decode()}
    return _pdf(_compiler("slips.typ", words.language, said))


def _compiler(template: str, language: str, words: dict[str, object]) -> typst.Compiler:
    inputs = {
        "words": json.dumps(signs.shown(words), ensure_ascii=False),
        "fonts": json.dumps(fonts.families(language)),
    }
    return typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=fonts.fonts(), sys_inputs=inputs)


def _pdf(compiler: typst.Compiler) -> bytes:
    return cast("bytes", compiler.compile(format="pdf", pdf_standards="ua-1"))
