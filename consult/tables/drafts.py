"""What the office is still writing: drafts, every step of them, and texts read aloud by a person."""

from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from consult.tables.base import Base

SOUND_KINDS = ("audio/ogg", "audio/mpeg", "audio/wav", "audio/mp4")


class Draft(Base):
    """A questionnaire in the making; one draft of a consultation is in use, others are kept beside it.

    `revision` grows with every change, undoing included: who saves names the revision they saw. `position` is
    the number of the step that the document is at.
    """

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    name: Mapped[str] = mapped_column(Text)
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    position: Mapped[int] = mapped_column(default=1)
    in_use: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[str] = mapped_column(String(25))  # UTC, as acts have it
    updated_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class DraftStep(Base):
    """One saved state of a draft; what is saved after undoing stands beside what was undone."""

    __tablename__ = "draft_steps"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    number: Mapped[int]
    parent: Mapped[int]  # the step it was made from, 0 for the first
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    saved_at: Mapped[str] = mapped_column(String(25))


class Sound(Base):
    """A recording as it is sent to phones: mono, small, without anything but the sound."""

    __tablename__ = "sounds"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="digest_is_sha256"),
        CheckConstraint(f"kind IN {SOUND_KINDS}", name="kind_known"),
    )
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Recording(Base):
    """That a text of a draft is read aloud, in a language and for an age band ("" = all others)."""

    __tablename__ = "recordings"
    __table_args__ = (UniqueConstraint("draft_id", "place", "language", "band"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id"), index=True)
    place: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(16))
    band: Mapped[str] = mapped_column(String(16), default="")
    words: Mapped[str] = mapped_column(Text)  # what was read: words that changed since are read anew
    sound: Mapped[str] = mapped_column(ForeignKey("sounds.sha256"))


class Spoken(Base):
    """That a text of an opened questionnaire (by its digest) is read aloud; never changed once stored."""

    __tablename__ = "spoken"
    __table_args__ = (UniqueConstraint("digest", "place", "language", "band"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True)
    place: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(16))
    band: Mapped[str] = mapped_column(String(16), default="")
    sound: Mapped[str] = mapped_column(ForeignKey("sounds.sha256"))
