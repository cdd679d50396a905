"""The worker: does long work outside the web, one job after the other."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial

import click
from huey.consumer import Consumer

from consult.commands.office import office
from consult.services.jobs import children, working
from consult.services.jobs import queue as jobs_queue
from consult.services.jobs.places import Places, on_duty
from consult.services.releasing import making
from consult.services.reporting import making as reporting

_QUICK, _SLOW = 0.1, 1.0  # seconds between two looks into an empty queue


@click.command()
@click.option("--beside", is_flag=True, hidden=True, help="End when standard input does: with the server.")
def work(*, beside: bool) -> None:
    """Do the long work: freezes, analyses, publications. Run it beside `consult serve --without-worker`."""
    with office() as opened:
        places = Places(opened.config.instance)
        do = partial(working.work, opened.engine, places, {**making.KINDS, **reporting.KINDS})
        look = partial(working.look, opened.engine, places)
        clean = partial(working.clean, opened.engine, places)
        queue = jobs_queue.queue(opened.engine, places, do, look, clean)
        consumer = Consumer(queue, workers=1, initial_delay=_QUICK, max_delay=_SLOW)
        if beside:
            threading.Thread(target=_end_with_server, daemon=True).start()
        with on_duty(places):
            try:
                click.echo("Ready for work", err=True)
                consumer.run()
            finally:
                children.stop()


def _end_with_server() -> None:
    """Wait until the server that started this worker is gone, however it went, and go too."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


@contextlib.contextmanager
def worker_beside() -> Iterator[None]:
    """Keep a worker as long as the block lasts; it also ends if this process is killed."""
    command = [sys.executable, "-m", "consult.cli", "work", "--beside"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:  # noqa: S603  our own program
        try:
            yield
        finally:
            if process.stdin:
                process.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            process.kill()
