"""What stands beside a draft while it is translated or comes out of a workbook; words are in the draft."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.tables.base import Base
from consult.tables.people import Account


class Comment(Base):
    """What staff say to each other about a text in a language; `done` once it is settled."""

    __tablename__ = "comments"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    place: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    text: Mapped[str] = mapped_column(Text)
    done: Mapped[bool] = mapped_column(default=False)
    said_at: Mapped[str] = mapped_column(String(25))  # UTC, as acts have it
    account: Mapped[Account | None] = relationship(lazy="joined")


class Reviewed(Base):
    """That somebody read a translation beside its source; counts only while both still have this digest."""

    __tablename__ = "reviewed"
    __table_args__ = (
        UniqueConstraint("draft_id", "place", "language", "band"),
        CheckConstraint("length(digest) = 32", name="digest_is_128_bits"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    place: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(16))
    band: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    digest: Mapped[str] = mapped_column(String(32))
    reviewed_at: Mapped[str] = mapped_column(String(25))
    account: Mapped[Account | None] = relationship(lazy="joined")


class SheetImport(Base):
    """A workbook that was read: the document it came to (None: nothing) and the lines of its report."""

    __tablename__ = "sheet_imports"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    filename: Mapped[str] = mapped_column(String(200))
    document: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    read_at: Mapped[str] = mapped_column(String(25))
