"""What children said. Random keys, no time, no order; free text apart, joined to nothing."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from consult.tables.base import Base

CHANNELS = ("web", "kiosk", "paper", "dialogue", "sms")
# held: nobody has read it. proposed: one person would publish it. cleared: a second one agrees.
# set_aside: never published. passed: with the safeguarding lead. resolved: the lead is done with it.
TEXT_STATES = ("held", "proposed", "cleared", "set_aside", "passed", "resolved")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


responses = Table(
    "responses",
    Base.metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("wave_id", Integer, ForeignKey("waves.id"), nullable=False),
    Column("band", String(32), nullable=False),
    Column("gender", String(32), nullable=False),
    Column("region", String(32), nullable=False),
    Column("country", String(32), nullable=False),
    Column("language", String(16), nullable=False),
    Column("channel", String(8), nullable=False),
    Column("answers", JSON, nullable=False),
    CheckConstraint("length(id) = 16", name="id_is_random"),
    CheckConstraint("band <> ''", name="band_given"),
    CheckConstraint(_one_of("channel", CHANNELS), name="channel_known"),
    Index("ix_responses_wave_id_id", "wave_id", "id"),
    sqlite_with_rowid=False,
)

# `wording` stands in the place of the text wherever it is published: somebody of the office put it in other
# words. `reason` says why a text was set aside.
texts = Table(
    "texts",
    Base.metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("wave_id", Integer, ForeignKey("waves.id"), nullable=False),
    Column("question", String(32), nullable=False),
    Column("language", String(16), nullable=False),
    Column("band", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(9), nullable=False, server_default="held"),
    Column("wording", Text),
    Column("reason", String(16)),
    CheckConstraint("length(id) = 16", name="id_is_random"),
    CheckConstraint("text <> ''", name="not_empty"),
    CheckConstraint("wording <> ''", name="wording_not_empty"),
    CheckConstraint(_one_of("state", TEXT_STATES), name="state_known"),
    CheckConstraint("(state = 'set_aside') = (reason IS NOT NULL)", name="set_aside_with_a_reason"),
    Index("ix_texts_wave_id_id", "wave_id", "id"),
    Index("ix_texts_wave_id_state_question_language_id", "wave_id", "state", "question", "language", "id"),
    sqlite_with_rowid=False,
)
