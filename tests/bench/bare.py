"""What everything is compared with: a Flask view that says hello, and one that stores a row and says thank you.

Same server, same settings, same engine (so the same durability and, on SQLite, the same queue of writers) as
Consult; nothing else.
"""

import secrets
import sys
from functools import partial
from pathlib import Path

from flask import Flask, request
from sqlalchemy import JSON, Column, LargeBinary, MetaData, Table, insert

from consult.commands import gunicorn_server
from consult.services import database

TABLE = Table(
    "bare",
    MetaData(),
    Column("id", LargeBinary, primary_key=True),
    Column("answers", JSON, nullable=False),
    sqlite_with_rowid=False,
)


def make(url: str, keys: str) -> Flask:
    app = Flask(__name__)
    engine = database.engine(url, Path(keys))

    @app.get("/hello")
    def hello() -> str:
        return "hello"

    @app.post("/insert")
    def store() -> str:
        with database.write(engine) as connection:
            row = {"id": secrets.token_bytes(16), "answers": request.form.to_dict(flat=False)}
            connection.execute(insert(TABLE), row)
        return "thank you"

    return app


if __name__ == "__main__":
    url, keys, port = sys.argv[1:]
    prepared = database.engine(url, Path(keys))
    TABLE.metadata.create_all(prepared)
    prepared.dispose()
    place = gunicorn_server.Place("127.0.0.1", int(port), workers=2, threads=32)
    gunicorn_server.run(partial(make, url, keys), place, ready=partial(print, "ready", flush=True))
