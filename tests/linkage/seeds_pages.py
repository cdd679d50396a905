"""Leaks of the pages and of the browser, each as a careless change would make it."""

import re
from collections.abc import Callable

import pytest
from planted import Seed

from consult.web import pages
from consult.web.kiosk import drawing

Headers = list[tuple[str, str]]
LOOSE = "default-src * data: 'unsafe-inline'"


def _page(patch: pytest.MonkeyPatch, change: Callable[[str], str]) -> None:
    """Change every page's text, and let its policy allow what comes in."""
    honest = pages.render

    def render(*given: object, **more: object) -> str:
        return change(honest(*given, **more))

    patch.setattr(pages, "render", render)
    _headers(patch, lambda name, value: LOOSE if name == "Content-Security-Policy" else value)


def _headers(patch: pytest.MonkeyPatch, change: Callable[[str, str], str], *more: tuple[str, str]) -> None:
    """Change the headers of every child's page."""
    honest = pages._headers

    def headers(policy: str, coding: str, length: int) -> Headers:
        return [*((name, change(name, value)) for name, value in honest(policy, coding, length)), *more]

    patch.setattr(pages, "_headers", headers)


def _script(words: str) -> Callable[[pytest.MonkeyPatch], None]:
    def plant(patch: pytest.MonkeyPatch) -> None:
        _page(patch, lambda html: f"{html}<script>{words}</script>")

    return plant


def _third_party(patch: pytest.MonkeyPatch) -> None:
    _page(patch, lambda html: f'{html}<img src="https://third.example.net/pixel.png" alt="">')


def _cookie(patch: pytest.MonkeyPatch) -> None:
    _headers(patch, lambda _name, value: value, ("Set-Cookie", "child=7f3a; Max-Age=86400; Path=/"))


def _cacheable(patch: pytest.MonkeyPatch) -> None:
    _headers(patch, lambda name, value: "max-age=86400" if name == "Cache-Control" else value)


def _told_to_others(patch: pytest.MonkeyPatch) -> None:
    _page(patch, lambda html: html.replace("noreferrer", "nofollow"))
    _headers(patch, lambda name, value: "unsafe-url" if name == "Referrer-Policy" else value)


def _not_padded(patch: pytest.MonkeyPatch) -> None:
    _page(patch, lambda html: re.sub(r'data-pad="?\d+"?', "data-pad=0", html).replace("%1024", "%1"))


def _clear_letters(patch: pytest.MonkeyPatch) -> None:
    worker = drawing.WORKER.replace("add({ letter }", "add({ letter, words }")
    assert worker != drawing.WORKER
    patch.setattr(drawing, "WORKER", worker)


DRAFT = "document.addEventListener('input', e => localStorage.draft = e.target.value)"
STEPS = "document.addEventListener('input', e => history.replaceState(history.state, '', '?said=' + e.target.value))"
AGAIN = (
    "let said = sessionStorage.said || '';"
    "document.addEventListener('input', e => { sessionStorage.said = said += e.target.value });"
    "for (const when of ['pageshow', 'popstate'])"
    " addEventListener(when, () => setTimeout(() => document.body.append(said), 100))"
)

SEEDS = (
    Seed(
        "third_party",
        "A6",
        "third.example.net",
        "a picture from another host",
        _third_party,
        databases=("browser",),
    ),
    Seed("cookie", "A7", "cookies", "a cookie with an id", _cookie, databases=("browser",)),
    Seed(
        "draft",
        "A7",
        "localStorage",
        "a draft kept in the browser's storage",
        _script(DRAFT),
        databases=("browser",),
    ),
    Seed(
        "cacheable",
        "A8",
        "replies that may be kept",
        "pages that may be cached",
        _cacheable,
        databases=("browser",),
    ),
    Seed(
        "draft_on_disk",
        "A8",
        "files of the browser",
        "a draft in the browser's files",
        _script(DRAFT),
        databases=("browser",),
    ),
    Seed(
        "steps",
        "A9",
        "addresses with answers",
        "answers in the address",
        _script(STEPS),
        databases=("browser",),
    ),
    Seed(
        "again",
        "A10",
        "after sending",
        "answers shown again after Back",
        _script(AGAIN),
        databases=("browser",),
    ),
    Seed(
        "told_to_others",
        "A11",
        "help.example.org",
        "links that tell where one comes from",
        _told_to_others,
        databases=("browser",),
    ),
    Seed(
        "not_padded",
        "A13",
        "lengths of a POST",
        "forms that are not padded",
        _not_padded,
        databases=("browser",),
    ),
    Seed(
        "clear_letters",
        "A14",
        "tablet",
        "letters that are not sealed",
        _clear_letters,
        databases=("browser",),
    ),
)
