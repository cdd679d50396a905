"""Who read which text and what was found in it. Texts carry random keys; nothing here has a time or an order.

No foreign key leads to the texts: they are written anew, row by row, whenever their places are shuffled.
"""

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
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from consult.tables.base import Base

CODERS = ("first", "second", "agreed")

# The people of the four eyes: who proposed, and who agreed.
readings = Table(
    "readings",
    Base.metadata,
    Column("text_id", LargeBinary, primary_key=True),
    Column("wave_id", Integer, ForeignKey("waves.id"), nullable=False, index=True),
    Column("first_by", Integer, ForeignKey("accounts.id"), nullable=False),
    Column("second_by", Integer, ForeignKey("accounts.id")),
    CheckConstraint("length(text_id) = 16", name="id_is_random"),
    sqlite_with_rowid=False,
)

# The themes each coder found in a text (a list of names, perhaps empty), and those they agreed on together.
codings = Table(
    "codings",
    Base.metadata,
    Column("text_id", LargeBinary, primary_key=True),
    Column("coder", String(6), primary_key=True),
    Column("wave_id", Integer, ForeignKey("waves.id"), nullable=False, index=True),
    Column("themes", JSON, nullable=False),
    CheckConstraint("length(text_id) = 16", name="id_is_random"),
    CheckConstraint(f"coder IN {CODERS}", name="coder_known"),
    sqlite_with_rowid=False,
)


class ModerationDay(Base):
    """How often somebody took one kind of decision on one day: all that is logged of single texts."""

    __tablename__ = "moderation_days"
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    act: Mapped[str] = mapped_column(String(12), primary_key=True)
    reason: Mapped[str] = mapped_column(String(16), primary_key=True)
    number: Mapped[int]


class LocalNames(Base):
    """The office's own list of names for one consultation: schools, villages, staff; one a line."""

    __tablename__ = "local_names"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    names: Mapped[str] = mapped_column(Text)


class Theme(Base):
    """One theme of the codebook of a question: a name that stays, and a label in each language."""

    __tablename__ = "themes"
    __table_args__ = (
        UniqueConstraint("consultation_id", "question", "name"),
        CheckConstraint("name <> ''", name="named"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    question: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(32))
    labels: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")


class Coder(Base):
    """Which of the two coders of a question somebody is."""

    __tablename__ = "coders"
    __table_args__ = (
        UniqueConstraint("consultation_id", "question", "account_id"),
        CheckConstraint("coder IN ('first', 'second')", name="coder_known"),
    )
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(32), primary_key=True)
    coder: Mapped[str] = mapped_column(String(6), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
