"""How fast and small counting is: all tables of N responses x 20 questions, beside pandas doing the same.

Makes a bundle, then runs each way in a process of its own, several times in turn, and prints the seconds of
the whole process and of the work without start-up, the peak memory, and the ratio of the work: one-way tables of all questions and all by age band, gender and region. A pandas user
would write `crosstab`; its counts are compared with ours, so that both did the same. Not a timed test: the
numbers are for people to read.

    python tests/bench/counting.py [--responses 1000000] [--rounds 3]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "analysis"), str(HERE.parent.parent)]

QUESTIONS = 20
GROUPS = ("age_band", "gender", "region")


def make(folder: Path, responses: int) -> None:
    """Write a bundle of random answers, three to eight choices a question."""
    import make_bundle  # noqa: PLC0415 - only the maker needs it

    questions = []
    for at in range(QUESTIONS):
        values = [make_bundle.value(code, f"c{code}", f"Choice {code}") for code in range(1, 4 + at % 6)]
        name = f"q{at:02}"
        questions.append(
            make_bundle.question(name, "select_one", "single", name, [make_bundle.category(name, values)])
        )
    make_bundle.write(folder, codebook={**make_bundle.EXAMPLE, "questions": questions}, responses=responses)


@dataclass(frozen=True)
class Run:
    """Seconds of the whole process and of the work, peak memory, and the sum over all cells."""

    whole: float
    work: float
    megabytes: float
    sum: int


def ours(folder: Path) -> tuple[float, int]:
    """Read, verify and count a bundle and make all tables; give the seconds and a sum over every cell."""
    from analysis import bundle, counting  # noqa: PLC0415 - its import is part of what is measured
    from analysis.tables import results  # noqa: PLC0415

    start = time.perf_counter()
    found = bundle.read(folder)
    exact = results(found, counting.count(found))
    seconds = time.perf_counter() - start
    return seconds, sum(int(counts.sum()) for table in exact.tables for counts in table.counts.values())


def pandas(folder: Path) -> tuple[float, int]:
    """Make the same tables as most people would."""
    import pandas as pd  # noqa: PLC0415 - its import is part of what is measured

    start = time.perf_counter()
    frame = pd.read_parquet(folder / "responses.parquet")
    total = 0
    for name in (column for column in frame.columns if column.startswith("q")):
        alone = frame[name].value_counts()
        total += int(alone[alone.index > 0].sum())
        for group in GROUPS:
            table = pd.crosstab(frame[name], frame[group])
            total += int(table[table.index > 0].to_numpy().sum())
    return time.perf_counter() - start, total


def apart(way: str, folder: Path, responses: int = 0) -> str:
    """Run one way in a process of its own; give what it printed."""
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder), "--responses", str(responses)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def measure(way: str, folder: Path) -> Run:
    """Time one way from outside and from inside."""
    start = time.perf_counter()
    told = json.loads(apart(way, folder))
    return Run(time.perf_counter() - start, told["seconds"], told["megabytes"], told["sum"])


def compare(folder: Path, rounds: int) -> None:
    """Run both ways in turn and print the medians."""
    found: dict[str, list[Run]] = {"consult": [], "pandas": []}
    for _ in range(rounds):
        for way, runs in found.items():
            runs.append(measure(way, folder))
    sums = {run.sum for runs in found.values() for run in runs}
    assert len(sums) == 1, f"the two ways disagree: {sums}"
    for way, runs in found.items():
        whole, work = (statistics.median(getattr(run, name) for run in runs) for name in ("whole", "work"))
        megabytes = max(run.megabytes for run in runs)
        print(f"{way:8} {whole:8.2f} s  of this work {work:8.2f} s  {megabytes:6.0f} MB")
    ratio = [slow.work / fast.work for fast, slow in zip(*found.values(), strict=True)]
    print(f"ratio of the work {statistics.median(ratio):.1f} (each {', '.join(f'{r:.1f}' for r in ratio)})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--responses", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=["consult", "pandas", "make"])
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.way == "make":
        make(options.folder, options.responses)
    elif options.way:
        seconds, total = {"consult": ours, "pandas": pandas}[options.way](options.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "megabytes": peak, "sum": total}))
    else:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "bench.bundle"
            # In its own process: a child inherits the peak memory of the process that starts it.
            apart("make", folder, options.responses)
            print(
                f"{options.responses:,} responses x {QUESTIONS} questions, by {', '.join(GROUPS)} and overall"
            )
            compare(folder, options.rounds)


if __name__ == "__main__":
    main()
