"""The cookie of the office: a random token and nothing else. Pages of children never set one."""

import hashlib
import hmac
import re
import secrets
from typing import Final

from flask import Flask, Request, request
from flask.sessions import SessionInterface, SessionMixin
from werkzeug.datastructures import CallbackDict
from werkzeug.wrappers import Response

from consult.services.people import sessions
from consult.web.staffing.store import db

TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{43}")
CSRF: Final = "csrf_token"  # as Flask-WTF calls it
PREFIX: Final = "/staff"
SPEAKING: Final = {"text/html", "application/json"}  # not style, script or files, which browsers may share


class Held(CallbackDict[str, object], SessionMixin):
    """What one browser holds. The key against forged posts follows from the token and is stored nowhere."""

    def __init__(self, secret_key: str, token: str) -> None:
        """Start with a token that a browser sent, or with a new one."""
        super().__init__((), on_update=Held._touch)
        self.secret_key = secret_key
        self.renewed = not TOKEN.fullmatch(token)
        self.ended = False
        self._use(secrets.token_urlsafe(32) if self.renewed else token)

    def _touch(self) -> None:
        self.modified = True

    def _use(self, token: str) -> None:
        self.token = token
        forged = hmac.new(self.secret_key.encode(), b"csrf:" + token.encode(), hashlib.sha256)
        self[CSRF] = forged.hexdigest()
        self.modified = False

    def renew(self, token: str = "") -> None:
        """Go on under another token, as at every change of who is signed in; what was kept is dropped."""
        self.clear()
        self._use(token or secrets.token_urlsafe(32))
        self.renewed = True

    def fill(self, data: dict[str, object]) -> None:
        """Take over what an earlier request kept."""
        self.update(data)
        self.modified = False

    def data(self) -> dict[str, object]:
        """Give what is to be kept for the next request."""
        return {name: value for name, value in self.items() if name != CSRF}


class Cookies(SessionInterface):
    """Gives requests of the office, and only those, what their browser holds."""

    def open_session(self, app: Flask, request: Request) -> Held | None:
        """Read the token; nothing is asked of the database yet."""
        if not in_office(request.path):
            return None
        return Held(str(app.secret_key), request.cookies.get(name(secure=request.is_secure), ""))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep what changed, and set or delete the cookie."""
        del app
        if not isinstance(session, Held):
            return
        settings = {"path": "/", "secure": request.is_secure, "httponly": True, "samesite": "Lax"}
        if session.ended:
            response.delete_cookie(name(secure=request.is_secure), **settings)  # type: ignore[arg-type]  # one dict for both calls
            return
        if session.modified:
            self._keep(session)
        if session.renewed and response.mimetype in SPEAKING:
            response.set_cookie(name(secure=request.is_secure), session.token, **settings)  # type: ignore[arg-type]  # same

    @staticmethod
    def _keep(session: Held) -> None:
        if not sessions.remember(db(), session.token, session.data()) and session.data():
            sessions.keep(db(), session.token, account_id=None, second_step=False, data=session.data())


def name(*, secure: bool) -> str:
    """Give the cookie's name; over https the prefix binds it to this host alone."""
    return "__Host-consult" if secure else "consult"


def in_office(path: str) -> bool:
    """Say whether an address belongs to the office."""
    return path == PREFIX or path.startswith(PREFIX + "/")
