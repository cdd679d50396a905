"""How much one machine carries, as a table in docs/operations.md: `python tests/bench/capacity.py`.

Measures on SQLite, with one default server: submissions a second, bytes on the disk, seconds to freeze, bytes of a
bundle, and seconds of `python -m analysis --tables-only`, each at the number of responses given below. What stands
in the table for other numbers is arithmetic from these, and is marked so.
"""

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "stock")]

import load  # noqa: E402
from carrying import CONNECTIONS  # noqa: E402
from freezing import apart  # noqa: E402
from offices import Office  # noqa: E402
from serving import bodies  # noqa: E402

PAGE = HERE.parents[1] / "docs" / "operations.md"
BEGIN, END = "<!-- capacity:begin", "<!-- capacity:end -->"
SIZES = (700, 100_000, 557_077, 10_538_502)
MEASURED = 100_000
SCHOOL_DAY = 6 * 3600  # seconds in which children answer
SECONDS = 10.0


@dataclass(frozen=True)
class Seen:
    """What was measured, each for MEASURED responses but the first."""

    rate: float
    stored: int
    freezing: float
    bundle: int
    counting: float


def measure() -> Seen:
    """Serve, store, freeze and count."""
    with tempfile.TemporaryDirectory() as place:
        office = Office(Path(place), f"sqlite:///{place}/consult.db")
        office.open("online_safety", "bench")
        forms = bodies()
        with office.serving() as server:
            seen = load.run(
                server.port, lambda: load.post("/en/bench", next(forms), server.url), CONNECTIONS, SECONDS
            )
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        url, keys, out = f"sqlite:///{place / 'consult.db'}", place / "keys", place / "bench.bundle"
        poll = apart_of_freezing("fill", url, keys, "--responses", MEASURED)
        told = json.loads(apart_of_freezing("freeze", url, keys, "--poll", poll, "--out", out))
        began = time.perf_counter()
        words = ["-m", "analysis", str(out), str(place / "out"), "--tables-only", "--language", "en"]
        subprocess.run([sys.executable, *words], check=True, capture_output=True)
        counting = time.perf_counter() - began
        stored = (place / "consult.db").stat().st_size
    return Seen(seen.rate, stored, told["seconds"], told["bytes"], counting)


def apart_of_freezing(step: str, url: str, keys: Path, *more: object) -> str:
    """Run a step of the freezing bench."""
    return apart("--step", step, "--url", url, "--keys", keys, *more).strip()


def table(seen: Seen) -> str:
    """Write what was seen, and what follows by arithmetic."""
    lines = [
        (
            f"Measured with {MEASURED:,} responses to the bundled poll on SQLite, and {seen.rate:.0f} submissions a second "
            "sustained by one default server (those who ask on the same cores). The other rows are arithmetic from that "
            "row; counting hardly grows with the number, so its time is given as measured."
        ),
        "",
        "| responses | at the sustained rate | mean rate over 22 school days | database | freeze | bundle |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for size in SIZES:
        share = size / MEASURED
        mean = size / (22 * SCHOOL_DAY)
        lines.append(
            f"| {size:,}{' (measured)' if size == MEASURED else ''} | {_time(size / seen.rate)} | {mean:.2g}/s "
            f"| {_size(seen.stored * share)} | {_time(seen.freezing * share)} | {_size(seen.bundle * share)} |"
        )
    lines += [
        "",
        f"All protected tables of {MEASURED:,} responses took {seen.counting:.0f} s (without documents).",
    ]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _size(number: float) -> str:
    return f"{number / 1e6:.1f} MB" if number < 1e9 else f"{number / 1e9:.1f} GB"


def main() -> None:
    """Put the table between its two marks."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    mark, _, rest = rest.partition("\n")
    told = table(measure())
    PAGE.write_text(f"{head}{BEGIN}{mark}\n{told}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    print(told)


if __name__ == "__main__":
    main()
