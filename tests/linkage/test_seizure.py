"""The linkage game on the server's side: whoever seizes the machine cannot tell which answers are whose."""

import os
import re
import resource
from collections.abc import Callable, Mapping, Sequence

import attackers
import pytest
from findings import Finding
from game import Game, a13, a15, a18, a19, backups
from planted import seeds
from proxy import installed
from stack import Stack

pytestmark = pytest.mark.postgres
NAMED = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def kind(stack: Stack) -> str:
    return stack.url.partition(":")[0].partition("+")[0]


def attacked(game: Game) -> Mapping[str, Sequence[tuple[str, list[Finding]]]]:
    """Let every attacker loose: attacker -> (what it looked at, what it found)."""
    sent, printed = game.sent, game.stack.printed
    opened, closed = game.scan(game.opened), game.scan(game.closed)
    return {
        "A1": [("closed", attackers.a1(game.closed, sent, closed))],
        "A2": [
            ("open, by time", attackers.a2_by_time(game.opened, sent)),
            ("open, by order", attackers.a2_by_rank(game.opened, sent, opened)),
            ("closed, by order", attackers.a2_by_rank(game.closed, sent, closed)),
            ("waiting", attackers.waiting(game.opened, sent, opened)),
            ("three backups", backups(game)),
        ],
        "A3": [("open", attackers.a3(opened)), ("deleted, restarted", attackers.a3(game.scan(game.deleted)))],
        "A4": [("schema", attackers.a4(game.closed))],
        "A5": [
            ("open", attackers.a5(game.opened, sent, opened)),
            ("closed", attackers.a5(game.closed, sent, closed)),
            ("closed, words with answers", attackers.a5_joined(game.closed, sent, closed)),
        ],
        "A12": [("closed", attackers.a12(game.closed, sent, closed, printed))],
        "A13": [("pool", a13(game.opened))],
        "A15": [("logs", a15(game))],
        "A18": [("deleted", a18(game))],
        "A19": [("deleted, restarted", a19(game))],
    }


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_nothing_that_is_seized_tells_who_said_what(game: Callable[..., Game], record) -> None:
    done = game()
    if not installed():
        print("NO NGINX FOUND: children met the server itself; install nginx-light for the whole stack")
    where = NAMED[kind(done.stack)]
    leaks = {
        f"{attacker}, {moment}": places
        for attacker, moments in attacked(done).items()
        for moment, found in moments
        if (places := record(attacker, f"{where}, {moment}", found, children=len(done.sent)))
    }
    assert not leaks
    assert done.answered_with >= {400, 404, 409, 413, 415, 503}


SLOW = pytest.mark.skipif(
    os.environ.get("CONSULT_PROVE") != "full", reason="in short, leaks are planted on SQLite only"
)


@pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=SLOW)], indirect=True)
def test_every_leak_that_is_planted_is_found(game: Callable[..., Game], record, database_url: str) -> None:
    """All leaks of the store at once; each must be found by its own attacker in its own place."""
    backend = "sqlite" if database_url.startswith("sqlite") else "postgresql"
    at_work = {"A1", "A2", "A3", "A4", "A5", "A12", "A13", "A15", "A18", "A19"}
    planted = [s for s in seeds().values() if s.attacker in at_work and backend in s.databases]
    idle = set() if installed() else {"proxy_logs_addresses"}
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        idle.add("remains")  # this machine lets nobody leave any
    planted = [seed for seed in planted if seed.name not in idle]
    done = game(*(seed.name for seed in planted), number=67)
    found = {
        attacker: [each.place for _moment, list_ in moments for each in list_ if each.leaks]
        for attacker, moments in attacked(done).items()
    }
    for seed in planted:
        seen = any(re.search(seed.place, place) for place in found[seed.attacker])
        record(
            seed.attacker, NAMED[backend], [Finding(seed.place, float(seen), 0)], seed=seed.says, seen=seen
        )
    missed = [s.name for s in planted if not any(re.search(s.place, place) for place in found[s.attacker])]
    assert not missed
