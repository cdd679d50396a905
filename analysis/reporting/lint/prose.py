"""Rules about sentences: per cent, small numbers, figures at the start, bases, spelling."""

import re
from collections.abc import Iterator

from analysis.reporting.lint.text import Paper
from analysis.reporting.reading import Block

Findings = Iterator[tuple[Block, str]]
_SIGN = re.compile(r"\d[\u00a0\u202f ]?[%٪]")
_ONE_WORD = re.compile(r"\bpercent\b", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|\[[^\]]*\]")
# A figure under ten that is not part of a date, range, decimal, age, reference, percentage, unit or symbol.
_SMALL = re.compile(r"(?<![\w.,/–:-])[0-9](?![\w/–:-]|[.,]\d)")
_ALLOWED_BEFORE = re.compile(
    r"(?:\b(?:paras?|paragraphs?|items?|annex(?:es)?|tables?|figures?|articles?|chapters?|sections?|"
    r"ages?|aged|notes?|session|goals?|targets?|pages?|nos?|from|January|February|March|April|May|June|"
    r"July|August|September|October|November|December|and|to|or|of ages|between)\.?\s|\()$",
    re.IGNORECASE,
)
_ALLOWED_AFTER = re.compile(
    r"^\s?(?:per cent|years?\b|to \d|and \d|or \d|million|billion|km|cm|kg|January|February|March|April|May|"
    r"June|July|August|September|October|November|December|p\.m\.|a\.m\.|–)"
)
_NUMBERED = re.compile(r"^\d+\.\s+")
_SENTENCE = re.compile(r"(?:^|(?<=[.!?])\s+|(?<=[.!?][”»\"])\s+)(\d[^\s]*)")
_BARE_DECIMAL = re.compile(r"(?<![\w.])\.\d")
_SHARE = re.compile(
    r"\d[\u00a0\u202f ]?(?:per cent|percent|pour cent|por ciento|процент|в процентах|في المائة|%|٪)",
    re.IGNORECASE,
)
_BASES = {
    "en": r"\bbase\b|\bof (?:\w+ ){0,4}(?:children|respondents|girls|boys|answers|who)\b|answered|took part",
    "fr": r"\bbase\b|ont répondu|ayant répondu|participé|des enfants|parmi les",
    "es": r"\bbase\b|respondieron|participaron|de los niños|de las niñas",
    "ru": r"\bбаза\b|ответивш|ответили|участвовавш|участник|из детей|от числа",
    "ar": r"الأساس|أجابوا|شاركوا|من الأطفال|ممن",
    "zh": r"基数|回答|参加的|儿童中",
}
_ISE = re.compile(
    r"\b(?:organ|recogn|real|emphas|final|priorit|util|minim|maxim|summar|crimina?l|stigmat|critic|mobil)"
    r"is(?:e|ed|es|ing|ation|ations)\b|\b(?<!computer )programs?\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\[[^\]\d][^\]]{5,}\]")


def percent_signs(paper: Paper) -> Findings:
    """Find the sign in running text."""
    return _each(paper, _SIGN)


def one_word_per_cent(paper: Paper) -> Findings:
    """Find “percent”."""
    return _each(paper, _ONE_WORD)


def bare_decimals(paper: Paper) -> Findings:
    """Find decimals without a zero."""
    return _each(paper, _BARE_DECIMAL)


def spellings(paper: Paper) -> Findings:
    """Find words that are spelled otherwise in the Oxford way."""
    return _each(paper, _ISE)


def placeholders(paper: Paper) -> Findings:
    """Find places in square brackets that the office has yet to fill."""
    for block in paper.blocks:
        if block.text.startswith("[") and (found := _PLACEHOLDER.match(block.text)):
            yield block, found[0]


def small_numbers(paper: Paper) -> Findings:
    """Find numbers under ten in figures; quotations are left as they are."""
    for block in paper.prose:
        text = _QUOTED.sub(lambda found: "x" * len(found[0]), _NUMBERED.sub("", block.text))
        for found in _SMALL.finditer(text):
            before, after = text[: found.start()], text[found.end() :]
            if not _ALLOWED_BEFORE.search(before) and not _ALLOWED_AFTER.match(after):
                yield block, _around(text, found)


def figures_at_the_start(paper: Paper) -> Findings:
    """Find sentences that start with a figure."""
    for block in paper.prose:
        text = _QUOTED.sub("x", _NUMBERED.sub("", block.text))
        for found in _SENTENCE.finditer(text):
            yield block, _around(text, found)


def shares_without_base(paper: Paper) -> Findings:
    """Find paragraphs that give a share and do not say of whom."""
    bases = re.compile(_BASES[paper.language], re.IGNORECASE)
    for block in paper.prose:
        found = _SHARE.search(block.text)
        if found and not bases.search(_QUOTED.sub(" ", block.text)):
            yield block, _around(block.text, found)


def _each(paper: Paper, pattern: re.Pattern[str]) -> Findings:
    for block in paper.prose:
        text = _QUOTED.sub(lambda found: "x" * len(found[0]), block.text)
        for found in pattern.finditer(text):
            yield block, _around(block.text, found)


def _around(text: str, found: re.Match[str]) -> str:
    return "…" + text[max(found.start() - 25, 0) : found.end() + 25] + "…"
