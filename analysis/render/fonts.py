"""The fonts of every report: installed with the program, so that a page looks the same on every machine.

One family holds Latin and Cyrillic, one Arabic, one Chinese. Charts and pages name all three in this
order and take each letter from the first family that has it.
"""

from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FAMILIES = ("Noto Sans", "Noto Sans Arabic", "Noto Sans SC")
_FILES = (
    ("fontpkg_noto_sans", "files/NotoSans[[]wdth,wght].ttf"),
    ("fontpkg_noto_sans_arabic", "files/NotoSansArabic[[]wdth,wght].ttf"),
    ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf"),
)


class FontMissingError(RuntimeError):
    """A font package is not installed; the message names it."""


@cache
def font_files() -> tuple[Path, ...]:
    """Give the font file of each family, in the order of `FAMILIES`; FontMissingError where one is absent."""
    return tuple(_only(_package(name), pattern, name) for name, pattern in _FILES)


def font_folders() -> tuple[Path, ...]:
    """Give the folders that hold the fonts, for programs that search folders."""
    return tuple(path.parent for path in font_files())


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise FontMissingError(f"the font package {name} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def _only(folder: Path, pattern: str, name: str) -> Path:
    found = next(iter(sorted(folder.glob(pattern))), None)
    if found is None:
        raise FontMissingError(f"the font package {name} holds no {pattern}")
    return found


@cache
def chart_families() -> tuple[str, ...]:
    """Make the fonts known to matplotlib and give the names to use as `fontfamily`.

    The names are our own: a machine that has another copy of the same fonts must not lend it to a chart.
    """
    from matplotlib import font_manager  # noqa: PLC0415 - a second to load; only charts need it

    names = []
    for path, family in zip(font_files(), FAMILIES, strict=True):
        font_manager.fontManager.addfont(str(path))
        names.append(f"Report {family}")
        known = font_manager.fontManager.ttflist
        known[-1] = replace(known[-1], name=names[-1])
    return tuple(names)
