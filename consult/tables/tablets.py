"""Shared tablets: which ones may hand in sealed answers, and until when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.tables.base import Base


class Tablet(Base):
    """One prepared tablet. Nothing ties it to an answer: it only opens the door for a sealed batch."""

    __tablename__ = "tablets"
    __table_args__ = (CheckConstraint("length(digest) = 32", name="digest_is_sha256"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), index=True)
    label: Mapped[str] = mapped_column(Text)  # what the facilitator calls it: "Tablet 3"
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)  # SHA-256 of the tablet's pass
    until: Mapped[date]  # the last day on which its answers are taken
    emptied: Mapped[bool] = mapped_column(default=False)  # it said that nothing waits on it any more
