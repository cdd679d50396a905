"""The fonts of everything that is printed: they come with the program, and no others are used."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from consult.errors import ConsultError

if TYPE_CHECKING:
    import typst

# One family holds Latin and Cyrillic, one Arabic, one Chinese; each letter comes from the first that has it.
FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC")
_FILES = (
    ("fontpkg_noto_sans", "NotoSans[[]*.ttf"),
    ("fontpkg_noto_sans_arabic", "NotoSansArabic[[]*.ttf"),
    ("pylopdf_fonts_zh_cn", "NotoSansSC-*.otf"),
)


class FontMissingError(ConsultError):
    """A font package is not installed; the message names it."""


def families(language: str) -> tuple[str, ...]:
    """Begin with the family of the language, so that its signs and quotation marks come from one hand."""
    first = {"ar": FAMILIES[1], "zh": FAMILIES[2]}.get(language)
    return tuple(dict.fromkeys([*([first] if first else []), *FAMILIES]))


@cache
def fonts() -> "typst.Fonts":
    """Give the typesetter's fonts: those that come with the program and no others."""
    import typst  # noqa: PLC0415 - 80 MB that only printing needs

    found: Any = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(_folder(name)) for name, _ in _FILES],
    )
    return cast("typst.Fonts", found)


def font_files() -> tuple[Path, ...]:
    """List the files of these families."""
    return tuple(path for name, pattern in _FILES for path in sorted(_folder(name).rglob(pattern)))


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FontMissingError(f"the font package {package} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))
