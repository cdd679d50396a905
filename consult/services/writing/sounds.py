"""Sound files as bytes: which of four kinds, that it is mono and small, and nothing in it but the sound.

Ogg Opus (RFC 7845, RFC 3533), MP3 (ISO 11172-3, ID3), WAV (RIFF) and M4A (ISO 14496-12). Titles, names of
devices and places that recorders write into files are taken out; what cannot be told apart is refused.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from consult.errors import ConsultError

LARGEST = 200_000  # bytes; a minute of speech as Opus has 120 kB
_VENDOR = b"consult"
_POLYNOMIAL = 0x04C11DB7


class SoundError(ConsultError):
    """A file is no recording that children may be sent; `code`: too_large, not_sound, not_mono, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class CleanSound:
    """A recording that may be kept: its media type and its bytes."""

    kind: str
    content: bytes


def cleaned(content: bytes) -> CleanSound:
    """Check a recording by its bytes and take out all that is not sound; SoundError says what is wrong."""
    if len(content) > LARGEST:
        raise SoundError("too_large")
    try:
        if content.startswith(b"OggS"):
            return CleanSound("audio/ogg", _ogg(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
            return CleanSound("audio/wav", _wav(content))
        if content[4:8] == b"ftyp":
            return CleanSound("audio/mp4", _m4a(content))
        return CleanSound("audio/mpeg", _mp3(content))
    except (IndexError, struct.error) as error:
        raise SoundError("broken") from error


def _ogg(content: bytes) -> bytes:
    pages = list(_pages(content))
    if len(pages) < 3 or not pages[0][1].startswith(b"OpusHead") or not pages[1][1].startswith(b"OpusTags"):
        raise SoundError("not_sound")
    if pages[0][1][9] != 1:
        raise SoundError("not_mono")
    serial = pages[0][0][14:18]
    if any(head[14:18] != serial for head, _ in pages):
        raise SoundError("not_sound")  # a second stream: a picture, a video
    if pages[2][0][5] & 1:
        raise SoundError("broken")  # tags that go on over a second page: nothing we could take out whole
    tags = b"OpusTags" + struct.pack("<I", len(_VENDOR)) + _VENDOR + struct.pack("<I", 0)
    kept = [content[: len(pages[0][0]) + len(pages[0][1])], _page(pages[1][0], tags)]
    return b"".join([*kept, *(head + body for head, body in pages[2:])])


def _pages(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Split into (header, body) pages."""
    at = 0
    while at < len(content):
        if content[at : at + 4] != b"OggS":
            raise SoundError("broken")
        segments = content[at + 26]
        head = content[at : at + 27 + segments]
        size = sum(head[27:])
        body = content[at + len(head) : at + len(head) + size]
        if len(body) != size:
            raise SoundError("broken")
        yield head, body
        at += len(head) + size


def _page(head: bytes, body: bytes) -> bytes:
    """Write a page with another body, its checksum anew."""
    bare = head[:22] + bytes(4) + bytes([1, len(body)]) + body
    return bare[:22] + struct.pack("<I", _checksum(bare)) + bare[26:]


def _checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ _POLYNOMIAL if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value


def _wav(content: bytes) -> bytes:
    chunks = dict(_chunks(content))
    if b"fmt " not in chunks or b"data" not in chunks:
        raise SoundError("not_sound")
    if struct.unpack_from("<H", chunks[b"fmt "], 2)[0] != 1:
        raise SoundError("not_mono")
    kept = b"".join(
        name + struct.pack("<I", len(chunks[name])) + chunks[name] + bytes(len(chunks[name]) % 2)
        for name in (b"fmt ", b"data")
    )
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WAVE" + kept


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        size = struct.unpack_from("<I", content, at + 4)[0]
        yield content[at : at + 4], content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _mp3(content: bytes) -> bytes:
    if content[:3] == b"ID3":
        size = sum(byte << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
        content = content[10 + size :]
    if content[-128:-125] == b"TAG":
        content = content[:-128]
    sync, mode = struct.unpack_from(">H", content)[0], content[3] >> 6
    layer, rate = (sync >> 1) & 3, content[2] >> 4
    if sync >> 5 != 0x7FF or layer != 1 or rate in {0, 15}:
        raise SoundError("not_sound")
    if mode != 3:
        raise SoundError("not_mono")
    return content


def _m4a(content: bytes) -> bytes:
    entry = content.find(b"mp4a")
    if entry < 0 or b"vide" in content[:4096] or b"moov" not in content:
        raise SoundError("not_sound")
    if struct.unpack_from(">H", content, entry + 20)[0] != 1:
        raise SoundError("not_mono")
    made = bytearray(content)
    for name in (b"udta", b"meta", b"uuid"):
        at = made.find(name)
        while at >= 4:
            size = struct.unpack_from(">I", made, at - 4)[0]
            if 8 <= size <= len(made) - at + 4:
                made[at : at - 4 + size] = b"free" + bytes(size - 8)
            at = made.find(name, at + 4)
    return bytes(made)
