"""The real stack of the game: children before nginx before `consult serve` before SQLite or PostgreSQL."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import planted
import proxy
from browser_server import EXIT, free_port, wait_for
from children import CODE, Child, Sent, children, questionnaire, visit
from sqlalchemy import Engine
from web_site import CONTACTS

from consult.services import consultations, database
from consult.services.collecting import codes
from consult.services.fieldwork import contacts
from consult.survey import questionnaire as survey
from consult.survey.answers import VERSION_LENGTH
from consult.tables import Wave

HERE = Path(__file__).parent
DELETE_ON = date(2099, 6, 1)


@dataclass
class Stack:
    """One installation: where its things lie, what was planted in it, and where children find it."""

    folder: Path
    url: str
    seeds: frozenset[str] = frozenset()
    port: int = 0
    server: int = 0  # the process that children's requests end in
    sent: list[Sent] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)  # slips, in the order of the printed file

    @property
    def instance(self) -> Path:
        return self.folder / "instance"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def environment(self) -> dict[str, str]:
        """Give the settings of this installation, and a folder of its own for everything temporary."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("CONSULT_")},
            "CONSULT_INSTANCE": str(self.instance),
            "CONSULT_KEY_FOLDER": str(self.folder / "keys"),
            "CONSULT_DATABASE_URL": self.url,
            "CONSULT_EXIT_URL": EXIT,
            "CONSULT_ORGANISATION": "Test office",
            "CONSULT_SECRET_KEY": "for tests " * 4,
            "CONSULT_PROXY_HOPS": "1" if proxy.installed() else "0",
            "TMPDIR": str(self.folder / "tmp"),
            "PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent / "stock")]),
        }

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Open its database behind the server's back, as its other commands do."""
        made = database.engine(self.url, self.folder / "keys")
        try:
            with planted.growing(self.seeds):
                yield made
        finally:
            made.dispose()


@cache
def version() -> str:
    """Give the version that the poll's pages post."""
    return survey.load(questionnaire()).digest[:VERSION_LENGTH]


def prepare(
    folder: Path,
    url: str,
    slips: int,
    seeds: Sequence[str] = (),
    document: Mapping[str, object] | None = None,
) -> Stack:
    """Open the poll in a database that has all tables, print slips, and plant what is to be planted.

    Without slips children come in by the open link.
    """
    made = Stack(folder, url, frozenset(seeds))
    for path in (made.instance, made.logs, folder / "tmp", folder / "proxy"):
        path.mkdir(parents=True, exist_ok=True)
    with made.engine() as engine, database.session(engine) as session:
        contacts.load_contacts(session, CONTACTS)
        wave = consultations.open_poll(
            session,
            document or questionnaire(),
            organisation="Test office",
            promised_on=date(2099, 3, 5),
            delete_on=DELETE_ON,
            code=CODE,
            synthetic=True,
        )
        if slips:
            with database.writing(session):
                session.get_one(Wave, wave.id).mode = "codes"
            made.printed = codes.issue(session, wave.id, slips, date.today())
        planted.alter(engine, made.seeds)
    return made


def _may_leave_remains() -> None:
    """Let a crash write memory to a file as far as this machine allows: not to do so is the server's own task."""
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


@contextmanager
def serving(stack: Stack, workers: int) -> Iterator[Stack]:
    """Start the documented command and the proxy before it; pull the plug of both."""
    behind = free_port()
    start = (
        [str(HERE / "planted.py"), ",".join(sorted(stack.seeds))] if stack.seeds else ["-m", "consult.cli"]
    )
    words = [sys.executable, *start, "serve", "--port", str(behind), "--workers", str(workers)]
    with (stack.logs / "server.txt").open("ab") as log:
        process = subprocess.Popen(
            [*words, "--without-worker"],
            env=stack.environment,
            cwd=stack.folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_may_leave_remains,  # noqa: PLW1509  a line of Python that takes no lock
        )
    try:
        wait_for(f"http://127.0.0.1:{behind}/healthz", process)
        stack.server = process.pid
        talks = "proxy_logs_addresses" in stack.seeds
        with proxy.before(behind, stack.folder / "proxy", talks=talks) as port:
            stack.port = port
            yield stack
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)


def play(
    stack: Stack, number: int, seed: int, *, rest: float = 0.0, after: Callable[[int], object] | None = None
) -> list[Child]:
    """Let children come one after the other, each at her own time; `after` is called with how many came."""
    chance = random.Random(seed)
    slips = chance.sample(
        stack.printed, number
    )  # drawn from a hat: not in the order in which they were printed
    made = children(number, slips, seed)
    for child in made:
        time.sleep(chance.expovariate(1 / rest) if rest else 0)
        stack.sent.append(visit(child, ("127.0.0.1", stack.port), version()))
        if after:
            after(child.place + 1)
    assert {each.status for each in stack.sent} == {200}
    return made
