"""What the office knows while children answer: numbers in safe steps, whom it wanted to hear, and slips."""

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
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from consult.tables.base import Base

# A code on a slip, as a digest keyed by a secret outside the database; gone as soon as it is used.
slip_codes = Table(
    "slip_codes",
    Base.metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("wave_id", Integer, ForeignKey("waves.id"), nullable=False, index=True),
    CheckConstraint("length(digest) = 32", name="digest_is_sha256"),
    sqlite_with_rowid=False,
)


class SlipBatch(Base):
    """That slips were printed, how many and on which day. What stood on them is not kept."""

    __tablename__ = "slip_batches"
    __table_args__ = (CheckConstraint("number > 0", name="not_empty"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), index=True)
    number: Mapped[int]
    made_on: Mapped[str] = mapped_column(String(10))


class Look(Base):
    """The numbers that staff last saw of a wave, and what is needed to move them in safe steps only."""

    __tablename__ = "looks"
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), primary_key=True)
    cells: Mapped[dict[str, Any]] = mapped_column(JSON)


class WantedGroup(Base):
    """A group of children whom the office wanted to hear."""

    __tablename__ = "wanted_groups"
    __table_args__ = (UniqueConstraint("consultation_id", "breakdown", "value"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    breakdown: Mapped[str] = mapped_column(String(12))
    value: Mapped[str] = mapped_column(String(32))


class WayIn(Base):
    """How children come into the polls of a consultation: by the open link, or with a code from a slip."""

    __tablename__ = "ways_in"
    __table_args__ = (CheckConstraint("mode IN ('open', 'codes')", name="mode_known"),)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    mode: Mapped[str] = mapped_column(String(8))
