"""The queue between the web and the workers: huey in a file beside SQLite, or in the same PostgreSQL.

A message holds the number of a job and nothing else. Losing one loses no work: every worker looks through the
rows when it starts and once a minute.
"""

import json
import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import psycopg
from huey import PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import Engine

from consult.services import database
from consult.services.jobs.places import Places

log = logging.getLogger(__name__)
NAME = "consult"


class _Plain(Serializer):  # type: ignore[misc]  # as above
    """Messages as JSON: what lies in the queue can never run as code, as a pickle could."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps([data.id, data.name, list(data.args)]).encode()

    def _deserialize(self, data: bytes) -> Message:
        number, name, args = json.loads(bytes(data))
        return Message(number, name, args=tuple(args), kwargs={}, retries=0, retry_delay=0)


def queue(
    engine: Engine,
    places: Places,
    work: Callable[[int], None] = lambda _job: None,
    look: Callable[[], None] | None = None,
    clean: Callable[[], None] = lambda: None,
) -> Huey:
    """Open the queue. A worker says what to do with a job, and what every minute and every night."""
    plain = {"name": NAME, "results": False, "serializer": _Plain()}
    if database.is_sqlite(engine):
        made = SqliteHuey(filename=str(places.jobs / "queue.db"), fsync=True, **plain)
    else:
        made = _on_postgres(engine, plain, prepare=look is not None)

    @made.task(name="work_on")  # type: ignore[untyped-decorator]  # huey ships no types
    def work_on(job_id: int) -> None:
        work(job_id)

    if look is not None:
        made.on_startup(name="look")(look)
        made.periodic_task(crontab(minute="*"), name="look_again")(_named(look))
        made.periodic_task(crontab(minute="17", hour="3"), name="clean")(_named(clean))
    made.tell = work_on
    return made


def _on_postgres(engine: Engine, plain: dict[str, Any], *, prepare: bool) -> Huey:
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    settings = {"dsn": address, "table_prefix": "queue", **plain}
    try:
        return PostgresHuey(create_tables=prepare, **settings)
    except psycopg.errors.UniqueViolation:  # another worker was making the same tables at this moment
        return PostgresHuey(create_tables=False, **settings)


def _named(act: Callable[[], None]) -> Callable[[], None]:
    """Give a function of this module: huey wants to know where it stands, which a partial does not say."""

    def run() -> None:
        act()

    return run


def tell(engine: Engine, places: Places, *jobs: int) -> None:
    """Tell the workers that jobs wait. Where that fails they find them by themselves within a minute."""
    try:
        opened = queue(engine, places)
        with closing(opened.storage):
            for job in jobs:
                opened.tell(job)
    except (sqlite3.Error, psycopg.Error) as error:
        log.warning("the queue took no message: %s", type(error).__name__)
