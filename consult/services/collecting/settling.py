"""Taking the last traces of order out of the database files.

In SQLite the final tables are ordered by their random keys, and what is left is the write-ahead log.
PostgreSQL keeps rows where they were inserted and stamps each with its transaction, so batches stay in the
order in which they came until the rows are written again in one transaction, ordered by their random ids. The
old rows' bytes would still lie in the pages as they did before, dead: so the tables then go into new files.
"""

from sqlalchemy import Engine, Table, delete, insert, select

from consult.services import database
from consult.tables import responses, texts


def settle(engine: Engine, *wave_ids: int, full: bool = True) -> None:
    """Make the place of these waves' rows say nothing of when they came, as far as the database allows.

    Without `full` PostgreSQL keeps the bytes of dead rows until the next daily purge.
    """
    if database.is_sqlite(engine):
        empty_log(engine)
        return
    for wave_id in wave_ids:
        for table in (responses, texts):  # two transactions: nothing may tie a text to a response
            _rewrite(engine, table, wave_id)
    vacuum(engine, full=full)


def _rewrite(engine: Engine, table: Table, wave_id: int) -> None:
    taken = delete(table).where(table.c.wave_id == wave_id).returning(*table.c).cte("taken")
    columns = [column.name for column in table.c]
    with database.write(engine) as connection:
        connection.execute(insert(table).from_select(columns, select(taken).order_by(taken.c.id)))


def vacuum(engine: Engine, *, full: bool = False) -> None:
    """Give up the dead rows of the final tables (PostgreSQL); `full` writes new files and unlinks the old.

    While new files are written a batch that is due waits; children's answers go into the pool as always.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (responses, texts):
            connection.exec_driver_sql(f"VACUUM {'(FULL) ' if full else ''}{table.name}")


def empty_log(engine: Engine) -> None:
    """Move SQLite's write-ahead log into the database and cut it to nothing, unless a reader holds it."""
    with database.write_lock(engine):
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout = 0")  # a long reader must not hold up the writers behind us
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
            cursor.execute(f"PRAGMA busy_timeout = {database.BUSY_TIMEOUT}")
        finally:
            connection.close()
