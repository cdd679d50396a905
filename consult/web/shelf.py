"""A shelf in front of the application: pages that are the same for everybody are handed out from here.

What a child's first page costs is then little more than its bytes. A page lies here only as long as the poll
behind it is known to be as it was; after that the next request goes through the application again.
"""

import time
from typing import TYPE_CHECKING

from flask import Flask, current_app

from consult.config import Config
from consult.web.pages import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_PAGES = 500


class Shelf:
    """Hands out the pages put on it, and passes everything else on to the application."""

    def __init__(self, application: "WSGIApplication") -> None:
        """Stand in front of an application."""
        self._application = application
        self._pages: dict[str, tuple[float, Prepared]] = {}

    def put(self, path: str, page: Prepared, until: float) -> None:
        """Lay out a page under its path until a time of the monotonic clock."""
        if len(self._pages) >= MOST_PAGES:
            self._pages.clear()
        self._pages[path] = (until, page)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer one request."""
        kept = self._pages.get(environ.get("PATH_INFO", ""))
        if kept is None or environ["REQUEST_METHOD"] != "GET" or time.monotonic() >= kept[0]:
            return self._application(environ, start_response)
        return kept[1].send(environ, start_response)


def attach(app: Flask, _config: Config) -> None:
    """Put an empty shelf in front of the app."""
    shelf = Shelf(app.wsgi_app)
    app.extensions["consult-shelf"] = shelf
    app.wsgi_app = shelf  # type: ignore[method-assign]  # as Flask documents it


def shelf() -> Shelf:
    """Give the shelf of the app that serves this request."""
    found: Shelf = current_app.extensions["consult-shelf"]
    return found
