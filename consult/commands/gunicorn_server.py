"""Gunicorn started from Python, so that no setting that would log a child's address can be forgotten."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn's own heartbeat file; memory never waits for a busy disk


class SilentLogger(Logger):  # type: ignore[misc]
    """Gunicorn's log without its warnings: they name the address of whoever sent a malformed request."""

    def warning(self, msg: str, *args: object, **kwargs: object) -> None:
        """Write nothing."""

    def access(self, *args: object, **kwargs: object) -> None:
        """Write nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how wide to serve."""

    host: str
    port: int
    workers: int
    threads: int

    def settings(self) -> dict[str, Any]:
        """Give gunicorn's settings: threads, because a slow phone should hold a connection and no process."""
        return {
            "bind": f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}",
            "worker_class": "gthread",
            "workers": self.workers,
            "threads": self.threads,
            "accesslog": None,
            "loglevel": "error",
            "logger_class": SilentLogger,
            "control_socket_disable": True,
            "worker_tmp_dir": str(MEMORY) if MEMORY.is_dir() else tempfile.gettempdir(),
            "proc_name": "consult",
        }


class Server(BaseApplication):  # type: ignore[misc]
    """One application under gunicorn; each worker makes its own, so that no connection survives a fork."""

    def __init__(self, make_app: "Callable[[], WSGIApplication]", settings: dict[str, Any]) -> None:
        self._make_app = make_app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Take the settings given, and nothing from the environment or a file."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """Make the application, in the worker."""
        return self._make_app()


def run(make_app: "Callable[[], WSGIApplication]", place: Place, ready: Callable[[], None]) -> None:
    """Serve until told to stop; ``ready`` is called once the port is open."""
    settings = place.settings() | {"when_ready": lambda _arbiter: ready()}
    Server(make_app, settings).run()
