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


class Sitting(Base):
    """One signed-in browser (or one that is signing in). The browser holds the token, we only its digest."""

    __tablename__ = "sittings"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)  # random; its name in lists
    began_at: Mapped[str] = mapped_column(String(25), default=_now)
    used_at: Mapped[str] = mapped_column(String(25), default=_now)
    proved_at: Mapped[str] = mapped_column(String(25), default=_now)  # last password or passkey
    second_step: Mapped[bool] = mapped_column(default=False)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Generator(Base):
    """The secret that a code generator shares with us (TOTP), sealed with a key outside the database."""

    __tablename__ = "generators"
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    last_step: Mapped[int] = mapped_column(Integer, default=0)  # a code of this step or before is refused


class Passkey(Base):
    """A key that an account's device or browser keeps (WebAuthn); ours is only the public half."""

    __tablename__ = "passkeys"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    credential: Mapped[str] = mapped_column(String(1400), unique=True)  # base64url
    public_key: Mapped[str] = mapped_column(Text)  # base64url of COSE
    uses: Mapped[int] = mapped_column(Integer, default=0)  # the device's own counter
    name: Mapped[str] = mapped_column(Text)
    added_at: Mapped[str] = mapped_column(String(25), default=_now)


class RecoveryCode(Base):
    """The digest of a code that stands in once for the second step."""

    __tablename__ = "recovery_codes"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)


class Invitation(Base):
    """A link, usable once, by which somebody gets an account and roles or sets a new password."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'used', 'withdrawn')", name="state_known"),
        CheckConstraint("email = lower(email)", name="email_in_small_letters"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(9), default="waiting")
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(Text)
    administrator: Mapped[bool] = mapped_column(default=False)
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.id"), index=True)
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    expires_at: Mapped[str] = mapped_column(String(25))


class Delay(Base):
    """How long one must wait before trying a name again; names are keyed digests, known and unknown alike."""

    __tablename__ = "delays"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    until: Mapped[str] = mapped_column(String(25))


class Setting(Base):
    """One choice of the office, as JSON; for a consultation ("consultation:3:one_person") or for all."""

    __tablename__ = "settings"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
