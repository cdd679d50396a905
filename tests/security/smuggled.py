"""Requests of which two programs could think differently where they end, and how one is sent."""

import socket
import ssl
from contextlib import suppress

HIDDEN = b"GET /canary-in-path HTTP/1.1\r\nHost: localhost\r\n\r\n"
# Headers that say where the body ends, each in a way that another program might read otherwise.
AMBIGUOUS = {
    "both": b"Content-Length: 5\r\nTransfer-Encoding: chunked",
    "both, turned": b"Transfer-Encoding: chunked\r\nContent-Length: 5",
    "two lengths": b"Content-Length: 5\r\nContent-Length: 0",
    "a list of lengths": b"Content-Length: 5, 0",
    "a signed length": b"Content-Length: +5",
    "a length in sixteens": b"Content-Length: 0x5",
    "half a length": b"Content-Length: 5 0",
    "another coding": b"Transfer-Encoding: xchunked",
    "two codings": b"Transfer-Encoding: chunked, identity",
    "coding twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "a space before the colon": b"Transfer-Encoding : chunked\r\nContent-Length: 5",
    "a folded line": b"Transfer-Encoding:\r\n chunked\r\nContent-Length: 5",
    "a sign before the coding": b"Transfer-Encoding: \x0bchunked\r\nContent-Length: 5",
    "a bare line end": b"X: y\nTransfer-Encoding: chunked\r\nContent-Length: 5",
}


def statuses(port: int, path: str, how: bytes, *, secure: bool = False) -> list[bytes]:
    """Send a post with an ambiguous end and a hidden request in it; give the status of every reply that comes."""
    head = b"POST " + path.encode() + b" HTTP/1.1\r\nHost: localhost\r\n" + how
    body = b"\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n0\r\n\r\n" + HIDDEN
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as bare:
        context = ssl._create_unverified_context()
        with context.wrap_socket(bare) if secure else bare as line, suppress(OSError):
            line.sendall(head + body)
            while piece := line.recv(65536):
                found += piece
    return [part[:3] for part in found.split(b"HTTP/1.1 ")[1:]]
