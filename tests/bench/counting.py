"""How fast and small counting is: all tables of N responses x 20 questions, beside pandas doing the same.

Makes a bundle as a freeze writes it, then runs each way in a process of its own, in turn, and prints the
seconds of the whole process and of the work without start-up, those of the processors (which other programs
disturb less), the peak memory, and the ratio of the work. Ours uses all cores, `crosstab` one.
The tables are those of every question alone, by age band, by gender, by region and by each pair of these: 140.
A pandas user would write one `crosstab` each. Ours also verifies the bundle's checksums. Every cell of every
table is compared. Not a timed test: the numbers are for people to read.

    python tests/bench/counting.py [--responses 1000000 10500000] [--rounds 3]
    python tests/bench/counting.py --questions 2      # pandas on two of the 20 questions, the rest estimated
"""

import argparse
import hashlib
import itertools
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "analysis"), str(HERE.parent.parent)]

QUESTIONS = 20
GROUPS = ("age_band", "gender", "region")
CUTS = tuple(cut for size in range(3) for cut in itertools.combinations(GROUPS, size))
AT_ONCE = 500_000
# From here on one round takes minutes.
LARGE = 5_000_000
Cells = Iterator[tuple[tuple[str, ...], int]]


def make(folder: Path, responses: int) -> None:
    """Write a bundle of random answers, three to eight choices a question; constant memory."""
    import make_bundle  # noqa: PLC0415 - only the maker needs it
    import numpy as np  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    from consult.services.freezing.bundles import CHUNK  # noqa: PLC0415

    questions = []
    for at in range(QUESTIONS):
        values = [make_bundle.value(code, f"c{code}", f"Choice {code}") for code in range(1, 4 + at % 6)]
        name = f"q{at:02}"
        questions.append(
            make_bundle.question(name, "select_one", "single", name, [make_bundle.category(name, values)])
        )
    book = {**make_bundle.EXAMPLE, "questions": questions}
    make_bundle.write(folder, codebook=book, responses=1)
    chance = np.random.default_rng(1)
    sizes = [min(AT_ONCE, responses - at) for at in range(0, responses, AT_ONCE)]
    numbers: dict[tuple[str, ...], int] = {}
    tables = (make_bundle._table(make_bundle.draw(book, size, chance), numbers) for size in sizes)
    first = next(tables)
    with pq.ParquetWriter(folder / "responses.parquet", first.schema) as writer:
        for table in itertools.chain([first], tables):
            writer.write_table(table, row_group_size=CHUNK)
    make_bundle.seal(folder, responses=responses)


@dataclass(frozen=True)
class Run:
    """Seconds of the whole process, of reading, of all the work, the same of the processors; peak memory; all cells."""

    whole: float
    reading: float
    work: float
    reading_processor: float
    processor: float
    megabytes: float
    digest: str


Clock = tuple[float, float]
Done = tuple[Clock, Clock, str]


def clock() -> Clock:
    """Give the seconds by the wall and those of the processors."""
    return time.perf_counter(), time.process_time()


def ours(folder: Path, questions: int) -> Done:
    """Read, verify and count a bundle and make all tables."""
    from analysis import bundle, counting  # noqa: PLC0415 - its import is no part of the work

    start = clock()
    found = bundle.read(folder)
    read = clock()
    cubes = counting.count(found)
    tables = {(name, cut): cube.by(*cut) for name, cube in cubes.columns.items() for cut in CUTS}
    end = clock()

    def cells() -> Cells:
        for (name, cut), counts in tables.items():
            cube = cubes.columns[name]
            names = [cube.values, *(cube.axes[group] for group in cut)]  # noqa: PD011 - a cube is no data frame
            if int(name[1:]) < questions:
                for at in zip(*counts.nonzero(), strict=True):
                    place = (str(n[i]) for n, i in zip(names, at, strict=True))
                    yield (name, *cut, *place), int(counts[at])

    assert len(cubes.columns) == QUESTIONS
    return since(read, start), since(end, start), digest(cells())


def pandas(folder: Path, questions: int) -> Done:
    """Make the same tables as most people would."""
    import pandas as pd  # noqa: PLC0415 - its import is no part of the work

    start = clock()
    frame = pd.read_parquet(folder / "responses.parquet")
    read = clock()
    tables = {}
    for name in [f"q{at:02}" for at in range(questions)]:
        for cut in CUTS:
            by = [frame[group] for group in cut]
            tables[name, cut] = pd.crosstab(frame[name], by) if cut else frame[name].value_counts()
    end = clock()

    def cells() -> Cells:
        for (name, cut), table in tables.items():
            counts = table.stack(list(range(len(cut)))) if cut else table  # noqa: PD013 - by label
            for place, number in counts.items():
                at = place if cut else (place,)
                if number:
                    yield (name, *cut, *map(str, at)), int(number)

    return since(read, start), since(end, start), digest(cells())


def digest(cells: Cells) -> str:
    """Make one word of every cell that counts anybody."""
    return hashlib.sha256(repr(sorted(cells)).encode()).hexdigest()


def since(later: Clock, earlier: Clock) -> Clock:
    """Give the seconds between two times, of both kinds."""
    return later[0] - earlier[0], later[1] - earlier[1]


WAYS: dict[str, Callable[[Path, int], Done]] = {"consult": ours, "pandas": pandas}


def apart(way: str, folder: Path, responses: int = 0, questions: int = QUESTIONS) -> str:
    """Run one way in a process of its own; give what it printed."""
    numbers = ["--responses", str(responses), "--questions", str(questions)]
    command = [sys.executable, __file__, "--way", way, "--folder", str(folder), *numbers]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(way: str, folder: Path, questions: int) -> Run:
    """Time one way from outside and from inside."""
    start = time.perf_counter()
    told = json.loads(apart(way, folder, questions=questions))
    return Run(time.perf_counter() - start, **told)


def compare(folder: Path, rounds: int, questions: int) -> None:
    """Run both ways in turn and print the medians."""
    found: dict[str, list[Run]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way, runs in found.items():
            runs.append(measure(way, folder, questions))
    made = {run.digest for runs in found.values() for run in runs}
    assert len(made) == 1, "the two ways disagree"
    for way, runs in found.items():
        whole, work, processor = (
            statistics.median(getattr(run, name) for run in runs) for name in ("whole", "work", "processor")
        )
        megabytes = max(run.megabytes for run in runs)
        print(
            f"{way:8} {whole:8.2f} s  of this work {work:8.2f} s, processors {processor:8.2f} s  {megabytes:6.0f} MB"
        )
    for what, reading, work in (
        ("work", "reading", "work"),
        ("processors' work", "reading_processor", "processor"),
    ):
        ratio = [
            (getattr(slow, reading) + (getattr(slow, work) - getattr(slow, reading)) * QUESTIONS / questions)
            / getattr(fast, work)
            for fast, slow in zip(*found.values(), strict=True)
        ]
        print(
            f"ratio of the {what} {statistics.median(ratio):.1f} (each {', '.join(f'{r:.1f}' for r in ratio)})"
        )
    if questions < QUESTIONS:
        print(f"  ESTIMATED: pandas made {questions} of {QUESTIONS} questions; its work was multiplied")
    print(f"  every cell of {questions * len(CUTS)} tables is the same, {len(made)} digest {made.pop()[:16]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--responses", type=int, nargs="+", default=[1_000_000, 10_500_000])
    parser.add_argument("--rounds", type=int, default=3, help="one only from five million responses on")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many pandas is given")
    parser.add_argument("--way", choices=[*WAYS, "make"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way == "make":
        make(options.folder, options.responses[0])
    elif options.way:
        reading, work, told = WAYS[options.way](options.folder, options.questions)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds = {
            "reading": reading[0],
            "work": work[0],
            "reading_processor": reading[1],
            "processor": work[1],
        }
        print(json.dumps({**seconds, "megabytes": peak, "digest": told}))
    else:
        for responses in options.responses:
            with tempfile.TemporaryDirectory() as place:
                folder = Path(place) / "bench.bundle"
                # In its own process: a child inherits the peak memory of the process that starts it.
                apart("make", folder, responses)
                print(f"{responses:,} responses x {QUESTIONS} questions, {QUESTIONS * len(CUTS)} tables")
                compare(folder, 1 if responses > LARGE else options.rounds, options.questions)


if __name__ == "__main__":
    main()
