"""One game from beginning to end: children answer, the machine is seized at three moments, faults are forced."""

import http.client
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import attackers
import stack as stacks
from children import CODE, FORM, LANGUAGE, Child, Sent, children, form, fresh_seed
from findings import Finding
from postgres_server import Postgres
from searching import Search, forms
from seizure import Seizure, take
from stack import DELETE_ON, Stack, play, prepare, serving, version

from consult.services import database
from consult.services.backups import copying
from consult.services.freezing import freezes
from consult.services.jobs.places import Places
from consult.services.planning import retention

Way = Callable[[Child], int]
SPARE = 40  # slips that nobody uses


@dataclass
class Game:
    """What was played, what was seized while the poll was open, closed and deleted, and what faults left."""

    stack: Stack
    opened: Seizure
    closed: Seizure
    deleted: Seizure
    angry: list[Child]
    answered_with: set[int]
    core_limit: int
    scans: dict[str, attackers.Scan] = field(default_factory=dict)

    @property
    def sent(self) -> list[Sent]:
        return self.stack.sent

    def scan(self, seizure: Seizure) -> attackers.Scan:
        """Search a seizure once."""
        if seizure.moment not in self.scans:
            self.scans[seizure.moment] = attackers.scan(seizure, self.sent)
        return self.scans[seizure.moment]


def played(folder: Path, url: str, number: int, server: Postgres | None, *, seeds: tuple[str, ...] = (), full: bool = False) -> Game:  # fmt: skip
    """Play with so many children; a third and two thirds on, and at the end, the office makes a backup.

    In full children take their time, there are two workers, and the server starts anew at the end.
    """
    stack, seed = prepare(folder, url, number + SPARE, seeds), fresh_seed()
    copies = {number // 3: 1, 2 * number // 3: 2, number: 3}
    with serving(stack, 1 + full):
        play(stack, number, seed, rest=0.03 * full, after=lambda came: _copy(stack, copies.get(came)))
        opened = take(stack, "open", server)
        angry = children(8, stack.printed[-8:], seed + 1)
        answered = faults(stack, angry)
        core_limit = _core_limit(stack.server)
        with stack.engine() as engine, database.session(engine) as session:
            freezes.close(session, CODE)
        closed = take(stack, "closed", server)
        with stack.engine() as engine, database.session(engine) as session:
            retention.forget(session, Places(stack.instance), DELETE_ON)
        deleted = take(stack, "deleted", server)
    if full:
        with serving(stack, 1):  # what was kept in memory only is gone with the process
            deleted = take(stack, "deleted", server)
    return Game(stack, opened, closed, deleted, angry, answered, core_limit)


def _copy(stack: Stack, number: int | None) -> None:
    if number:
        (stack.folder / "backups").mkdir(exist_ok=True)
        target = stack.folder / "backups" / str(number)
        with stack.engine() as engine:
            copying.back_up(engine, stack.instance, target, None, date.today())


def faults(stack: Stack, angry: list[Child]) -> set[int]:
    """Force failures at every step of children whose words must be in no log; give the statuses seen."""
    ways: list[Way] = [
        lambda child: _away(stack, "pool", child),
        lambda child: _away(stack, "spent_keys", child),
        lambda child: _away(stack, "slip_codes", child),
        lambda child: _post(stack, child, form(child, version()) + b"&%zz=" + child.words.encode()),
        lambda child: _post(stack, child, child.words.encode() * 8000),
        lambda child: _post(stack, child, form(child, version()), kind="text/plain"),
        lambda child: _post(
            stack, child, form(child, "0" * 16), path=f"/{LANGUAGE}/{CODE}?said={child.mark}"
        ),
        lambda child: _post(
            stack, child, b"\xff\x00" + child.words.encode(), path=f"/{LANGUAGE}/{child.key}"
        ),
    ]
    return {way(child) for way, child in zip(ways, angry, strict=True)}


def _away(stack: Stack, table: str, child: Child) -> int:
    """Send while a table is missing."""
    with stack.engine() as engine:
        _rename(engine, table, f"{table}_away")
        try:
            return _post(stack, child, form(child, version()))
        finally:
            _rename(engine, f"{table}_away", table)


def _rename(engine: stacks.Engine, old: str, new: str) -> None:
    with database.write(engine) as connection:
        connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")


def _post(
    stack: Stack, child: Child, body: bytes, path: str = f"/{LANGUAGE}/{CODE}", kind: str = FORM
) -> int:
    own = {
        "User-Agent": child.agent,
        "Accept-Language": child.accept,
        "Content-Type": kind,
        "Cookie": child.key,
    }
    place = ("127.0.0.1", stack.port)
    with closing(http.client.HTTPConnection(*place, timeout=30, source_address=(child.address, 0))) as line:
        line.request(
            "POST", path, body, own | {"Referer": f"http://127.0.0.1/{child.words.replace(' ', '-')}"}
        )
        reply = line.getresponse()
        reply.read()
        return reply.status


def _core_limit(process: int) -> int:
    """Give how many bytes of memory the server may leave in a file when it crashes."""
    lines = Path(f"/proc/{process}/limits").read_text(encoding="ascii").splitlines()
    soft = next(line for line in lines if line.startswith("Max core file size")).split()[4]
    return -1 if soft == "unlimited" else int(soft)


def a13(seizure: Seizure) -> list[Finding]:
    """Count how many lengths the sealed entries of each pool have, beyond one."""
    findings = []
    for row in seizure.tables["pool"]:
        entries, sizes = bytes(row["entries"]), set()  # type: ignore[call-overload]
        while entries:
            size = int.from_bytes(entries[:4], "big")
            sizes.add(size)
            entries = entries[4 + size :]
        findings.append(Finding(f"pool.{row['store']}", max(len(sizes) - 1, 0), 0))
    return findings


def a15(game: Game) -> list[Finding]:
    """Look for the words of children whose sending failed in every log; and whether failures were logged at all."""
    patterns = {shape: child.place for child in game.angry
                for words in (child.agent, child.accept, child.key, child.words, child.words.replace(" ", "+"))
                for shape in forms(words)}  # fmt: skip
    search = Search(patterns)
    files = {
        name: data for name, data in game.deleted.files.items() if "log" in name or name.startswith("proxy")
    }
    said = game.deleted.files["logs/server.txt"]
    silent = not game.answered_with & {500, 503} or not (said or game.stack.seeds)
    return [
        Finding("a failure left no line at all", float(silent), 0),
        *(Finding(name, len(list(search.hits(data))), 0) for name, data in files.items()),
    ]


def a18(game: Game) -> list[Finding]:
    """Look for children's words after deletion, in every file but the office's own backups and PostgreSQL's log."""
    counted = {
        name: sum(len(at) for (kind, _who), at in spots.items() if kind in attackers.STORES)
        for name, spots in game.scan(game.deleted).items()
        if not name.startswith("backups/") and "pg_wal/" not in name
    }
    return [Finding(name, hits, 0) for name, hits in counted.items()]


def a19(game: Game) -> list[Finding]:
    """Look for a list of whoever sent, on the disk or in the remains of a crash."""
    crash = Finding("bytes of memory in the remains of a crash", float(game.core_limit != 0), 0)
    limits = attackers.a3(game.scan(game.deleted))
    return [crash, *(each for each in limits if not each.place.startswith(("logs/", "proxy/")))]


def backups(game: Game) -> list[Finding]:
    """Compare each backup with the one before: a step of fewer than ten children would show them."""
    known: set[int] = set()
    findings = []
    for number in "123":
        name = f"backups/{number}/consult.db"
        spots = game.scan(game.closed)[name]
        now = {arrival for (kind, arrival), _at in spots.items() if kind == "responses"}
        findings.append(Finding(f"children in {name} alone", float(0 < len(now - known) < 10), 0))
        known |= now
    return findings
