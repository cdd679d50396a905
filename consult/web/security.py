"""What every reply says to the browser about safety: one row per class of route; and who may post."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from werkzeug.datastructures import Headers
from werkzeug.routing import IntegerConverter, Map

from consult.config import Config

LARGEST_BODY: Final = 64 * 1024  # bytes; a full poll with all its texts is under 8 KiB
LARGEST_NUMBER: Final = 2**31 - 1  # that a key of a table can be

# Powers that no page of ours uses, switched off for anything that might slip in.
_POWERS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation",
    "gyroscope", "hid", "idle-detection", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
)  # fmt: skip

_EVERYWHERE: Final = (
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


def _without(name: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in _EVERYWHERE if pair[0] != name)


_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_NO_POWERS: Final = ("Permissions-Policy", ", ".join(f"{power}=()" for power in _POWERS))
# Pages of the office load only files of ours; nothing in a page itself is style or script.
OFFICE: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_OFFICE_POWERS: Final = (
    "Permissions-Policy",
    _NO_POWERS[1].replace("microphone=()", "microphone=(self)") + ", publickey-credentials-get=(self)",
)
# Other hosts are told nothing; we are told the page before, as browsers then name the origin of posts.
_IN_OFFICE: Final = (
    *_without("Referrer-Policy"),
    ("Referrer-Policy", "same-origin"),
    _OFFICE_POWERS,
)

# Class of route -> headers of its replies. A page's own policy (hashes of its style and script) is added by
# `policy`; every class names a policy, so that no reply can go out without one.
HEADERS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "child": (*_EVERYWHERE, _NO_POWERS),
    "leave": (*_EVERYWHERE, ("Content-Security-Policy", _NOTHING), ("Clear-Site-Data", '"*"')),
    "machine": (*_EVERYWHERE, ("Content-Security-Policy", _NOTHING)),
    "staff": (*_IN_OFFICE, ("Content-Security-Policy", OFFICE)),
    # A page of the office shown inside another, such as a preview: it names its own policy.
    "framed": tuple(
        (name, "SAMEORIGIN" if name == "X-Frame-Options" else value) for name, value in _IN_OFFICE
    ),
    "asset": (
        *_without("Cache-Control"),
        ("Content-Security-Policy", _NOTHING),
    ),
    "signed_out": (
        *_IN_OFFICE,
        ("Content-Security-Policy", OFFICE),
        ("Clear-Site-Data", '"cache", "cookies", "storage"'),
    ),
}


class Finished(Response):
    """A reply that names its own policy already, so that nothing is added to it."""


class Number(IntegerConverter):
    """A number in an address: one that no row can have is no address of ours."""

    def __init__(self, rules: Map) -> None:
        """Take what a key of a table can be."""
        super().__init__(rules, max=LARGEST_NUMBER)


def attach(app: Flask, _config: Config) -> None:
    """Limit what is read, refuse foreign posts, and give every reply its headers."""
    app.url_map.converters["int"] = Number
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.before_request(_refuse_unkeepable)
    app.before_request(_refuse_foreign_posts)
    app.after_request(_complete)


def policy(style: str, script: str, *, talks: bool = False, plays: bool = False) -> str:
    """Write the content security policy of a page: exactly this style and script, no other source at all."""
    parts = ["default-src 'none'", f"style-src '{_digest(style)}'", "img-src data:"]
    if script:
        parts.append(f"script-src '{_digest(script)}'")
    if talks:
        parts.append("connect-src 'self'")
    if plays:
        parts.append("media-src 'self'")
    return "; ".join([*parts, "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"])


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def route_class(endpoint: str | None) -> str:
    """Say which row of HEADERS a route reads; one that names none is the office's or else a child's."""
    view = current_app.view_functions.get(endpoint or "")
    named: str = getattr(view, "route_class", "staff" if (endpoint or "").startswith("staff.") else "child")
    return named


def _complete(response: Response) -> Response:
    if isinstance(response, Finished):
        return response
    for name, value in HEADERS[route_class(request.endpoint)]:
        response.headers[name] = value
    response.headers.setdefault("Content-Security-Policy", _NOTHING)
    return response


def _refuse_unkeepable() -> None:
    """Refuse the one sign that no text in PostgreSQL can hold; who reads a body looks for it there."""
    if "\0" in request.path or b"%00" in request.query_string:
        abort(400)


def _refuse_foreign_posts() -> None:
    if request.method == "POST" and not is_own_post(request.headers, request.host):
        abort(403)


def is_own_post(headers: Headers, host: str) -> bool:
    """Say whether a post comes from one of our own pages.

    Browsers that send Sec-Fetch-Site are believed. Because our pages send no referrer, a plain form of ours
    has the origin "null": older browsers (no Sec-Fetch-Site) are let in with it, or with no Origin at all.
    """
    site = headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        return False
    origin = headers.get("Origin")
    return origin in {None, "null"} or urlsplit(str(origin)).netloc == host
