"""The office for the tests: an app on a stocked database, and people of every role who are signed in to it.

The stocked consultation is `CONSULTATION` (its id); `FOREIGN` is another in which only the others work. What a
room's pages need to show is added by `STOCK`: functions (session) called once, in this order.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import dialogues_stock
import editing_stock
import every_kind
import exchange_stock
import indicators_stock
import moderating_stock
import paper_stock
import planning_stock
import tablets_stock
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from stocked_results import add_results
from web_site import CONTACTS

from consult import create_app
from consult.config import Config
from consult.services import consultations, database, settings
from consult.services.fieldwork import contacts
from consult.services.people import accounts, invitations, passwords, sessions
from consult.tables import ROLES, Account, Consultation

CONSULTATION = 1
FOREIGN = 2
EVERYBODY = (*ROLES, "administrator")
TITLES = {CONSULTATION: "Our town", FOREIGN: "Their town"}
PASSWORD = "quiet river under snow"
SECRET = "for tests " * 4
COSTLY = passwords.hasher
# Additions of the rooms: each is called with a session, after both consultations and all accounts are there.
STOCK: list[Callable[[Session], None]] = [
    editing_stock.add,
    planning_stock.add,
    add_results,
    moderating_stock.add,
    exchange_stock.add,
    indicators_stock.add,
    tablets_stock.add,
    dialogues_stock.add,
    paper_stock.add,
]


def cheap_passwords() -> None:
    """Hash passwords at a cost that tests can bear."""
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def email(role: str, *, other: bool = False) -> str:
    """Give the address of the member of staff with this role, here or in the other consultation."""
    return f"{role}{'.other' if other else ''}@office.example"


def stock(engine: Engine) -> None:
    """Two consultations, for each somebody in every role, and an administrator; everybody has PASSWORD."""
    with database.session(engine) as session:
        contacts.load_contacts(session, CONTACTS)
        for number, code in ((CONSULTATION, "kinds"), (FOREIGN, "others")):
            document = every_kind.document()
            document["name"] = f"every_kind_{number}"
            document["title"] = dict.fromkeys(document["languages"], TITLES[number])
            consultations.open_poll(
                session,
                document,
                organisation="Test office",
                promised_on=date(2099, 3, 5),
                delete_on=date(2099, 6, 1),
                code=code,
                synthetic=True,
            )
            for role in ROLES:
                name = f"{role.title()} {'Here' if number == CONSULTATION else 'There'}"
                address = email(role, other=number == FOREIGN)
                made = accounts.add(session, address, name, password=PASSWORD)
                accounts.set_roles(session, made.id, number, [role])
        accounts.add(session, email("administrator"), "Admin Here", password=PASSWORD, administrator=True)
        with database.writing(session):
            settings.put(session, "second_step", value=False)
        invitations.invite(
            session,
            "invited@office.example",
            "Invited",
            roles=["analyst"],
            consultation_id=CONSULTATION,
            by=1,
        )
        invitations.invite(session, "powerful@office.example", "Powerful", administrator=True)
        assert set(session.scalars(select(Consultation.id))) == {CONSULTATION, FOREIGN}
        for add in STOCK:
            add(session)


def stocked_folder(prepared: Path, folder: Path) -> Path:
    """Make a folder with the stocked database; `prepared` is a database with all tables."""
    cheap_passwords()
    shutil.copy(prepared, folder / "consult.db")
    engine = database.engine(f"sqlite:///{folder / 'consult.db'}", folder / "keys")
    stock(engine)
    engine.dispose()
    return folder


@dataclass
class StaffSite:
    """An app on a stocked database of its own."""

    app: Flask
    folder: Path
    consultation: int = CONSULTATION
    foreign: int = FOREIGN
    _tokens: dict[FlaskClient, str] = field(default_factory=dict)

    @property
    def engine(self) -> Engine:
        """The database behind the app."""
        return self.app.extensions["consult-polls"].engine

    def account(self, role: str, *, other: bool = False) -> Account:
        """Give the account of the member of staff with this role."""
        with database.session(self.engine) as session:
            return session.scalars(select(Account).where(Account.email == email(role, other=other))).one()

    def client(self, role: str | None, *, other: bool = False) -> FlaskClient:
        """Give a browser: signed in with this role here (or only in the other consultation), or nobody's."""
        client = self.app.test_client()
        if role is None:
            return client
        with database.session(self.engine) as session:
            account = accounts.by_email(session, email(role, other=other))
            assert account is not None
            token = sessions.begin(session, account.id, second_step=True)
        self._tokens[client] = token
        client.set_cookie("consult", token)
        return client

    def sign_in_again(self, client: FlaskClient) -> None:
        """Give a browser its first cookie again."""
        client.delete_cookie("consult")
        if client in self._tokens:
            client.set_cookie("consult", self._tokens[client])

    def url(self, endpoint: str, **values: object) -> str:
        """Give the address of a view of the office; the consultation is ours unless named."""
        with self.app.test_request_context("/"):
            if "consultation" in self.arguments(endpoint):
                values.setdefault("consultation", self.consultation)
            return self.app.url_for(f"staff.{endpoint}", **values)

    def arguments(self, endpoint: str) -> set[str]:
        """Give the parts of a view's address that vary."""
        return {name for rule in self.app.url_map.iter_rules(f"staff.{endpoint}") for name in rule.arguments}


def make_site(stocked: Path, folder: Path, url: str = "", *, forgeable: bool = True) -> StaffSite:
    """Make an app on a copy of a stocked folder; `forgeable` switches the proof against forged posts off.

    `url` names another database that holds the same.
    """
    shutil.copytree(stocked, folder)
    config = Config(
        instance=folder,
        key_folder=folder / "keys",
        database_url=url or f"sqlite:///{folder / 'consult.db'}",
        secret_key=SECRET,
        exit_url="https://leave.example.org/",
    )
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = not forgeable
    return StaffSite(app, folder)
