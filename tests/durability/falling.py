"""A process that falls: forked, and killed by itself with signal 9 at a point that the test chooses."""

import os
import signal
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, event
from stores import Poll, child

from consult.services import database, dialogues  # noqa: F401  loaded before the fork
from consult.services.collecting import pool
from consult.services.collecting.keyring import Keyring
from consult.services.freezing import freezes
from consult.tables import responses as final
from consult.tables import texts


@dataclass
class Steps:
    """Counts the steps that a process takes, and lets it fall at one of them."""

    falls_at: int | None
    taken: list[str] = field(default_factory=list)

    def step(self, name: str) -> None:
        if len(self.taken) == self.falls_at:
            os.kill(os.getpid(), signal.SIGKILL)
        self.taken.append(name)


@contextmanager
def watched(engine: Engine, steps: Steps) -> Iterator[None]:
    """Count every statement, begin and commit of an engine, and every act of its keyring, before and after."""
    listeners = {
        "before_cursor_execute": lambda *_: steps.step("before a statement"),
        "after_cursor_execute": lambda *_: steps.step("after a statement"),
        "commit": lambda *_: steps.step("before the commit"),
    }
    for name, listener in listeners.items():
        event.listen(engine, name, listener)
    real = {name: getattr(Keyring, name) for name in ("create", "destroy", "adopt")}
    with pytest.MonkeyPatch.context() as patience:
        for name, method in real.items():
            patience.setattr(Keyring, name, _counted(name, method, steps))
        yield
    for name, listener in listeners.items():
        event.remove(engine, name, listener)


def _counted(name: str, method: Callable, steps: Steps) -> Callable:
    def counted(self, *args):
        steps.step(f"before {name} of a key")
        given = method(self, *args)
        steps.step(f"after {name} of a key")
        return given

    return counted


def fork() -> int:
    """Fork, without the warning of newer Pythons that other threads do not come along: none is needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def fall(engine: Engine, act: Callable[[], object], at: int) -> bool:
    """Do something in a forked process that falls at a step; say whether it came so far."""
    child_process = fork()
    if not child_process:
        try:
            with watched(engine, Steps(at)):
                act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child_process, 0)
    return os.WIFSIGNALED(status)


def fill(poll: Poll, first: int, number: int) -> None:
    """Let children answer and write, with nothing moving on to the final tables."""
    with pytest.MonkeyPatch.context() as patience:
        patience.setattr(pool, "MIXES", {name: pool.Mix(10_000, 0) for name in pool.MIXES})
        for each in range(first, first + number):
            poll.send(child(each, words=str(each)))


def start_again(poll: Poll) -> None:
    """Forget what this process knows, as one that starts after a crash."""
    ring = database.keyring(poll.engine)
    ring._ciphers.clear()
    ring._secrets.clear()


def assert_each_once(poll: Poll, expected: range) -> None:
    """Close the poll and find every child's answers and words exactly once."""
    start_again(poll)
    with database.session(poll.engine) as session:
        freezes.close(session, poll.wave.code)
    assert Counter(row.answers["age_n"] for row in poll.all(final.c.answers)) == Counter(expected)
    assert Counter(int(row.text) for row in poll.all(texts.c.text)) == Counter(expected)
