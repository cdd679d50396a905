"""An installation of its own for each test: a folder, its settings, and the real `consult` command run in it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SETTINGS = ("CONSULT_", "FLASK_")
CONTACTS = """country,name,phone,url,hours,languages,checked_on
,Test contact of nobody,,https://help.example.org,,,2026-11-01
"""


@dataclass(frozen=True)
class Office:
    """Where `consult` runs, and with which settings."""

    folder: Path
    database_url: str | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(SETTINGS)}
        own = {"CONSULT_INSTANCE": str(self.folder / "instance"), "CONSULT_ORGANISATION": "Test office"}
        if self.database_url:
            own["CONSULT_DATABASE_URL"] = self.database_url
        return {**inherited, **own, **self.settings}

    def run(self, *words: str, module: str = "consult.cli") -> subprocess.CompletedProcess[str]:
        """Run a command as a process of its own; a traceback is never an answer."""
        done = subprocess.run(
            [sys.executable, "-m", module, *words],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=600,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def consult(self, *words: str) -> str:
        """Run a command that must succeed; give what it printed."""
        done = self.run(*words)
        assert done.returncode == 0, f"{words}: {done.stderr}"
        return done.stdout

    def refused(self, *words: str) -> str:
        """Run a command that must be refused; give the sentence it printed."""
        done = self.run(*words)
        assert done.returncode in (1, 2), f"{words} ended with {done.returncode}: {done.stdout}"
        return done.stderr

    def open(self, questionnaire: str, code: str) -> None:
        """Prepare the database, enter a contact of nobody, and open a poll."""
        (self.folder / "contacts.csv").write_text(CONTACTS)
        self.consult("init")
        self.consult("open", questionnaire, "--code", code, "--contacts", "contacts.csv")

    @contextmanager
    def serving(self, *words: str, command: str = "serve") -> Iterator["Serving"]:
        """Run the server on a free port until the test is done with it."""
        port = free_port()
        with (self.folder / "said").open("w+b") as said:
            process = subprocess.Popen(
                [sys.executable, "-m", "consult.cli", command, "--port", str(port), *words],
                env=self.environment,
                cwd=self.folder,
                stdout=said,
                stderr=said,
            )
            server = Serving(f"http://127.0.0.1:{port}", port, self.folder / "said", process)
            try:
                server.wait()
                yield server
            finally:
                process.terminate()
                process.wait(timeout=60)


@dataclass(frozen=True)
class Serving:
    """A running server, and the file with all that it says."""

    url: str
    port: int
    log: Path
    process: subprocess.Popen[bytes]

    def wait(self, path: str = "healthz") -> None:
        """Wait until it answers, at most half a minute."""
        for _ in range(300):
            assert self.process.poll() is None, self.said()
            try:
                with urllib.request.urlopen(f"{self.url}/{path}", timeout=30):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise AssertionError(f"no answer from the server: {self.said()}")

    def said(self) -> str:
        """Give all that it has printed so far."""
        return self.log.read_text()


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
