"""Many words looked for in many bytes at once: as they are, and in every way in which programs write them."""

import base64
import hashlib
from collections.abc import Iterable, Mapping

import numpy as np

HEAD = 8  # bytes of a pattern by which it is found; shorter ones are not looked for
_FIRST = 1 << 24


def forms(words: str) -> set[bytes]:
    """Write words in every way in which a log, a table or a cache could hold them."""
    plain = words.encode()
    found = {
        plain,
        plain[::-1],
        plain.hex().encode(),
        plain.hex().upper().encode(),
        plain[::-1].hex().encode(),
    }
    found |= {words.encode("utf-16-le"), words.encode("utf-16-be")}
    for shift in range(3):  # base64 depends on where in its text the words begin
        whole = (shift + len(plain)) // 3 * 4
        found.add(base64.b64encode(b"x" * shift + plain)[4 if shift else 0 : whole])
    for name in ("md5", "sha1", "sha256", "sha512"):
        digest = hashlib.new(name, plain).digest()
        found |= {digest, digest.hex().encode(), base64.b64encode(digest).rstrip(b"=")}
    return {form for form in found if len(form) >= HEAD}


def address_forms(address: str) -> set[bytes]:
    """Write an address also as networks and databases do."""
    packed = bytes(int(part) for part in address.split("."))
    number = int.from_bytes(packed, "big")
    mapped = b"\0\0\xff\xff" + packed  # the end of its form as IPv6
    inet = b"\x02\x20" + packed + bytes(2)  # PostgreSQL's own form, and what most often follows it
    return forms(address) | forms(str(number)) | {mapped, inet}


def key_forms(key: str) -> set[bytes]:
    """Write a key of hex digits also as the bytes that it stands for."""
    return forms(key) | {bytes.fromhex(key), bytes.fromhex(key)[::-1]}


class Search:
    """Patterns, each of which stands for somebody."""

    def __init__(self, patterns: Mapping[bytes, object]) -> None:
        self._by_head: dict[bytes, list[tuple[bytes, object]]] = {}
        for pattern, whose in patterns.items():
            self._by_head.setdefault(pattern[:HEAD], []).append((pattern, whose))
        heads = np.frombuffer(b"".join(self._by_head), dtype="<u8")
        self._heads = np.sort(heads)
        self._first = np.zeros(_FIRST, dtype=bool)
        self._first[(heads & np.uint64(_FIRST - 1)).astype(np.int64)] = True

    def hits(self, data: bytes) -> Iterable[tuple[int, object]]:
        """Give (offset, whose) of every pattern found in the data, in no particular order."""
        for shift in range(HEAD):
            number = (len(data) - shift) // HEAD
            if number <= 0:
                continue
            windows = np.frombuffer(data, dtype="<u8", count=number, offset=shift)
            at = np.flatnonzero(self._first[(windows & np.uint64(_FIRST - 1)).astype(np.int64)])
            spots = np.searchsorted(self._heads, windows[at])
            at = at[self._heads[np.minimum(spots, len(self._heads) - 1)] == windows[at]]
            for offset in (at * HEAD + shift).tolist():
                for pattern, whose in self._by_head.get(data[offset : offset + HEAD], ()):
                    if data.startswith(pattern, offset):
                        yield offset, whose
