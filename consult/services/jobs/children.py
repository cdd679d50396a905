"""Running the analysis as a process of its own: followed line by line, stopped with its worker."""

import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

UNSAFE = 3  # the exit status by which the analysis says: this may not leave
_NICE = 10  # answers of children come before our numbers
_KEPT = 12  # last lines kept, to tell why it stopped
_PRIVATE = 0o077
_running: set[subprocess.Popen[str]] = set()
_lock = threading.Lock()
_stopping = threading.Event()


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its status (negative: the signal that ended it), and its last lines."""

    status: int
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        """What it said at the end."""
        return "\n".join(self.lines)


def run(words: Sequence[str], say: Callable[[str], None], held: int, out: Path | None = None) -> Ended:
    """Run `python -m WORDS` to its end; `say` gets every line, `out` what it prints as its result.

    `held` is the job's lock: the process holds it too, so that nobody takes the job for free while it lives.
    """
    if _stopping.is_set():
        return Ended(-signal.SIGTERM, ())
    with (out or Path(os.devnull)).open("w", encoding="utf-8") as result:
        process = subprocess.Popen(  # noqa: S603  our own program, and words of ours alone
            [sys.executable, "-m", *words],
            stdin=subprocess.DEVNULL,
            stdout=result,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=_environment(),
            pass_fds=(held,),
            umask=_PRIVATE,
        )
    os.setpriority(os.PRIO_PROCESS, process.pid, _NICE)
    with _lock:
        _running.add(process)
    try:
        return _followed(process, say)
    finally:
        with _lock:
            _running.discard(process)


def _followed(process: subprocess.Popen[str], say: Callable[[str], None]) -> Ended:
    last: deque[str] = deque(maxlen=_KEPT)
    with process:
        for line in process.stderr or ():
            last.append(line.rstrip())
            say(line.rstrip())
    return Ended(process.returncode, tuple(last))


def _environment() -> dict[str, str]:
    """Give it what a Python program needs, and no setting of ours: it knows no database and no secret."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("CONSULT_", "FLASK_"))}


def stop() -> None:
    """End every process that is running, and start no other: the worker is going."""
    _stopping.set()
    with _lock:
        running = list(_running)
    for process in running:
        process.terminate()


def is_stopping() -> bool:
    """Say whether the worker has been told to go."""
    return _stopping.is_set()
