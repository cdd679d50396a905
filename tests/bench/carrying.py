"""What one default server carries: a class that presses Send in the same second, a long day, and how that grows.

    python tests/bench/carrying.py [--seconds 10] [--stored 100000] [--only sqlite|postgresql]

Every submission is one of a synthetic child, stored durably before it is answered, over HTTP on this machine; the
children and the server share its processor. The sustained rate is set beside the mean and ten times the mean of
the largest consultation of children known (22 submissions a second over school hours). It is measured on an empty
database, for a poll in one language instead of six, with many responses stored already, and with many polls open. Not a timed test.
"""

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "stock")]

import load  # noqa: E402
from offices import Office, Serving  # noqa: E402
from serving import QUESTIONNAIRE, bodies, database  # noqa: E402
from sqlalchemy import create_engine, text  # noqa: E402

CLASSROOM = 40
MEAN, PEAK = 22, 220  # submissions a second
CONNECTIONS = 32
POLLS = 20
COLUMNS = "wave_id, channel, band, gender, region, country, language, answers"
NEW_ID = {
    "sqlite": "randomblob(16)",
    "postgresql": "decode(md5(random()::text || clock_timestamp()::text), 'hex')",
}


def one_class(server: Serving, forms: Iterator[bytes]) -> str:
    """Let a class press Send within one second; tell how long each waited."""
    taken: list[float] = []
    refused: list[int] = []
    start = time.perf_counter() + 0.5
    lock = threading.Lock()

    def child(number: int) -> None:
        with lock:
            body = next(forms)
        time.sleep(max(0.0, start + number / CLASSROOM - time.perf_counter()))
        request = urllib.request.Request(f"{server.url}/en/bench", data=body, headers={"Origin": server.url})
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=60) as reply:
            reply.read()
            if reply.status != 200:
                refused.append(reply.status)
        taken.append(time.perf_counter() - began)

    with ThreadPoolExecutor(CLASSROOM) as children:
        list(children.map(child, range(CLASSROOM)))
    taken.sort()
    return (
        f"{CLASSROOM} children in one second: {len(taken)} thanked, {len(refused)} refused; half within "
        f"{1000 * statistics.median(taken):.0f} ms, all within {1000 * taken[-1]:.0f} ms"
    )


def sustained(server: Serving, forms: Iterator[bytes], seconds: float, poll: str = "bench") -> str:
    """Submit as fast as the server takes it."""
    seen = load.run(
        server.port, lambda: load.post(f"/en/{poll}", next(forms), server.url), CONNECTIONS, seconds
    )
    others = f", {sum(seen.others.values())} answered otherwise" if seen.others else ""
    beside = f"{seen.rate / MEAN:.0f} times the mean, {seen.rate / PEAK:.1f} times the peak"
    return f"{seen.rate:.0f} submissions a second{others}: {beside}"


def in_english(told: Any) -> Any:
    """Leave every other language out of a questionnaire."""
    if isinstance(told, dict):
        return {key: in_english(told[key]) for key in (["en"] if {"en", "ar"} <= told.keys() else told)}
    return [in_english(each) for each in told] if isinstance(told, list) else told


def grow(url: str, wanted: int) -> int:
    """Double what is stored until there is enough; give how many there are."""
    kind = "postgresql" if url.startswith("postgresql") else "sqlite"
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1))
    double = text(f"INSERT INTO responses (id, {COLUMNS}) SELECT {NEW_ID[kind]}, {COLUMNS} FROM responses")
    with engine.begin() as connection:
        while (there := connection.scalar(text("SELECT count(*) FROM responses")) or 0) < wanted:
            connection.execute(double)
    engine.dispose()
    return int(there)


def measure(kind: str, options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as place, database(kind, Path(place)) as url:
        office = Office(Path(place), url)
        office.open("online_safety", "bench")
        forms = bodies()
        english = Path(place) / "english.json"
        document = {**in_english(json.loads(QUESTIONNAIRE.read_text("utf-8"))), "name": "in_english"}
        english.write_text(json.dumps(document), "utf-8")
        office.consult("open", str(english), "--code", "english")
        with office.serving() as server:
            print(f"{kind}: {one_class(server, forms)}", flush=True)
            print(f"{kind}, empty: {sustained(server, forms, options.seconds)}", flush=True)
            in_one = sustained(server, bodies(english), options.seconds, "english")
            print(f"{kind}, a poll in one language, not six: {in_one}", flush=True)
            there = grow(url, options.stored)
            print(
                f"{kind}, {there:,} responses stored: {sustained(server, forms, options.seconds)}", flush=True
            )
        for number in range(POLLS):
            office.consult("open", "online_safety", "--code", f"bench-{number}")
        with office.serving() as server:
            print(f"{kind}, {POLLS + 1} polls open: {sustained(server, forms, options.seconds)}", flush=True)


def main() -> None:
    """Print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    for kind in (options.only,) if options.only else ("sqlite", "postgresql"):
        measure(kind, options)


if __name__ == "__main__":
    main()
