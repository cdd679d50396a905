"""Weak hints: a birth date, an age, the name of a school. Harmless alone, telling together."""

import re
from collections.abc import Iterator

from consult.moderation.finding import Finding
from consult.moderation.lexicon import either
from consult.moderation.view import View

BORN = "a date after a word for birth"
AGE = "an age"
SCHOOL = "what may be the name of a school"

_MONTH_WORD = r"[^\W\d_]{3,12}"
_BORN = re.compile(
    rf"(?:{either('birth')})[^\d\n]{{0,25}}"
    rf"(?P<date>\d{{1,4}}[./ -](?:\d{{1,2}}|(?:de )?{_MONTH_WORD})[./ -](?:de )?\d{{2,4}}"
    r"|\d{4}年\d{1,2}月(?:\d{1,2}[日号])?|(?:19|20)\d\d)"
)
_AGE_SAID = (
    r"\bi ?a?'?m (?:a )?\d{1,2}\b(?! ?%)",
    r"\b\d{1,2} ?-?(?:years?|yrs?)[ -]?old",
    r"\bj'?ai \d{1,2} ans",
    r"\btengo \d{1,2} anos",
    r"\bмне (?:уже )?\d{1,2}\b",
    r"عمري \d{1,2}",
    r"\d{1,2} ?岁",
)
_AGES = re.compile("|".join(_AGE_SAID))
# Names are told by their capital, so these read the text as written.
_CAPITAL = r"(?:[A-ZÀ-ÞЀ-Я][\w'’.-]{1,30})"
_OF = r"(?: (?:de la|de|du|des|del|la|le|les|Nº?|n°))?"
_SCHOOL_SAID = (
    rf"(?:{_CAPITAL} ){{1,4}}(?:[Ss]chool|[Cc]ollege|[Aa]cademy|[Hh]igh\b)",
    rf"\b(?:[ÉéEe]cole|[Cc]oll[èe]ge|[Ll]yc[ée]e){_OF} ?(?:{_CAPITAL}|\d{{1,4}})(?: {_CAPITAL}){{0,3}}",
    rf"\b(?:[Cc]olegio|[Ee]scuela|[Ii]nstituto){_OF} ?(?:{_CAPITAL}|\d{{1,4}})(?: {_CAPITAL}){{0,3}}",
    r"[Шш]кол[аеуыой]{1,2} ?(?:№|номер|N) ?\d{1,5}",
    rf"(?:[Лл]ице[йяею]{{1,2}}|[Гг]имнази[яиюей]{{1,2}}|[Шш]кол[аеуы]) [«\"]?{_CAPITAL}",
    r"مدرسة [^\W\d_]{2,20}(?: [^\W\d_]{2,20})?",
    r"[一-鿿]{2,8}(?:小学|中学|幼儿园|学院)",
)
_SCHOOLS = re.compile("|".join(_SCHOOL_SAID))
_NO_NAME = re.compile(r"^(?:我|你|他|她|它|在|上|读|是|们|的|和|The School|My School|In School|At School)")


def birth_dates(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001  every detector is called alike
    """Find dates and years that follow a word for birth."""
    for found in _BORN.finditer(view.text):
        yield Finding("birth_date", *view.span(found.start("date"), found.end("date")), BORN)


def ages(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001
    """Find the ways of saying how old one is."""
    for found in _AGES.finditer(view.text):
        yield Finding("age", *view.span(found.start(), found.end()), AGE)


def schools(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001
    """Find words for a school beside what looks like its name."""
    for found in _SCHOOLS.finditer(view.written):
        if not _NO_NAME.match(found.group()):
            yield Finding("school", found.start(), found.end(), SCHOOL)
