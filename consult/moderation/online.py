"""Addresses on the net: e-mail, pages, @names, names after the name of an app, IP addresses."""

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address

from consult.moderation.domains import is_domain, is_ending, link_ends_here, looks_named
from consult.moderation.finding import Finding
from consult.moderation.lexicon import either
from consult.moderation.view import View

EMAIL = "an e-mail address"
PAGE = "the address of a page"
AFTER_AT = "a name after @"
AFTER_APP = "a name or number after the name of an app"
IP = "the address of a machine"

# Latin first: where letters of another script stand against the address, they belong to the sentence.
_LOCAL = (re.compile(r"[a-z0-9._%+'-]{1,64}$"), re.compile(r"[\w.%+'-]{1,64}$"))
_HOST = (
    re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}"),
    re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
)
_SCHEME = re.compile(r"(?:https?|ftp)://[^\s<>\"]{2,500}|(?<![a-z0-9])www\.[^\s<>\"]{2,500}")
_BARE = re.compile(
    r"(?<![a-z0-9@._-])(?:[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}|[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.рф)"
    r"(?P<path>/[^\s<>\"]{2,300})?"
)
_AT_NAME = re.compile(r"(?<![a-z0-9._%+'-])@ ?(?:[a-z0-9_][a-z0-9_.-]{1,40}|[^\W\d]\w{1,40})")
_APP_NAME = re.compile(
    rf"(?<![a-z])(?:{either('apps')})(?:\s?(?:{either('after_app')}|[:=\-])){{0,3}}\s?"
    r"(?P<name>[a-z][a-z0-9_.#-]{2,40}|[\w.-]{2,32}#\d{4}(?!\d))"
)
# A digit, line or dot tells a made-up name from a word.
_MADE_UP = re.compile(r"[a-z][._-]?\d|_|[a-z]\.[a-z]|#")
_IP = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]\d|\d)")


def emails(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001  every detector is called alike
    """Find what stands around each @ where a host follows it."""
    for sign in re.finditer(" ?@ ?", view.text):
        before = view.text[max(0, sign.start() - 64) : sign.start()]
        left = next((m for m in (local.search(before) for local in _LOCAL) if m), None)
        right = next((m for m in (host.match(view.text, sign.end()) for host in _HOST) if m), None)
        if left and right:
            yield Finding("email", *view.span(sign.start() - len(left.group()), right.end()), EMAIL)


def pages(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001
    """Find addresses with a scheme, with www, and bare names under a known ending."""
    for found in _SCHEME.finditer(view.text):
        yield Finding("url", *view.span(found.start(), found.end()), PAGE)
    for found in _BARE.finditer(view.text):
        host = found.group().partition("/")[0]
        linked = found.group("path") and (looks_named(host) or is_ending(host.rpartition(".")[2]))
        if linked or (is_domain(host) and link_ends_here(view.text, found.end())):
            yield Finding("url", *view.span(found.start(), found.end()), PAGE)


def handles(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001
    """Find @names, and made-up names that follow the name of an app."""
    for found in _AT_NAME.finditer(view.text):
        yield Finding("handle", *view.span(found.start(), found.end()), AFTER_AT)
    for found in _APP_NAME.finditer(view.text):
        if _MADE_UP.search(found.group("name")):
            yield Finding("handle", *view.span(found.start("name"), found.end("name")), AFTER_APP)


def machines(view: View, language: str) -> Iterator[Finding]:  # noqa: ARG001
    """Find IPv4 addresses."""
    for found in _IP.finditer(view.text):
        try:
            IPv4Address(found.group())
        except AddressValueError:
            continue
        yield Finding("ip_address", *view.span(found.start(), found.end()), IP)
