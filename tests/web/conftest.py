"""A real app on a real SQLite database, with two open polls: the bundled one and one with every kind."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import every_kind
import pytest
from child_pages import Phone
from web_site import BUNDLED, CONTACTS, PROMISED, Site

from consult import create_app
from consult.config import Config
from consult.services import consultations, database
from consult.services.fieldwork import contacts
from consult.web import polls


@pytest.fixture(scope="session")
def stocked(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a database in which both polls are open."""
    folder = tmp_path_factory.mktemp("stocked")
    shutil.copy(prepared, folder / "consult.db")
    engine = database.engine(f"sqlite:///{folder / 'consult.db'}", folder / "keys")
    with database.session(engine) as session:
        contacts.load_contacts(session, CONTACTS)
        for code, document in (("safe", json.loads(BUNDLED.read_text())), ("kinds", every_kind.document())):
            consultations.open_poll(
                session,
                document,
                organisation="Test “office” <b>",
                promised_on=PROMISED,
                delete_on=date(2099, 6, 1),
                code=code,
                synthetic=True,
            )
    engine.dispose()
    return folder


@pytest.fixture
def site(stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Give an app that asks its database anew for every request, so that a test sees its own changes."""
    monkeypatch.setattr(polls, "FRESH", 0.0)
    folder = tmp_path / "office"
    shutil.copytree(stocked, folder)
    config = Config(
        instance=folder,
        key_folder=folder / "keys",
        database_url=f"sqlite:///{folder / 'consult.db'}",
        secret_key="for tests " * 4,
        exit_url="https://leave.example.org/",
    )
    app = create_app(config)
    made = Site(app, Phone(app), folder / "consult.db")
    yield made
    made.engine.dispose()
