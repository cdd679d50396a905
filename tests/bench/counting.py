"""How fast and small counting is: all tables of N responses x 20 questions, beside pandas doing the same.

Makes a bundle, then runs each way in a process of its own, several times in turn, and prints seconds, peak
memory and the ratio: one-way tables of all questions and all by age band, gender and region. A pandas user
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


def ours(folder: Path) -> int:
    """Read, verify and count a bundle and make all tables, as the product does; give a sum over every cell."""
    from analysis import bundle, counting  # noqa: PLC0415 - its import is part of what is measured
    from analysis.tables import results  # noqa: PLC0415

    found = bundle.read(folder)
    exact = results(found, counting.count(found))
    return sum(int(counts.sum()) for table in exact.tables for counts in table.counts.values())


def pandas(folder: Path) -> int:
    """Make the same tables as most people would."""
    import pandas as pd  # noqa: PLC0415 - its import is part of what is measured

    frame = pd.read_parquet(folder / "responses.parquet")
    total = 0
    for name in (column for column in frame.columns if column.startswith("q")):
        alone = frame[name].value_counts()
        total += int(alone[alone.index > 0].sum())
        for group in GROUPS:
            table = pd.crosstab(frame[name], frame[group])
            total += int(table[table.index > 0].to_numpy().sum())
    return total


def measure(way: str, folder: Path) -> tuple[float, float, int]:
    """Run one way in its own process: seconds with start-up, peak megabytes, the sum over all cells."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--way", way, "--folder", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds = time.perf_counter() - start
    told = json.loads(done.stdout)
    return seconds, told["megabytes"], told["sum"]


def compare(folder: Path, rounds: int) -> None:
    """Run both ways in turn and print the medians."""
    found: dict[str, list[tuple[float, float, int]]] = {"consult": [], "pandas": []}
    for _ in range(rounds):
        for way, runs in found.items():
            runs.append(measure(way, folder))
    sums = {run[2] for runs in found.values() for run in runs}
    assert len(sums) == 1, f"the two ways disagree: {sums}"
    for way, runs in found.items():
        seconds, megabytes = statistics.median(r[0] for r in runs), max(r[1] for r in runs)
        print(f"{way:8} {seconds:8.2f} s  {megabytes:6.0f} MB")
    ratio = [slow[0] / fast[0] for fast, slow in zip(*found.values(), strict=True)]
    print(f"ratio    {statistics.median(ratio):8.1f} (each {', '.join(f'{r:.1f}' for r in ratio)})")


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
        total = {"consult": ours, "pandas": pandas}[options.way](options.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"megabytes": peak, "sum": total}))
    else:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "bench.bundle"
            make(folder, options.responses)
            print(
                f"{options.responses:,} responses x {QUESTIONS} questions, by {', '.join(GROUPS)} and overall"
            )
            compare(folder, options.rounds)


if __name__ == "__main__":
    main()
