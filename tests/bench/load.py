"""A small load generator: raw sockets kept alive, one process, many connections at once.

A browser or http.client would spend more processor time asking than the server spends answering; on a small
machine that hides the very difference to be measured. So: bytes out, status line and length in, nothing else.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

Maker = Callable[[], bytes]


@dataclass
class Line:
    """One kept-alive connection: what it is still waiting for."""

    sock: socket.socket
    got: bytearray = field(default_factory=bytearray)
    wanted: int = -1


@dataclass(frozen=True)
class Result:
    """Requests answered with 200, all others by status, and how long it took in seconds."""

    good: int
    others: Counter[str]
    seconds: float

    @property
    def rate(self) -> float:
        return self.good / self.seconds


def run(port: int, make: Maker, connections: int, seconds: float) -> Result:
    """Keep ``connections`` requests under way for some seconds."""
    selector = selectors.DefaultSelector()
    for _ in range(connections):
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(make())
        selector.register(sock, selectors.EVENT_READ, Line(sock))
    good, others = 0, Counter[str]()
    start = time.perf_counter()
    end = start + seconds
    while time.perf_counter() < end:
        for key, _ in selector.select(timeout=1):
            status = _read(key.data)
            if status is None:
                continue
            if status == b"200":
                good += 1
            else:
                others[status.decode() or "hung up"] += 1
            if status == b"":
                line = _again(key.data, port, selector)
                line.sock.sendall(make())
            else:
                key.data.sock.sendall(make())
    took = time.perf_counter() - start
    for key in list(selector.get_map().values()):
        key.data.sock.close()
    selector.close()
    return Result(good, others, took)


def _read(line: Line) -> bytes | None:
    """Read the status of a reply that is complete; None while it is not; empty when the server hung up."""
    data = line.sock.recv(65536)
    if not data:
        return b""
    line.got += data
    if line.wanted < 0:
        head = line.got.find(b"\r\n\r\n")
        if head < 0:
            return None
        line.wanted = head + 4 + _length(bytes(line.got[:head]))
    if len(line.got) < line.wanted:
        return None
    status = bytes(line.got[9:12])
    line.got.clear()
    line.wanted = -1
    return status


def _length(head: bytes) -> int:
    for row in head.split(b"\r\n"):
        name, _, value = row.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(f"a reply without a length cannot be measured: {head!r}")


def _again(line: Line, port: int, selector: selectors.BaseSelector) -> Line:
    selector.unregister(line.sock)
    line.sock.close()
    fresh = Line(socket.create_connection(("127.0.0.1", port)))
    selector.register(fresh.sock, selectors.EVENT_READ, fresh)
    return fresh


def get(path: str, accept_encoding: str = "br, gzip") -> bytes:
    """Write the bytes of a GET such as a phone sends."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: {accept_encoding}\r\n"
        "Accept-Language: en\r\nConnection: keep-alive\r\n\r\n"
    ).encode()


def post(path: str, body: bytes, origin: str) -> bytes:
    """Write the bytes of a POST such as a phone sends."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: {origin.partition('//')[2]}\r\nOrigin: {origin}\r\n"
        "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n"
        f"Content-Length: {len(body)}\r\nConnection: keep-alive\r\n\r\n"
    )
    return head.encode() + body
