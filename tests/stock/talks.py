"""A dialogue whose room is open, for the tests of rooms in services, on the web and in browsers."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from consult.services import database
from consult.services.dialogues import preparing, rooms
from consult.survey.rooms import Room
from consult.tables import Account, Consultation

TODAY = date(2026, 11, 22)


def ready(band: str, prompts: Sequence[str], languages: str = "en", size: int = 12) -> dict[str, object]:
    """Everything that a dialogue needs before its room may open."""
    return {
        "country": "KE",
        "languages": languages,
        "band": band,
        "group_size": size,
        "focal_point": "Focal point of the test",
        "note_taker": "Note-taker of the test",
        "consent": True,
        "permissions": size,
        "risks": dict.fromkeys(preparing.RISKS, "yes"),
        "blocks": [{"title": "Block", "minutes": 20, "prompts": list(prompts)}],
    }


@dataclass
class Talk:
    """An open room, led from a test."""

    engine: Engine
    dialogue_id: int
    wave_id: int
    code: str
    account_id: int

    def room(self) -> Room:
        with database.session(self.engine) as session:
            return rooms.live(session, self.code).room

    def ask(self, prompt: str) -> None:
        with database.session(self.engine) as session:
            rooms.ask(session, self.dialogue_id, self.room().number, prompt)

    def step(self, name: str) -> None:
        """Close, show or hide what is asked."""
        with database.session(self.engine) as session:
            getattr(rooms, name)(session, self.dialogue_id, self.room().number)

    def end(self) -> None:
        with database.session(self.engine) as session:
            rooms.end(session, self.dialogue_id, self.room().number, self.account_id, TODAY)


def open_talk(engine: Engine, document: dict, band: str, prompts: Sequence[str], **more) -> Talk:
    """Plan a dialogue in a consultation of its own and open its room; an international contact must exist."""
    with database.session(engine) as session:
        whole = Consultation(
            name=f"talks{secrets.token_hex(4)}",
            title="Talks of the test",
            organisation="Test office",
            promised_on=date(2099, 1, 1),
            delete_on=date(2099, 2, 1),
            synthetic=True,
        )
        account = Account(email=f"{secrets.token_hex(4)}@example.org", name="Facilitator")
        with database.writing(session):
            session.add_all([whole, account])
            session.flush()
        planned = preparing.plan(session, whole.id, account.id, "A talk", **ready(band, prompts, **more))
        opened = rooms.open_room(session, planned, document, account.id, TODAY)
        return Talk(engine, opened.id, opened.wave_id, opened.code, account.id)
