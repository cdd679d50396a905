"""Pages as bytes: rendered from a template, squeezed, and, where many read the same, compressed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import brotli  # type: ignore[import-untyped]  # it ships no types; one call, checked by its use below
from flask import Flask, render_template, request

from consult.config import Config
from consult.web import i18n, security, squeezing

STATIC = Path(__file__).resolve().parents[1] / "static"
STYLE: Final = squeezing.style((STATIC / "child.css").read_text(encoding="utf-8"))
_LEAVE, _POLL = ((STATIC / name).read_text(encoding="utf-8") for name in ("leave.js", "poll.js"))
SOURCES: Final = (_LEAVE, _POLL)
LEAVE: Final = squeezing.script(_LEAVE)
POLL: Final = squeezing.script(*SOURCES)
# For polls with recordings; all others do without these bytes.
HEARD_SOURCES: Final = (*SOURCES, (STATIC / "heard.js").read_text(encoding="utf-8"))
HEARD: Final = squeezing.script(*HEARD_SOURCES)
PLAIN_POLICY: Final = security.policy(STYLE, LEAVE)
POLL_POLICY: Final = security.policy(STYLE, POLL, talks=True)
HEARD_POLICY: Final = security.policy(STYLE, HEARD, talks=True, plays=True)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]


def attach(app: Flask, _config: Config) -> None:
    """Teach templates to write a phone number as a link and a web address as words."""
    app.jinja_env.add_extension(squeezing.Unindented)
    app.jinja_env.filters["dialled"] = lambda phone: "".join(
        sign for sign in phone if sign in "+0123456789*#"
    )
    app.jinja_env.filters["shown_address"] = lambda url: url.partition("://")[2].rstrip("/")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One page that many children read: its body by content coding, each with its complete headers."""

    bodies: Mapping[str, bytes]
    headers: Mapping[str, Headers]

    def reply(self) -> security.Finished:
        """Answer the request in the best coding that its phone understands."""
        coding = _coding(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
        return security.Finished(self.bodies[coding], 200, self.headers[coding])

    def send(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> tuple[bytes]:
        """Answer likewise, as a WSGI application."""
        coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        start_response("200 OK", [*self.headers[coding]])
        return (self.bodies[coding],)


def render(
    template: str, language: str, words: Mapping[str, object], script: str = LEAVE, style: str = STYLE
) -> str:
    """Fill a template in one language and squeeze it."""
    with i18n.speaking(language):
        html = render_template(
            template,
            locale=i18n.locale(language),
            style=Safe(style),
            script=Safe(script),
            **words,
        )
    return squeezing.page(html)


class Safe(str):
    """Our own style or script: goes into the page as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def plain(html: str, status: int = 200, content_policy: str = PLAIN_POLICY) -> security.Finished:
    """Answer with a page made for one request."""
    body = html.encode()
    return security.Finished(body, status, _headers(content_policy, "", len(body)))


def prepare(html: str, content_policy: str = PLAIN_POLICY) -> Prepared:
    """Compress a page as well as can be (takes about 0.1 s), to be sent many times."""
    body = html.encode()
    bodies = {
        "br": brotli.compress(body, mode=brotli.MODE_TEXT, quality=11, lgwin=18),
        "gzip": squeezing.gzip(body),
        "": body,
    }
    headers = {coding: _headers(content_policy, coding, len(made)) for coding, made in bodies.items()}
    return Prepared(bodies, headers)


def by_language(reply: security.Finished) -> security.Finished:
    """Say that the language of this page was chosen by what the phone asked for."""
    reply.headers["Vary"] = "Accept-Encoding, Accept-Language"
    return reply


def _headers(content_policy: str, coding: str, length: int) -> Headers:
    own = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(length)),
        ("Vary", "Accept-Encoding"),
        ("Content-Security-Policy", content_policy),
    ]
    return [*own, *([("Content-Encoding", coding)] if coding else []), *security.HEADERS["child"]]


@lru_cache(maxsize=64)
def _coding(accepted: str) -> str:
    """Choose br, gzip or neither from an Accept-Encoding header; "q=0" is a refusal."""
    offered = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.strip().partition(";")
        offered[name.strip()] = quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((coding for coding in ("br", "gzip") if offered.get(coding)), "")
