"""Long work outside the web: nothing runs twice, nothing is lost with its worker, nothing private leaves."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, insert
from sqlalchemy.exc import IntegrityError
from stores import Poll

from consult.errors import ConsultError
from consult.services import database
from consult.services.jobs import children, queue, rows, working
from consult.services.jobs import places as jobs_places
from consult.services.jobs.places import Places
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import releases
from consult.tables import Job, Wave


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)


def ask(poll: Poll, places: Places, kind: str = "quality") -> Job:
    with database.session(poll.engine) as session:
        return rows.ask(session, places, session.get_one(Wave, poll.wave.id), kind, None)


def now(poll: Poll, places: Places, job_id: int) -> Job:
    with database.session(poll.engine) as session:
        return rows.settle(session, places, session.get_one(Job, job_id))


def test_the_same_is_not_asked_for_twice(poll: Poll, places: Places) -> None:
    job = ask(poll, places)
    with pytest.raises(ReleasingError, match="busy"):
        ask(poll, places)
    ask(poll, places, "microdata")
    working.work(poll.engine, places, {"quality": lambda _: 7}, job.id)
    assert (now(poll, places, job.id).state, now(poll, places, job.id).result_id) == ("done", 7)
    ask(poll, places)


def test_the_database_itself_refuses_a_second_one(poll: Poll, places: Places) -> None:
    job = ask(poll, places)
    row = {
        c.key: getattr(job, c.key)
        for c in Job.__table__.columns
        if c.key not in {"id", "account_id", "result_id"}
    }
    with pytest.raises(IntegrityError), database.write(poll.engine) as connection:
        connection.execute(insert(Job).values(**row))


def test_two_workers_do_a_job_once(poll: Poll, places: Places) -> None:
    job, done = ask(poll, places), []

    def slowly(task: working.Task) -> None:
        done.append(task.job.id)
        time.sleep(0.3)

    workers = [
        threading.Thread(
            target=working.work, args=(poll.engine, places, {"quality": slowly}, job.id), daemon=True
        )
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert done == [job.id]
    assert now(poll, places, job.id).state == "done"


def fault(_task: working.Task) -> int:
    raise KeyError("words of a child")


def told(_task: working.Task) -> int:
    raise ConsultError("the poll is gone")


def refused(_task: working.Task) -> int:
    raise working.RefusedError("unsafe", "cell a: too small")


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        (fault, "failed fault:KeyError (test_jobs.py:"),
        (told, "failed told:the poll is gone"),
        (refused, "refused unsafe:cell a: too small"),
    ],
)
def test_a_job_says_why_it_ended(poll: Poll, places: Places, kind, ends: str, caplog) -> None:
    job = ask(poll, places)
    working.work(poll.engine, places, {"quality": kind}, job.id)
    found = now(poll, places, job.id)
    assert f"{found.state} {found.reason}".startswith(ends)
    assert "words of a child" not in found.reason + found.log + caplog.text
    with database.session(poll.engine) as session:
        rows.again(session, places, session.get_one(Job, job.id), None)
    assert now(poll, places, job.id).state == "waiting"


def test_progress_and_log_stand_in_the_row(poll: Poll, places: Places) -> None:
    job = ask(poll, places)

    def work(task: working.Task) -> None:
        task.report.step("looking", 4)
        task.report.line(f"wrote {places.instance}/releases/x")
        seen = now(poll, places, task.job.id)
        assert (seen.state, seen.step, seen.total) == ("running", "looking", 4)
        for number in range(1000):
            task.report.line(str(number))

    working.work(poll.engine, places, {"quality": work}, job.id)
    found = now(poll, places, job.id)
    assert found.state == "done", found.reason
    lines = found.log.splitlines()
    assert len(lines) == rows.MOST_LINES
    assert lines[-1] == "999"
    assert str(places.instance) not in found.log


# ---- real workers ----


@pytest.fixture
def worker(poll: Poll, places: Places, database_url: str) -> Iterator[object]:
    """Give a function that starts a real worker on this database."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ, "CONSULT_INSTANCE": str(places.instance), "CONSULT_DATABASE_URL": database_url,
        "CONSULT_KEY_FOLDER": str(places.instance / "keys"),
    }  # fmt: skip

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "consult.cli", "work"]
        started.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.wait(timeout=20)


def until(poll: Poll, places: Places, job_id: int, *wanted: str) -> Job:
    end = time.monotonic() + 60
    while (found := now(poll, places, job_id)).state not in wanted and found.step not in wanted:
        assert time.monotonic() < end, f"{found.state} {found.step} {found.reason}"
        time.sleep(0.05)
    return found


def test_a_killed_worker_leaves_its_job_to_be_started_again(poll: Poll, places: Places, worker) -> None:
    with database.session(poll.engine) as session:
        job = releases.start(session, places, session.get_one(Wave, poll.wave.id), None)
    queue.tell(poll.engine, places, job.id)
    assert not jobs_places.is_anybody_on_duty(places)
    first = worker()
    until(poll, places, job.id, "analysing")
    assert jobs_places.is_anybody_on_duty(places)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert until(poll, places, job.id, "interrupted").result_id is None
    assert not jobs_places.is_anybody_on_duty(places)
    with database.session(poll.engine) as session:
        rows.again(session, places, session.get_one(Job, job.id), None)
    worker()  # the job was told to nobody: a worker looks when it starts
    until(poll, places, job.id, "running")


def test_an_analysis_that_outlives_its_worker_keeps_the_job(
    poll: Poll, places: Places, tmp_path: Path
) -> None:
    job = ask(poll, places)
    (tmp_path / "lasting.py").write_text("import time\ntime.sleep(1.5)\n")
    code = (
        "import os, sys, subprocess; from pathlib import Path; from consult.services.jobs import places as p\n"
        f"with p.at_work(p.Places(Path({str(tmp_path)!r})), {job.id}) as held:\n"
        f"    subprocess.Popen([sys.executable, {str(tmp_path / 'lasting.py')!r}], pass_fds=(held,))\n"
        "    os.kill(os.getpid(), 9)"
    )
    with database.session(poll.engine) as session:
        assert rows.claim(session, job.id)
    subprocess.run([sys.executable, "-c", code], check=False)
    assert now(poll, places, job.id).state == "running"
    until(poll, places, job.id, "interrupted")


# ---- what passes outside ----


def test_the_queue_holds_numbers_and_no_code(database: Engine, places: Places) -> None:
    made = queue.queue(database, places, look=lambda: None)
    made.tell(41)
    (message,) = made.storage.enqueued_items()
    assert b'"work_on", [41]]' in bytes(message).replace(b"consult.services.jobs.queue.", b"")
    seen: list[int] = []
    other = queue.queue(database, places, work=seen.append, look=lambda: None)
    other.execute(other.dequeue())
    assert seen == [41]
    for each in (made, other):
        each.storage.close()


def test_a_queue_that_takes_nothing_stops_nobody(database: Engine, places: Places, monkeypatch) -> None:
    def down(*_given: object, **_named: object) -> None:
        raise psycopg.OperationalError("no such server")

    monkeypatch.setattr(queue, "PostgresHuey", down)
    monkeypatch.setattr(queue, "SqliteHuey", down)
    queue.tell(database, places, 1)


def test_the_analysis_knows_no_setting_of_ours(tmp_path: Path, places: Places, monkeypatch) -> None:
    (tmp_path / "tellenv.py").write_text(
        "import os, sys\nprint(sorted(os.environ), os.umask(0), file=sys.stderr)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("CONSULT_SECRET_KEY", "secret of this office")
    monkeypatch.setenv("CONSULT_DATABASE_URL", "postgresql://nobody:password@nowhere/x")
    said: list[str] = []
    with jobs_places.at_work(places, 1) as held:
        assert held is not None
        ended = children.run(["tellenv"], said.append, held)
    assert ended.status == 0
    assert "PATH" in said[0]
    assert "CONSULT" not in said[0]
    assert said[0].endswith(str(0o077))
