"""Hours in minutes: a real server at twenty submissions a second, its memory and its log watched all along.

    python tests/durability/soak.py --minutes 120 [--url postgresql://…]

Some submissions are sent twice, as phones do. At the end the poll is closed and every child is counted.
"""

import argparse
import json
import re
import secrets
import sys
import tempfile
import threading
import time
import urllib.request
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "stock"))
from offices import Office, Serving

RATE = 20  # submissions a second
TWICE = 0.02  # share of those that are sent again
EVERY = 5.0  # seconds between two looks
SETTLED = 0.25  # share of the time after which memory should not grow any more
GROWTH = 1.05


@dataclass
class Seen:
    """What was seen on the way: replies and how long they took, and a look every few seconds."""

    thanked: int = 0
    failed: int = 0
    repeated: int = 0
    seconds: deque[float] = field(default_factory=lambda: deque(maxlen=200_000))
    memory: list[float] = field(default_factory=list)  # MB, all processes of the server
    log: list[float] = field(default_factory=list)  # MB of SQLite's write-ahead log
    lock: threading.Lock = field(default_factory=threading.Lock)


def send(url: str, version: str, seen: Seen) -> None:
    """Send one child's answers, now and then once more."""
    body = urlencode({"band": "10-13", "key": secrets.token_hex(16), "v": version}).encode()
    began = time.perf_counter()
    good = _post(url, body)
    again = good and secrets.randbelow(1000) < TWICE * 1000
    if again:
        _post(url, body)
    with seen.lock:
        seen.thanked += good
        seen.failed += not good
        seen.repeated += again
        seen.seconds.append(time.perf_counter() - began)


def _post(url: str, body: bytes) -> bool:
    request = urllib.request.Request(url, body, {"Sec-Fetch-Site": "same-origin"})
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status == 200
    except OSError:
        return False


def look(server: Serving, instance: Path, seen: Seen) -> None:
    """Note the server's memory (what is its own, shared pages once) and the size of the log."""
    main = psutil.Process(server.process.pid)
    processes = [main, *main.children(recursive=True)]
    seen.memory.append(sum(each.memory_full_info().uss for each in processes) / 1e6)
    log = instance / "consult.db-wal"
    seen.log.append(log.stat().st_size / 1e6 if log.exists() else 0.0)


def soak(office: Office, minutes: float, workers: int = 2) -> dict:
    """Run it and give what was measured."""
    office.open("online_safety", "soak")
    seen = Seen()
    with (
        office.serving("--without-worker", "--workers", str(workers)) as server,
        ThreadPoolExecutor(64) as phones,
    ):
        url = f"{server.url}/en/soak"
        with urllib.request.urlopen(url, timeout=30) as page:
            version = re.search(r'name="?v"? value="?([0-9a-f]+)', page.read().decode()).group(1)
        began = next_look = time.monotonic()
        for number in range(round(minutes * 60 * RATE)):
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            phones.submit(send, url, version, seen)
            if time.monotonic() >= next_look:
                look(server, office.folder / "instance", seen)
                next_look += EVERY
        took = time.monotonic() - began
        phones.shutdown()
        look(server, office.folder / "instance", seen)
    stored = int(re.search(r"with (\d+) ", office.consult("close", "soak")).group(1))
    return summary(seen, stored, took, "postgresql" if office.database_url else "sqlite")


def summary(seen: Seen, stored: int, took: float, on: str) -> dict:
    """Boil it down; `flat` compares the memory of the last quarter with that of the second."""
    quarter = max(1, int(len(seen.memory) * SETTLED))
    early = sum(seen.memory[quarter : 2 * quarter]) / max(1, len(seen.memory[quarter : 2 * quarter]))
    late = sum(seen.memory[-quarter:]) / quarter
    times = sorted(seen.seconds)
    return {
        "what": "soak", "on": on, "minutes": round(took / 60, 1), "thanked": seen.thanked,
        "a_second": round(seen.thanked / took, 1), "failed": seen.failed, "sent_twice": seen.repeated,
        "lost": max(0, seen.thanked - stored), "doubled": max(0, stored - seen.thanked - seen.failed),
        "median_ms": round(1000 * times[len(times) // 2]), "p99_ms": round(1000 * times[int(0.99 * len(times))]),
        "memory_mb_second_quarter": round(early, 1), "memory_mb_last_quarter": round(late, 1),
        "flat": late <= GROWTH * early, "largest_log_mb": round(max(seen.log), 1),
    }  # fmt: skip


if __name__ == "__main__":
    wanted = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    wanted.add_argument("--minutes", type=float, default=120)
    wanted.add_argument("--url", help="an empty PostgreSQL database; SQLite without")
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="consult-soak-") as folder:
        measured = soak(Office(Path(folder), given.url), given.minutes)
    print(json.dumps(measured, indent=1))
    sys.exit(0 if measured["flat"] and not measured["lost"] and not measured["doubled"] else 1)
