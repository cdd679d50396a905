"""What the office knows and writes: consultations, questionnaires, waves, freezes and help contacts."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.tables.base import Base


def _words() -> Mapped[str]:
    """Make a column for words that may not be known yet."""
    return mapped_column(Text, default="", server_default=text("''"))


class Consultation(Base):
    """The whole exercise: what it is for, whom it asks, and what children are promised.

    Everything but the name may be unknown for a while: what must be known, and when, is decided by
    consult.services.planning.life, not by the table.
    """

    __tablename__ = "consultations"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    title: Mapped[str] = _words()
    organisation: Mapped[str] = _words()
    purpose: Mapped[str] = _words()
    feeds: Mapped[str] = _words()  # the report or decision
    feeds_part: Mapped[str] = _words()  # its chapter or paragraph
    feeds_on: Mapped[date | None]
    partners: Mapped[str] = _words()  # one a line
    languages: Mapped[str] = _words()  # tags with blanks between
    countries: Mapped[str] = _words()  # ISO alpha-2 and M49 regions with blanks between; "" = anywhere
    bands: Mapped[str] = _words()  # "7-9 10-13", with blanks between
    body: Mapped[str] = mapped_column(String(3), default="", server_default=text("''"))  # "hrc", "ga" or ""
    session_on: Mapped[date | None]
    opens_on: Mapped[date | None]  # planned
    closes_on: Mapped[date | None]  # planned
    promised_on: Mapped[date | None]
    delete_on: Mapped[date | None]
    synthetic: Mapped[bool] = mapped_column(default=False, server_default=false())
    told_on: Mapped[date | None]  # closed for good: children were told


class Questionnaire(Base):
    """One version of a questionnaire; never changed once stored."""

    __tablename__ = "questionnaires"
    __table_args__ = (
        UniqueConstraint("name", "version"),
        CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32))
    version: Mapped[str] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[dict[str, Any]] = mapped_column(JSON)


class Wave(Base):
    """One round of collection under one poll code. Days only: no clock time is kept anywhere."""

    __tablename__ = "waves"
    __table_args__ = (
        UniqueConstraint("consultation_id", "name"),
        CheckConstraint("state IN ('open', 'closed')", name="state_known"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_its_day"),
        CheckConstraint("closed_on >= opened_on", name="closed_after_opened"),
        CheckConstraint("promised_on >= opened_on", name="promised_after_opened"),
        CheckConstraint("delete_on > opened_on", name="deleted_after_opened"),
        CheckConstraint("deleted_on IS NULL OR state = 'closed'", name="deleted_only_when_closed"),
        CheckConstraint("length(keys) = 16", name="keys_named"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaires.id"))
    name: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(32), unique=True)
    organisation: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default="open")
    mode: Mapped[str] = mapped_column(
        String(8), default="open", server_default="open"
    )  # or "codes", from slips
    synthetic: Mapped[bool]
    keys: Mapped[str] = mapped_column(String(16))  # random; how this wave's key files are called
    opened_on: Mapped[date]
    promised_on: Mapped[date]
    delete_on: Mapped[date]
    closed_on: Mapped[date | None]
    deleted_on: Mapped[date | None]
    consultation: Mapped[Consultation] = relationship(lazy="joined")
    questionnaire: Mapped[Questionnaire] = relationship(lazy="joined")


class Freeze(Base):
    """That a bundle was made, and which: the checksum of its manifest."""

    __tablename__ = "freezes"
    __table_args__ = (CheckConstraint("length(manifest_sha256) = 64", name="digest_is_sha256"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))
    frozen_on: Mapped[date]
    manifest_sha256: Mapped[str] = mapped_column(String(64))


class HelpContact(Base):
    """Where a child in a country finds help, as the office entered it; country "" is the fallback."""

    __tablename__ = "help_contacts"
    __table_args__ = (
        CheckConstraint("country = '' OR length(country) = 2", name="country_is_alpha2"),
        CheckConstraint("country = upper(country)", name="country_in_capitals"),
        CheckConstraint("name <> ''", name="named"),
        CheckConstraint("phone <> '' OR url <> ''", name="can_be_reached"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    country: Mapped[str] = mapped_column(String(2), index=True)
    name: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    hours: Mapped[str] = mapped_column(Text)
    languages: Mapped[str] = mapped_column(Text)  # tags with blanks between, "" = not said
    checked_on: Mapped[date]
    removed_on: Mapped[date | None]  # taken out of use; a purge forgets it later, until then it can come back
