"""Lines that fit: with spaces, without spaces, and where a line must not begin or end."""

import pytest

from analysis.render.wrap import lines, width_of


def by_letters(text: str, size: float) -> float:
    return len(text) * size


@pytest.mark.parametrize(
    ("text", "width", "broken"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("", 5, [""]),
        ("unbreakable", 3, ["unbreakable"]),
        ("你好吗朋友", 2, ["你好", "吗朋", "友"]),
        ("你好，朋友", 2, ["你", "好，", "朋友"]),
        ("他说“好”吗", 3, ["他说", "“好”", "吗"]),
        ("71\u00a0% of all", 5, ["71\u00a0%", "of", "all"]),
        ("有10–13岁", 6, ["有10–13", "岁"]),
    ],
)
def test_lines_break_where_the_language_allows(text: str, width: float, broken: list[str]) -> None:
    assert lines(text, width, 1, by_letters) == broken


def test_every_line_fits_in_the_report_fonts() -> None:
    text = "ما مدى احتمال أن يواجه الأطفال في مثل عمرك شيئًا ضارًا أو غير آمن على الإنترنت؟"
    broken = lines(text, 150, 12)
    assert len(broken) > 2
    assert all(width_of(line, 12) <= 150 for line in broken)
    assert " ".join(broken) == text


def test_chinese_is_kept_whole_when_lines_are_joined() -> None:
    text = "你觉得像你这个年龄的孩子在网上遇到“有害”或不安全的事情，可能性有多大？"
    broken = lines(text, 120, 12)
    assert "".join(broken) == text
    assert not [line for line in broken if line[0] in "，。？”"]
