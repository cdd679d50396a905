"""Texts that wait to be read, and people to read them."""

import secrets
from collections.abc import Sequence

from sqlalchemy import Engine, insert
from stores import Poll

from consult.services import database
from consult.tables import Account, texts


def put_texts(
    poll: Poll, words: Sequence[str], question: str = "why", language: str = "en", state: str = "held"
) -> None:
    """Put synthetic texts where flushed texts stand."""
    rows = [
        {
            "id": secrets.token_bytes(16),
            "wave_id": poll.wave.id,
            "question": question,
            "language": language,
            "band": "7-18",
            "text": each,
            "state": state,
        }
        for each in words
    ]
    with poll.engine.begin() as connection:
        connection.execute(insert(texts), rows)


def people(engine: Engine, number: int) -> list[int]:
    """Make accounts; give their numbers."""
    with database.session(engine) as session:
        made = [
            Account(email=f"{secrets.token_hex(4)}@example.org", name=f"Reader {n}") for n in range(number)
        ]
        session.add_all(made)
        session.commit()
        return [account.id for account in made]
