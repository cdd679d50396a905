"""How long a freeze takes and how much memory: from a database full of children to a bundle.

Fills a database (SQLite, then PostgreSQL) with synthetic responses to the bundled poll, then freezes it in a
process of its own and prints the seconds, those of the processor (its own; start-up is among them) and the
peak memory. Twice, with few children and with many, so
that it shows whether memory stays the same. Not a timed test: the numbers are for people to read.

    python tests/bench/freezing.py [--responses 100000 1000000] [--database sqlite postgresql]
"""

import argparse
import itertools
import json
import random
import resource
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "stock"), str(HERE.parent.parent)]

DIFFERENT = 3000
AT_ONCE = 10_000


def fill(url: str, keys: Path, responses: int) -> str:
    """Make the tables, open the bundled poll, store rows by the thousand and close; give the poll's code."""
    from sqlalchemy import insert  # noqa: PLC0415 - only the process that fills needs it
    from stores import TODAY, open_wave  # noqa: PLC0415

    from consult.services import database, migrating  # noqa: PLC0415
    from consult.services.freezing import freezes  # noqa: PLC0415
    from consult.services.trying import synthetic  # noqa: PLC0415
    from consult.survey import answers, questionnaire  # noqa: PLC0415
    from consult.tables import responses as table  # noqa: PLC0415

    document = questionnaire.document(HERE.parents[1] / "consult" / "questionnaires" / "online_safety.json")
    poll = questionnaire.load(document)
    engine = database.engine(url, keys)
    migrating.upgrade(engine)
    wave = open_wave(engine, document)
    how = synthetic.manner(poll.name)
    sheets = [
        answers.accept(poll, child.form, child.language)
        for child in synthetic.children(poll, DIFFERENT, 1, how)
    ]
    chance = random.Random(1)
    for _ in range(0, responses, AT_ONCE):
        rows = [
            {
                "id": secrets.token_bytes(16),
                "wave_id": wave.id,
                "channel": "web",
                "band": sheet.band,
                "gender": sheet.gender,
                "region": sheet.region,
                "country": sheet.country,
                "language": sheet.language,
                "answers": dict(sheet.answers),
            }
            for sheet in chance.choices(sheets, k=AT_ONCE)
        ]
        with engine.begin() as connection:
            connection.execute(insert(table), rows)
    with database.session(engine) as session:
        freezes.close(session, wave.code, today=TODAY)
    engine.dispose()
    return wave.code


def freeze(url: str, keys: Path, poll: str, out: Path) -> None:
    """Freeze, and print seconds, rows and the peak memory of this process."""
    from consult.services import database  # noqa: PLC0415
    from consult.services.freezing import freezes  # noqa: PLC0415 - its import is no part of the work

    engine = database.engine(url, keys)
    rows = itertools.count()
    start = time.perf_counter()
    with database.session(engine) as session:
        freezes.freeze(session, poll, out, lambda _: next(rows))
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}
    print(json.dumps(told | {"bytes": _size(out)}))


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


@contextmanager
def address(database: str, place: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if database == "sqlite":
        yield f"sqlite:///{place / 'consult.db'}"
        return
    from conftest import _own_server, _with_driver  # noqa: PLC0415 - the server that the tests start
    from postgres_server import Postgres  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="consult-postgres-"))
    server = _own_server(folder / "data")
    try:
        yield Postgres(_with_driver(server.get_uri()), server.pgdata).make()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def apart(*arguments: object) -> str:
    """Run a step in a process of its own: a child inherits the peak memory of the process that starts it."""
    command = [sys.executable, __file__, *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(database: str, responses: int) -> None:
    with tempfile.TemporaryDirectory() as place, address(database, Path(place)) as url:
        keys, out = Path(place) / "keys", Path(place) / "bench.bundle"
        poll = apart("--step", "fill", "--url", url, "--keys", keys, "--responses", responses).strip()
        told = json.loads(
            apart("--step", "freeze", "--url", url, "--keys", keys, "--poll", poll, "--out", out)
        )
    print(
        f"{database:10} {responses:10,} responses  {told['seconds']:6.1f} s"
        f"  processor {told['cpu']:6.1f} s  peak {told['megabytes']:4.0f} MB"
        f"  bundle {told['bytes'] / 1e6:6.1f} MB",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--responses", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    for hidden in ("--step", "--url", "--poll"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    for hidden in ("--keys", "--out"):
        parser.add_argument(hidden, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step == "fill":
        print(fill(given.url, given.keys, given.responses[0]))
    elif given.step == "freeze":
        freeze(given.url, given.keys, given.poll, given.out)
    else:
        for database, responses in itertools.product(given.database, given.responses):
            measure(database, responses)


if __name__ == "__main__":
    main()
