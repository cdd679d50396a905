"""How United Nations documents number headings and figures where Word's own counting does not."""

_ARABIC_ORDINALS = (
    "أولا",
    "ثانيا",
    "ثالثا",
    "رابعا",
    "خامسا",
    "سادسا",
    "سابعا",
    "ثامنا",
    "تاسعا",
    "عاشرا",
)
_ARABIC_LETTERS = (
    "ألف",
    "باء",
    "جيم",
    "دال",
    "هاء",
    "واو",
    "زاي",
    "حاء",
    "طاء",
    "ياء",
    "كاف",
    "لام",
    "ميم",
    "نون",
    "سين",
    "عين",
    "فاء",
    "صاد",
    "قاف",
    "راء",
    "شين",
    "تاء",
    "ثاء",
    "خاء",
    "ذال",
    "ضاد",
    "ظاء",
    "غين",
)


def arabic_number(level: int, number: int) -> str:
    """Give the number of a heading in Arabic: words at level 1, names of letters below."""
    names = _ARABIC_ORDINALS if level == 1 else _ARABIC_LETTERS
    name = names[number - 1] if number <= len(names) else str(number)
    return f"{name} - "


def figure_number(number: int, language: str) -> str:
    """Give the number of a figure: Roman, but plain figures in Arabic and Chinese."""
    if language in {"ar", "zh"}:
        return str(number)
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
