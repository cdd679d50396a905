"""A running `consult serve` for the tests, with the bundled poll open under the code `safe`."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

EXIT = "https://leave.example.org/"
CONTACTS = """country,name,phone,url,hours,languages,checked_on
,International test contact,,https://help.example.org,,,2026-11-01
KE,Test contact Kenya,000,https://ke.example.org,24 h,en,2026-11-01
"""


@dataclass(frozen=True)
class Server:
    """Where it answers, where it keeps its things, and how to give it commands."""

    url: str
    folder: Path
    environment: dict[str, str]

    def consult(self, *words: str) -> str:
        """Run the `consult` command in the server's place and give what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "consult.cli", *words],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if process.poll() is not None:
            pytest.fail(f"the server stopped with exit code {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:  # not there yet, or too busy to answer in time
            time.sleep(0.1)
    pytest.fail("the server did not answer within 20 seconds")


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Set up an office in a folder, open the bundled poll and serve it on a free port."""
    (folder / "contacts.csv").write_text(CONTACTS)
    environment = {
        **os.environ,
        "CONSULT_INSTANCE": str(folder / "instance"),
        "CONSULT_EXIT_URL": EXIT,
        "CONSULT_ORGANISATION": "Test office",
    }
    port = free_port()
    place = Server(f"http://127.0.0.1:{port}", folder, environment)
    place.consult("init")
    place.consult("open", "online_safety", "--code", "safe", "--contacts", str(folder / "contacts.csv"))
    process = subprocess.Popen(
        [sys.executable, "-m", "consult.cli", "serve", "--port", str(port)],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(f"{place.url}/healthz", process)
        yield place
    finally:
        process.terminate()
        process.wait(timeout=20)
