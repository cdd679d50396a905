"""How many phones one server carries in live rooms: `python tests/bench/room.py` prints what it saw.

Phones ask for news as the page's script does (every 1.5 s with jitter). Measured: how long a state request
takes, and how long after "show" the last phone knows. Clients and server share the machine.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stock"))

from browser_server import running
from talks import Talk, open_talk
from web_site import BUNDLED

from consult.services import database
from consult.services.dialogues import counting

PAUSE = 1.5  # seconds between two looks, as in room.js


@dataclass
class Seen:
    """What the phones of one run noticed."""

    took: list[float] = field(default_factory=list)
    heard: list[float] = field(default_factory=list)
    errors: int = 0


async def phone(host: str, port: int, code: str, seen: Seen, until: float) -> None:
    """Look every 1.5 s, as the script does, over one kept connection."""
    number, number_shown = -1, False
    await asyncio.sleep(random.random() * PAUSE)
    reader, writer = await asyncio.open_connection(host, port)
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            writer.write(f"GET /room/{code}/state?n={number} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            status, body = await reply(reader)
        except (OSError, asyncio.IncompleteReadError):
            seen.errors += 1
            reader, writer = await asyncio.open_connection(host, port)
            continue
        seen.took.append(time.monotonic() - began)
        if status == 200:
            told = json.loads(body)
            number = told["n"]
            if told["phase"] == "shown" and not number_shown:
                number_shown = True
                seen.heard.append(time.monotonic())
        elif status != 204:
            seen.errors += 1
        await asyncio.sleep(PAUSE * (0.75 + random.random() / 2))
    writer.close()


async def reply(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length")
        ),
        0,
    )
    return status, await reader.readexactly(length) if length else b""


async def evening(url: str, talks: list[Talk], each: int, seconds: float) -> tuple[Seen, float]:
    """Let phones look for a while, then close and show in every room; give what they saw and when."""
    place, seen = urlsplit(url), Seen()
    until = time.monotonic() + seconds
    phones = [
        asyncio.create_task(phone(str(place.hostname), int(place.port or 80), talk.code, seen, until))
        for talk in talks
        for _ in range(each)
    ]
    await asyncio.sleep(seconds / 2)
    shown = time.monotonic()
    await asyncio.to_thread(lambda: [(talk.step("close"), talk.step("show")) for talk in talks])
    await asyncio.gather(*phones)
    return seen, shown


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def run(rooms: int, each: int, seconds: float) -> str:
    document = json.loads(BUNDLED.read_text())
    with running(Path(tempfile.mkdtemp())) as server:
        instance = server.folder / "instance"
        engine = database.engine(f"sqlite:///{instance / 'consult.db'}", instance / "keys")
        talks = [open_talk(engine, document, "10-13", ["likelihood"], size=each) for _ in range(rooms)]
        for talk in talks:
            talk.ask("likelihood")
            with database.session(engine) as session:
                counting.hands(session, talk.wave_id, "likelihood", {"likely": 10, "unlikely": 10}, most=each)
        seen, shown = asyncio.run(evening(server.url, talks, each, seconds))
        engine.dispose()
    late = [when - shown for when in seen.heard]
    return (
        f"{rooms:>3} rooms, {rooms * each:>5} phones: {len(seen.took) / seconds:6.0f} requests/s, "
        f"p50 {1000 * percentile(seen.took, 0.5):.1f} ms, p95 {1000 * percentile(seen.took, 0.95):.1f} ms, "
        f"close to results: p50 {percentile(late, 0.5):.2f} s, last {max(late):.2f} s, "
        f"{len(late)} of {rooms * each} phones saw them, {seen.errors} errors"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    chosen = parser.parse_args()
    for rooms, each in ((1, 200), (20, 50)):
        print(run(rooms, each, chosen.seconds), flush=True)
