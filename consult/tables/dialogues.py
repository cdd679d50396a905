"""Dialogues: live talks with groups of children. Counts and agreed words; never a name, never one child."""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.tables.base import Base
from consult.tables.office import Consultation, Wave

DIALOGUE_STATES = ("planned", "open", "closed")
PHASES = ("waiting", "asking", "closed", "shown", "ended")
WORD_STATES = ("held", "released", "hidden")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Dialogue(Base):
    """One talk with one group: how it was prepared, where its room is now, and what is kept of it."""

    __tablename__ = "dialogues"
    __table_args__ = (
        CheckConstraint(_one_of("state", DIALOGUE_STATES), name="state_known"),
        CheckConstraint(_one_of("phase", PHASES), name="phase_known"),
        CheckConstraint("(state = 'planned') = (wave_id IS NULL)", name="opened_has_its_wave"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("waves.id"), unique=True)
    state: Mapped[str] = mapped_column(String(8), default="planned")
    # Preparing.
    title: Mapped[str] = mapped_column(Text)
    country: Mapped[str] = mapped_column(String(2), default="")  # alpha-2; "" for an online group of several
    online: Mapped[bool] = mapped_column(default=False)
    partner: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[str] = mapped_column(Text, default="")  # tags with blanks between
    band: Mapped[str] = mapped_column(String(32), default="")
    group_size: Mapped[int] = mapped_column(default=0)
    held_on: Mapped[date | None]
    focal_point: Mapped[str] = mapped_column(Text, default="")  # an adult of the office or the partner
    note_taker: Mapped[str] = mapped_column(Text, default="")
    adults: Mapped[int] = mapped_column(default=0)  # accompanying
    consent: Mapped[bool] = mapped_column(default=False)  # every child was asked; forms stay with the partner
    permissions: Mapped[int] = mapped_column(default=0)  # how many parental permissions the partner holds
    risks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # item -> yes/no/not_here
    blocks: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, default=list
    )  # {title, minutes, prompts, notes}
    # The live room.
    code: Mapped[str | None] = mapped_column(String(6), unique=True)
    number: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(String(8), default="waiting")
    prompt: Mapped[str | None] = mapped_column(String(32))
    asked: Mapped[list[str]] = mapped_column(JSON, default=list)
    # What is kept.
    headcount: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    promised: Mapped[str] = mapped_column(Text, default="")
    # The round whose freezes carry it: the first that was frozen after it closed, and no other.
    frozen_with: Mapped[int | None] = mapped_column(ForeignKey("waves.id"))
    consultation: Mapped[Consultation] = relationship(lazy="joined")
    wave: Mapped[Wave | None] = relationship(lazy="joined", foreign_keys=wave_id)


class Contribution(Base):
    """What a group said, in words the group agreed on."""

    __tablename__ = "contributions"
    __table_args__ = (CheckConstraint("wording <> ''", name="not_empty"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"), index=True)
    prompt: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(16))
    wording: Mapped[str] = mapped_column(Text)
    theme: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    cleared_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class RiskEvent(Base):
    """That a child may be at risk: for the safeguarding lead alone, tied to no answer and naming no child."""

    __tablename__ = "risk_events"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogues.id"), index=True)
    noted_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
    handled_on: Mapped[date | None]
    handled: Mapped[str] = mapped_column(Text, default="")


# How many gave which answer to which prompt; value "" is how many answered. Part: a grid's row, a ranked
# choice.
tallies = Table(
    "tallies",
    Base.metadata,
    Column("wave_id", Integer, ForeignKey("waves.id"), primary_key=True),
    Column("question", String(32), primary_key=True),
    Column("part", String(32), primary_key=True),
    Column("value", String(64), primary_key=True),
    Column("children", Integer, nullable=False),
    CheckConstraint("children >= 0", name="no_negative_count"),
    sqlite_with_rowid=False,
)

# What becomes of a text in its own room: held until the facilitator releases it. Publishing is another
# matter. The id is the text's; no foreign key, because texts are written anew when their order is taken out.
room_words = Table(
    "room_words",
    Base.metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("wave_id", Integer, ForeignKey("waves.id"), nullable=False, index=True),
    Column("state", String(8), nullable=False, server_default="held"),
    Column("shown_as", Text, nullable=False),
    Column("support", Integer, nullable=False, server_default="0"),
    CheckConstraint(_one_of("state", WORD_STATES), name="state_known"),
    sqlite_with_rowid=False,
)
