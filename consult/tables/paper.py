"""Paper on its way in: batches of sheets, keyed twice, gone once taken in; and counts of whole groups."""

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Integer, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from consult.tables.base import Base

STATES = ("open", "done")


class Batch(Base):
    """A pile of sheets of one language and age band."""

    __tablename__ = "batches"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES}", name="state_known"),
        CheckConstraint("size >= 1", name="not_empty"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), index=True)
    label: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16))
    band: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]
    state: Mapped[str] = mapped_column(String(4), default="open")
    taken: Mapped[int] = mapped_column(default=0)
    first_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    second_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class Sheet(Base):
    """What one person read on one sheet. Deleted when the batch is taken in."""

    __tablename__ = "sheets"
    __table_args__ = (CheckConstraint("entry IN (1, 2)", name="entry_known"),)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batches.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(32))  # makes taking in again after a crash harmless
    cells: Mapped[dict[str, str]] = mapped_column(JSON)


# Counts of tally sheets, added up over all groups of one age band and language: no group stands by itself.
# question "" is the head count (part: gender, value: disability; part "", value "groups": how many groups).
group_tallies = Table(
    "group_tallies",
    Base.metadata,
    Column("wave_id", ForeignKey("waves.id"), primary_key=True),
    Column("band", String(32), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("question", String(32), primary_key=True),
    Column("part", String(32), primary_key=True),
    Column("value", String(64), primary_key=True),
    Column("children", Integer, nullable=False),
    CheckConstraint("children >= 0", name="no_negative_count"),
    sqlite_with_rowid=False,
)
