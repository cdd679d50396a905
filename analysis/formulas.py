"""Words that a spreadsheet would take for a formula: an apostrophe before them keeps them words."""

import re

# What a spreadsheet takes for the start of a formula, full-width forms too, with what nobody sees before it.
_FORMULA = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def harmless(words: str) -> str:
    """Keep a spreadsheet from running a text: an apostrophe goes before what could start a formula."""
    return f"'{words}" if _FORMULA.match(words) else words


def as_said(written: str) -> str:
    """Take the apostrophe of `harmless` away again."""
    plain = written.removeprefix("'")
    return plain if harmless(plain) == written else written
