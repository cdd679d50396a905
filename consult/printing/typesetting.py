"""From a template and data to a PDF, in the fonts that come with the program.

The words go in as data: nothing that anybody wrote can be a command of the typesetter.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from consult.errors import ConsultError

if TYPE_CHECKING:
    import typst

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "printing"
# One family holds Latin and Cyrillic, one Arabic, one Chinese; each letter comes from the first that has it.
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC")
_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "pylopdf_fonts_zh_cn")


class FontMissingError(ConsultError):
    """A font package is not installed; the message names it."""


def typeset(template: str, data: Mapping[str, object], day: date, language: str = "") -> bytes:
    """Set `templates/printing/<template>.typ` with `data` as a PDF dated `day`; takes about a second.

    The PDF is one that screen readers can read (PDF/UA-1). `language` chooses which font comes first.
    """
    import typst  # noqa: PLC0415 - 80 MB that only printing needs

    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=fonts(),
        sys_inputs={
            "data": json.dumps(data, ensure_ascii=False),
            "fonts": json.dumps(families(language)),
        },
    )
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    return cast("bytes", compiler.compile(format="pdf", timestamp=noon, pdf_standards="ua-1"))


def families(language: str) -> tuple[str, ...]:
    """Begin with the family of the language, so that its signs and quotation marks come from one hand."""
    first = {"ar": FAMILIES[1], "zh": FAMILIES[2]}.get(language)
    return tuple(dict.fromkeys([*([first] if first else []), *FAMILIES]))


@cache
def fonts() -> "typst.Fonts":
    """Give the typesetter's fonts: those that come with the program and no others."""
    import typst  # noqa: PLC0415 - as above

    found: Any = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(_folder(name)) for name in _PACKAGES],
    )
    return cast("typst.Fonts", found)


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FontMissingError(f"the font package {package} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))
