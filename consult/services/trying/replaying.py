"""Answers sent to a running server exactly as phones send them: over HTTP, many at once, in no order."""

import http.client
import random
import secrets
import threading
import time
import urllib.parse
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Self

from consult.errors import ConsultError
from consult.services.trying.answer_files import Child

TRIES = 6
FIRST_PAUSE = 0.25  # seconds; doubled before each further try
TIMEOUT = 30  # seconds
STEP = 1024  # bytes
Progress = Callable[[int], None]


class ReplayError(ConsultError):
    """The address is not one a phone could open, or the server cannot be reached."""


@dataclass(frozen=True, slots=True)
class Sent:
    """How one child's answers ended, and after how many tries.

    ``stored`` means thanked: a phone cannot tell, and need not know, whether a repeat was new to the server.
    ``refused`` and ``lost`` (never a reply) carry a ``reason``.
    """

    outcome: str
    tries: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The server and the poll to which answers go."""

    scheme: str
    host: str
    poll: str
    version: str

    @classmethod
    def at(cls, url: str, poll: str, version: str) -> "Target":
        """Read ``http://host:port``; ReplayError for anything else."""
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.username:
            raise ReplayError(f"{url!r} is not an address such as http://127.0.0.1:8000")
        return cls(parts.scheme, parts.netloc, poll, version)

    def connect(self) -> http.client.HTTPConnection:
        """Make a connection, not yet open."""
        secure = self.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return kind(self.host, timeout=TIMEOUT)


class Phones:
    """Some phones sharing keep-alive connections, one a thread."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self._local = threading.local()
        self._connections: list[http.client.HTTPConnection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._connections:
            connection.close()

    def send(self, child: Child) -> Sent:
        """Send one child's answers, again with the same key when the reply is lost or the server is busy."""
        body = _body(child, self.target.version)
        reason = ""
        for tries in range(1, TRIES + 1):
            try:
                status = self._post(f"/{child.language}/{self.target.poll}", body)
            except (OSError, http.client.HTTPException) as error:
                self._hang_up()
                reason = type(error).__name__
            else:
                if status == http.HTTPStatus.OK:
                    return Sent("stored", tries)
                reason = str(status)
                if status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
                    return Sent("refused", tries, reason)
            if tries < TRIES:
                time.sleep(FIRST_PAUSE * 2 ** (tries - 1))
        return Sent("lost", TRIES, reason)

    def _post(self, path: str, body: bytes) -> int:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self.target.connect()
            self._connections.append(connection)
        connection.request("POST", path, body, self._headers())
        reply = connection.getresponse()
        reply.read()
        return reply.status

    def _headers(self) -> dict[str, str]:
        return {
            "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
            "Origin": f"{self.target.scheme}://{self.target.host}",
            "Sec-Fetch-Site": "same-origin",
        }

    def _hang_up(self) -> None:
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()


def replay(target: Target, children: Sequence[Child], at_once: int, progress: Progress) -> list[Sent]:
    """Send every child's answers in random order, ``at_once`` at a time; one result a child."""
    shuffled = list(children)
    random.SystemRandom().shuffle(shuffled)
    results = []
    with Phones(target) as phones, ThreadPoolExecutor(at_once) as pool:
        for sent in pool.map(phones.send, shuffled):
            results.append(sent)
            progress(1)
    return results


def _body(child: Child, version: str) -> bytes:
    """Write the form as the page's script does, filled up so that its length does not tell the answers."""
    pairs = [(name, value) for name, values in child.form.items() for value in values]
    own = [("key", secrets.token_hex(16)), ("v", version)]
    body = urllib.parse.urlencode([*own, *pairs]).encode() + b"&pad="
    return body + b"0" * (STEP - len(body) % STEP)
