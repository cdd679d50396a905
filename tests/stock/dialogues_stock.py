"""What the stocked office has of dialogues: one being prepared (1), one whose room is open (2). All made up."""

import secrets
from datetime import date

import every_kind
from sqlalchemy import select
from sqlalchemy.orm import Session
from talks import ready

from consult.services import database
from consult.services.dialogues import keeping, preparing, rooms, voting, worrying
from consult.tables import Account, Dialogue

CONSULTATION = 1
PLANNED, OPEN = 1, 2
BAND = "14-18"
TODAY = date(2026, 11, 22)
TEXTS = (
    ("en", "Lights on our street, please."),
    ("ar", "نريد ضوءًا في شارعنا."),
    ("en", "Call me on +44 20 7946 0958"),
)


def add(session: Session) -> None:
    """Put both dialogues into the stocked consultation; the open one has closed a prompt that asks for words."""
    someone = session.scalars(select(Account.id).where(Account.email == "facilitator@office.example")).one()
    document = every_kind.document()
    questions = [question for section in document["sections"] for question in section["questions"]]
    text = next(q["name"] for q in questions if q["kind"] == "text")
    facts = ready(BAND, ["mood", text, "room_questions"], "en ar", 8)
    preparing.plan(session, CONSULTATION, someone, "Library group", **(facts | {"consent": False}))
    planned = preparing.plan(session, CONSULTATION, someone, "Youth council", **facts)
    opened = rooms.open_room(session, planned, document, someone, TODAY)
    answer(session, opened, "mood", [{"mood": ["good"]}] * 6)
    answer(session, opened, text, [{text: [words]} for _language, words in TEXTS])
    keeping.contribute(session, opened, "mood", "en", "We feel well where it is light.", "Light", someone)
    keeping.count_heads(session, opened, [keeping.Heads(BAND, "girl", "no", 5)], someone)
    worrying.tell(session, opened, "Synthetic worry of the test.", someone, TODAY)


def answer(session: Session, dialogue: Dialogue, prompt: str, forms: list[dict[str, list[str]]]) -> None:
    """Ask a prompt, let children answer it, and close it."""
    for what in ("ask", "close"):
        room = rooms.live(session, dialogue.code or "")
        assert room is not None
        if what == "close":
            rooms.close(session, dialogue.id, room.room.number)
            continue
        rooms.ask(session, dialogue.id, room.room.number, prompt)
        now = rooms.live(session, dialogue.code or "")
        for form in forms:
            key = secrets.token_hex(16)
            voting.vote(database.engine_of(session), now, "en", prompt, form, key, TODAY)
