"""Numbers long enough to call or name somebody: telephone numbers and long runs of digits.

A run is digits with a few signs between them. What is plainly a date, an amount, a range or counting is left
out; libphonenumber says whether the rest is a telephone number of some territory.
"""

import re
from collections.abc import Iterator

import phonenumbers

from consult.moderation.finding import Finding
from consult.moderation.harmless import harmless
from consult.moderation.lexicon import either
from consult.moderation.view import View

PHONE = "a valid telephone number"
LIKE_PHONE = "written like a telephone number"
CALLED_PHONE = "a number after a word for telephone"
LONG = "a long number"

_RUN = re.compile(r"[+(]{0,2}\d(?:[ ()./*_~\-]{0,3}\d)*")
_LISTED = re.compile(r"(?<!\d)\d(?:[ ]?[,;.|/\\\n_*·، 、-][ ]?\d){6,}(?!\d)")
_CUES = re.compile(either("calling"))
_LIKE_SHORT_PHONE = re.compile(r"\d\d(?:[ .-]\d\d){2}|\d{3}-\d{3}")
_CHECKED = 15  # runs per text that are held against every territory; a text with more needs no finer label


def numbers(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001  every detector is called alike
    """Find telephone numbers and long numbers."""
    for at, found in enumerate(_RUN.finditer(view.text)):
        labelled = _label(view.text, found, check=at < _CHECKED)
        if labelled:
            yield Finding(labelled[0], *view.span(found.start(), found.end()), labelled[1])
    for found in _LISTED.finditer(view.text):
        if not harmless(found.group()):
            yield Finding("long_number", *view.span(found.start(), found.end()), LONG)


def _label(text: str, found: re.Match[str], *, check: bool) -> tuple[str, str] | None:
    run, start, end = found.group(), found.start(), found.end()
    digits = re.sub(r"\D", "", run)
    if len(digits) < 5 or harmless(run, text[max(0, start - 3) : start], text[end : end + 3]):
        return None
    called = bool(_CUES.search(text, max(0, start - 40), start))
    if len(digits) < 7:
        return _short(run, digits, called=called)
    if len(digits) > 20:
        return "long_number", LONG
    if check and _valid(run if run.startswith("+") else digits):
        return "phone", PHONE
    if run.startswith(("+", "00", "(")):
        return "phone", LIKE_PHONE
    return ("phone", CALLED_PHONE) if called and len(digits) <= 15 else ("long_number", LONG)


def _short(run: str, digits: str, *, called: bool) -> tuple[str, str] | None:
    """Label five or six digits: house numbers, amounts and years are as long, so they need more to show."""
    if called:
        return "phone", CALLED_PHONE
    if len(digits) < 6:
        return None
    if run.startswith("+") or _LIKE_SHORT_PHONE.fullmatch(run):
        return "phone", LIKE_PHONE
    return ("long_number", LONG) if run == digits and not run.endswith("00") else None


def _valid(number: str) -> bool:
    """Say whether any territory has such a number; about 15 ms for one that none has."""
    if number.startswith("+"):
        return _is_number(number, None)
    return (number.startswith("00") and _is_number("+" + number[2:], None)) or any(
        _is_number(number, region) for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    )


def _is_number(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
