"""A real app for the web tests, and a look behind it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from child_pages import Phone
from flask import Flask
from sqlalchemy import Engine, create_engine, text

import consult
from consult.services import database
from consult.services.freezing import freezes

BUNDLED = Path(consult.__file__).parent / "questionnaires" / "online_safety.json"
PROMISED = date(2099, 3, 5)
CONTACTS = [
    {
        "country": "",
        "name": "International test contact",
        "phone": "",
        "url": "https://help.example.org/",
        "checked_on": "2026-11-01",
    },
    {
        "country": "KE",
        "name": "Test contact Kenya",
        "phone": "+000 (0) 11",
        "url": "https://ke.example.org",
        "hours": "8–20",
        "checked_on": "2026-11-01",
    },
]


@dataclass
class Site:
    """An app, a phone at it, and a look into its database."""

    app: Flask
    phone: Phone
    file: Path

    @property
    def engine(self) -> Engine:
        return self.app.extensions["consult-polls"].engine

    def run(self, *statements: str) -> None:
        """Do something to the database behind the app's back."""
        behind = create_engine(f"sqlite:///{self.file}")
        with behind.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
        behind.dispose()

    def close(self, code: str) -> None:
        """Close a poll as the office does."""
        with database.session(self.engine) as session:
            freezes.close(session, code)

    def stored(self) -> int:
        """Count the submissions taken in: every accepted key is spent once."""
        with self.engine.connect() as connection:
            return connection.scalar(text("SELECT count(*) FROM spent_keys")) or 0

    def version(self, code: str) -> str:
        return self.app.extensions["consult-polls"].live(code).questionnaire.digest[:16]
