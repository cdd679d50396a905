"""Words that break programs: formulas, halves of characters, very long labels."""

import json
import os
from pathlib import Path

from analysis.unfit import place_of

ROOT = Path(__file__).resolve().parents[3]
MATERIAL = Path(os.environ.get("CONSULT_MATERIAL", ROOT.parent / "shared" / "material"))
FORMULAS = [
    "=1+1", "=cmd|'/C calc'!A0", "+1-1", "-2+3", "@SUM(1+1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "＠SUM(1)",
    '=HYPERLINK("http://example.invalid")', "\u200b=1", "\ufeff=1", "http://example.invalid", "<b>&amp;</b>", "]]>",
    "a\x00b", "\ud800 half a pair", "\uffff", 'quo"te', "com,ma", "line\nbreak", "12", "0012", "1e5", "", "’",
]  # fmt: skip
ARABIC = "هل تشعر بالأمان عندما تستخدم الإنترنت؟ وَمَا الَّذِي يُقْلِقُكَ؟ "
CHINESE = "你觉得上网安全吗？有什么让你担心？👩‍👩‍👧 "


def choices() -> list[str]:
    """Give those that a bundle may hold: the rest is refused when it is read."""
    return [words for words in naughty() if not place_of(words, "it")]


def naughty() -> list[str]:
    path = MATERIAL / "text" / "blns.json"
    return FORMULAS + (json.loads(path.read_text(encoding="utf-8")) if path.is_file() else [])
