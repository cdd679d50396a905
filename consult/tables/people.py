"""Who works here: accounts, what each may do in which consultation, and the log of every act of staff."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.tables.base import Base
from consult.tables.office import Consultation

ROLES = ("coordinator", "translator", "moderator", "analyst", "safeguarding", "facilitator")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Account(Base):
    """A member of staff. Children have none."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_in_small_letters"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(16), default="en")
    administrator: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    password: Mapped[str] = mapped_column(Text, default="")  # an Argon2id hash, or empty: cannot sign in


class Role(Base):
    """What an account may do in one consultation."""

    __tablename__ = "roles"
    __table_args__ = (
        UniqueConstraint("account_id", "consultation_id", "role"),
        CheckConstraint(f"role IN {ROLES}", name="role_known"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    account: Mapped[Account] = relationship(lazy="joined")
    consultation: Mapped[Consultation] = relationship()


class Act(Base):
    """One act of a member of staff: who, when (UTC), what, where. Never an act of a child."""

    __tablename__ = "acts"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    done_at: Mapped[str] = mapped_column(String(25), default=_now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    what: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
