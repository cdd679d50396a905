"""The queue between the web and the workers: huey in a file beside SQLite, or in the same PostgreSQL.

A message holds the number of a job and nothing else. Losing one loses no work: every worker looks through the
rows when it starts and once a minute.
"""

import json
import logging
import sqlite3
from collections.abc import Callable

import psycopg
from huey import PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.registry import Message
from huey.serializer import Serializer
from sqlalchemy import Engine

from consult.services import database
from consult.services.jobs_places import Places

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
) -> Huey:
    """Open the queue; a worker names what to do with a job, and how to look for jobs without a message."""
    plain = {"name": NAME, "results": False, "serializer": _Plain()}
    if database.is_sqlite(engine):
        made = SqliteHuey(filename=str(places.jobs / "queue.db"), fsync=True, **plain)
    else:
        address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        made = PostgresHuey(dsn=address, table_prefix="queue", create_tables=look is not None, **plain)

    @made.task(name="work_on")  # type: ignore[untyped-decorator]  # huey ships no types
    def work_on(job_id: int) -> None:
        work(job_id)

    if look is not None:
        made.on_startup(name="look")(look)
        made.periodic_task(crontab(minute="*"), name="look_again")(look)
    made.tell = work_on
    return made


def tell(engine: Engine, places: Places, *jobs: int) -> None:
    """Tell the workers that jobs wait. Where that fails they find them by themselves within a minute."""
    try:
        opened = queue(engine, places)
        for job in jobs:
            opened.tell(job)
        opened.storage.close()
    except (sqlite3.Error, psycopg.Error) as error:
        log.warning("the queue took no message: %s", type(error).__name__)
