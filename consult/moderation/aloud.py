"""Addresses written as one says them: "anna at gmail dot com", "anna arroba gmail", "анна собака майл"."""

import re
from collections.abc import Iterator

from consult.moderation.domains import is_ending, link_ends_here
from consult.moderation.finding import Finding
from consult.moderation.lexicon import either, words
from consult.moderation.view import View

SAID_EMAIL = "an e-mail address written in words"
SAID_PAGE = "the address of a page written in words"


def _sign(inner: str, mark: str) -> str:
    """Match a sign as a word between spaces, as word or mark in brackets, or as the mark with spaces."""
    return rf"(?: ?[(\[{{<] ?(?:{inner}|{mark}) ?[)\]}}>] ?| (?:{inner}) | ?{mark} ?)"


_WORD = r"[^\W_][\w.-]{0,40}"
_LABEL = r"[^\W_][\w-]{0,40}"
_DOT = either("dot")
_DOTTED = _sign(_DOT, r"\.")
_SPOKEN_DOT = rf"(?: ?[(\[{{<] ?(?:{_DOT}|\.) ?[)\]}}>] ?| (?:{_DOT}) )"
_SPACED_DOT = r"(?: \. ?|\. )"
# Dots without spaces belong to the word: were they signs too, the ways to divide "a.a.a.a" would multiply.
_PARTS = either("dot", "line")
_JOIN = rf"(?: ?[(\[{{<] ?(?:{_PARTS}) ?[)\]}}>] ?| (?:{_PARTS}|[._-]) )"
_JOINED = rf"{_WORD}(?:{_JOIN}{_WORD}){{0,3}}"
_HOST = rf"{_LABEL}(?:{_DOTTED}{_LABEL}){{0,3}}"
_EMAIL = re.compile(
    rf"(?<!\w)(?P<name>{_JOINED})(?P<at>{_sign(either('at', 'at_sure'), '@')})(?P<host>{_HOST})"
)
_SPLIT = re.compile(_DOTTED)
_PAGE = re.compile(rf"(?<!\w){_LABEL}(?:(?:{_SPOKEN_DOT}|{_SPACED_DOT}){_LABEL}){{1,3}}")
_OPEN, _CLOSE = r" ?[(\[]? ?", r" ?[)\]]? ?"
_CHINESE = re.compile(
    rf"[a-z0-9][a-z0-9._-]{{0,63}}{_OPEN}(?:艾特|圈a|小老鼠|(?<![a-z])at|@){_CLOSE}"
    rf"[a-z0-9-]{{1,40}}(?:{_OPEN}(?:[点點]|dot|\.){_CLOSE}[a-z0-9-]{{1,40}}){{1,3}}"
)
_CHINESE_SIGN = re.compile("[艾圈鼠点點]")
_LATIN_AFTER_CHINESE = re.compile(r"(?<=[一-鿿])[a-z0-9][a-z0-9._-]*$")
_CHINESE_PAGE = re.compile(r"[a-z0-9-]{2,40}(?: ?[点點] ?[a-z0-9-]{1,40}){0,2} ?[点點] ?(?P<end>[a-z]{2,10})")
_PROVIDER = re.compile(either("providers"))
_ONLY_PROVIDER = re.compile(either("only_providers"))
_PLAIN_AT = (" at ", " @ ")
_SAID_ENDINGS = frozenset(words("endings_after_said_dot"))


def said_emails(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001  every detector is called alike
    """Find names joined to a host by words or bracketed signs."""
    at = 0
    # What fails may hide another: "reach me at anna [at] mail dot org" reads first as "me at anna".
    while found := _EMAIL.search(view.text, at):
        end = _host_end(found)
        at = end or found.start("host")
        if end:
            latin = _LATIN_AFTER_CHINESE.search(found.group("name"))
            yield Finding(
                "email", *view.span(found.start() + (latin.start() if latin else 0), end), SAID_EMAIL
            )
    for found in filter(_has_chinese_sign, _CHINESE.finditer(view.text)):
        yield Finding("email", *view.span(found.start(), found.end()), SAID_EMAIL)


def said_pages(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001
    """Find hosts whose dots are said."""
    for found in _PAGE.finditer(view.text):
        pieces = list(re.finditer(rf"{_SPOKEN_DOT}|{_SPACED_DOT}", found.group()))
        last = found.group()[pieces[-1].end() :]
        spoken = any(not piece.group().startswith((".", " .")) for piece in pieces)
        if last in _SAID_ENDINGS and (spoken or last == "com"):
            yield Finding("url", *view.span(found.start(), found.end()), SAID_PAGE)
    for found in _CHINESE_PAGE.finditer(view.text):
        if is_ending(found.group("end")):
            yield Finding("url", *view.span(found.start(), found.end()), SAID_PAGE)


def _host_end(found: re.Match[str]) -> int | None:
    """Say where the host ends, or None where the words are only words.

    It ends with its last known ending; or its first word is a known provider; or its dots are said, after a
    sign for @ that is more than a plain "at".
    """
    host, start, plain = found.group("host"), found.start("host"), found.group("at") in _PLAIN_AT
    cuts = [*_SPLIT.finditer(host)]
    ends = [*(cut.start() for cut in cuts), len(host)]
    for cut, end in reversed([*zip(cuts, ends[1:], strict=True)]):
        tight = cut.group() == "."
        # After a plain "at", a dot and a space end a sentence, and so may a dot before a word.
        ends_host = not plain or (link_ends_here(found.string, start + end) if tight else _said(cut))
        if is_ending(host[cut.end() : end]) and ends_host:
            return start + end
    if (_ONLY_PROVIDER if plain else _PROVIDER).fullmatch(host, 0, ends[0]):
        return start + ends[0]
    return found.end() if any(map(_said, cuts)) and not plain else None


def _said(cut: re.Match[str]) -> bool:
    """Say whether a dot is more than a sentence's end: a word, in brackets, or with a space before it."""
    return cut.group().strip() != "." or cut.group().startswith(" ")


def _has_chinese_sign(found: re.Match[str]) -> bool:
    return bool(_CHINESE_SIGN.search(found.group()))
