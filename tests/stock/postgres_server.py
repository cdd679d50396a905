"""A running PostgreSQL and the databases that tests make on it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url


@dataclass(frozen=True)
class Postgres:
    """A running server: its address, and its data folder where that is ours to read."""

    url: str
    folder: Path | None

    def make(self, template: str = "template0") -> str:
        """Make a fresh database and give its address."""
        name = f"consult_{secrets.token_hex(6)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def keep(self, url: str) -> Callable[[], None]:
        """Copy a database to which nobody is connected; give what makes it anew from the copy."""
        name, kept = make_url(url).database, make_url(self.make(str(make_url(url).database))).database

        def renew() -> None:
            self.drop(url)
            self.run(f"CREATE DATABASE {name} TEMPLATE {kept}")

        return renew

    def drop(self, url: str) -> None:
        """Remove a database that make() made."""
        self.run(f"DROP DATABASE IF EXISTS {make_url(url).database} WITH (FORCE)")

    def run(self, *statements: str) -> None:
        """Run statements outside any transaction."""
        server = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        server.dispose()
