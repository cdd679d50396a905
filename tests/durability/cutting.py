"""A wire that is cut: hands a request on, waits for the whole reply, and loses it as often as it is told to."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Wire:
    """Between a phone and a server: `loses` replies are still to be lost; `lost` says how many were."""

    server: tuple[str, int]
    loses: int
    lost: int = 0
    door: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        return self.door.getsockname()[1]

    def carry(self) -> None:
        """Carry one request after the other until the door is shut."""
        while True:
            try:
                phone, _ = self.door.accept()
            except OSError:
                return
            with phone:
                self._carry_one(phone)

    def _carry_one(self, phone: socket.socket) -> None:
        request = _whole_request(phone)
        with socket.create_connection(self.server) as server:
            server.sendall(request)
            reply = b"".join(iter(lambda: server.recv(65536), b""))
        if self.lost < self.loses:
            self.lost += 1  # the server has committed and replied; the phone sees the connection reset
            phone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            phone.sendall(reply)


def _whole_request(phone: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += phone.recv(65536)
    head, _, body = got.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:"))
    while len(body) < length:
        body += phone.recv(65536)
    kept = [line for line in lines if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*kept, b"Connection: close"]) + b"\r\n\r\n" + body


@contextmanager
def wire(server: tuple[str, int], loses: int) -> Iterator[Wire]:
    """Put up a wire for as long as the block lasts."""
    made = Wire(server, loses)
    carrier = threading.Thread(target=made.carry, daemon=True)
    carrier.start()
    try:
        yield made
    finally:
        made.door.shutdown(socket.SHUT_RDWR)
        made.door.close()
        carrier.join(timeout=10)
