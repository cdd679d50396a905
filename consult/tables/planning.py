"""What the office writes down on the way: checks, approvals, corrections, and what became of the findings."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.tables.base import Base

LISTS = ("risk", "lundy")
ANSWERS = ("yes", "no", "not_here")
ACTS = ("open", "release")
OUTCOMES = ("happened", "partly", "later", "not")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class Check(Base):
    """One item of a checklist of one consultation: the answer, a note, and who gave it on which day."""

    __tablename__ = "checks"
    __table_args__ = (
        UniqueConstraint("consultation_id", "list", "item"),
        CheckConstraint(_one_of("list", LISTS), name="list_known"),
        CheckConstraint(_one_of("answer", ANSWERS), name="answer_known"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    list: Mapped[str] = mapped_column(String(8))
    item: Mapped[str] = mapped_column(String(32))
    answer: Mapped[str] = mapped_column(String(8))
    note: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    checked_on: Mapped[date]


class Approval(Base):
    """That somebody asked for an act, and whether a second person agreed to exactly this (its digest)."""

    __tablename__ = "approvals"
    __table_args__ = (
        CheckConstraint(_one_of("act", ACTS), name="act_known"),
        CheckConstraint("state IN ('asked', 'approved', 'refused')", name="state_known"),
        CheckConstraint("length(digest) = 64", name="digest_is_sha256"),
        CheckConstraint("(state = 'asked') = (decided_on IS NULL)", name="decided_has_its_day"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    act: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(64))  # which wave or release
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8), default="asked")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    asked_on: Mapped[date]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_on: Mapped[date | None]
    alone: Mapped[bool] = mapped_column(default=False)  # one person did both: four eyes were switched off
    note: Mapped[str] = mapped_column(Text, default="")


class Correction(Base):
    """That the words of an open poll were mended: which version gave way to which, when, and why."""

    __tablename__ = "corrections"
    id: Mapped[int] = mapped_column(primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), index=True)
    old_id: Mapped[int] = mapped_column(ForeignKey("questionnaires.id"))
    new_id: Mapped[int] = mapped_column(ForeignKey("questionnaires.id"))
    corrected_on: Mapped[date]
    why: Mapped[str] = mapped_column(Text)


class Influence(Base):
    """One line of the influence log: you said, this happened or could not, because.

    `language` is that of its words; lines from before it was asked have "". Other languages: InfluenceWords.
    """

    __tablename__ = "influences"
    __table_args__ = (
        CheckConstraint(_one_of("outcome", OUTCOMES), name="outcome_known"),
        CheckConstraint("said <> ''", name="said_something"),
        CheckConstraint("what <> ''", name="what_followed"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    language: Mapped[str] = mapped_column(
        String(16), default="", server_default=text("''")
    )  # "" = never asked
    said: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(8))
    what: Mapped[str] = mapped_column(Text)
    because: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)  # the document and paragraph, or the decision
    written_on: Mapped[date]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    removed_on: Mapped[date | None]
