"""Runs of digits that name nobody: dates, years, amounts, decimals, ranges, counting."""

import re
from itertools import pairwise

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(
    rf"{_DAY}([./\-]){_MONTH}\1(?:{_YEAR}|\d\d)|{_MONTH}([./\-]){_DAY}\2{_YEAR}|{_YEAR}([./\-]){_MONTH}\3{_DAY}"
)
_YEARS = re.compile(rf"{_YEAR}(?: ?[-/. ] ?{_YEAR})*(?:[-/]\d\d)?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[ .]000){1,4}|[1-9]\d?[ .]\d{3}[ .]\d00")
_ROUND = re.compile(r"[1-9]\d{0,3}0{4,}")
_DECIMAL = re.compile(r"(?:0|[1-9]\d?)\.\d+")
_RANGES = re.compile(r"\d{1,2} ?- ?\d{1,2}(?:[ ./]{1,3}\d{1,2} ?- ?\d{1,2})*")
_RANGE = re.compile(r"(\d{1,2}) ?- ?(\d{1,2})")
_WHOLE_DATE = re.compile(rf"(?<!\d)(?:{_DAY}([./\-]){_MONTH}\1{_YEAR}|{_YEAR}([./\-]){_MONTH}\2{_DAY})(?!\d)")
_YEAR_AND_FEW = re.compile(rf"{_YEAR} [1-9]\d{{0,2}}|[1-9]\d{{0,2}} {_YEAR}")
_SHAPES = (_DATE, _YEARS, _THOUSANDS, _ROUND, _DECIMAL, _YEAR_AND_FEW)
_MONEY = re.compile(r"[$€£¥₽₹]\s?$")
_MONEY_AFTER = re.compile(r"\s?[$€£¥₽₹%]")


def harmless(run: str, before: str = "", after: str = "") -> bool:
    """Say whether a run of digits and signs is a date, an amount or the like, also by what is beside it."""
    if _MONEY.search(before) or _MONEY_AFTER.match(after):
        return True
    if any(shape.fullmatch(run) for shape in _SHAPES):
        return True
    if len(re.sub(r"\D", "", _WHOLE_DATE.sub(" ", run))) < 5 and _WHOLE_DATE.search(run):
        return True
    if _RANGES.fullmatch(run) and _rising(run):
        return True
    return counting([int(part) for part in re.findall(r"\d{1,9}", run)] if not _zero_led(run) else [])


def counting(values: list[int]) -> bool:
    """Say whether numbers go up or down by the same step, as in 1 2 3 4 or 10 8 6."""
    steps = {later - earlier for earlier, later in pairwise(values)}
    return len(values) > 3 and len(steps) == 1


def _rising(run: str) -> bool:
    return not _zero_led(run) and all(int(low) < int(high) for low, high in _RANGE.findall(run))


def _zero_led(run: str) -> bool:
    return bool(re.search(r"(?<!\d)0\d", run))
