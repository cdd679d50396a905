"""From freeze to release: long work outside the web, drafts, publications, and what staff alone may hold."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.tables.base import Base
from consult.tables.office import Freeze, Wave

JOB_KINDS = ("release", "publish", "microdata", "quality", "report")
JOB_STATES = ("waiting", "running", "done", "refused", "failed", "interrupted")
RELEASE_STATES = ("draft", "approved", "replaced", "withdrawn", "set_aside")
HOLDING_KINDS = ("bundle", "microdata", "quality")
_AT_WORK = text("state IN ('waiting', 'running')")


class Job(Base):
    """One piece of long work. This row is the truth about it; the queue only tells workers to look."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint(f"kind IN {JOB_KINDS}", name="kind_known"),
        CheckConstraint(f"state IN {JOB_STATES}", name="state_known"),
        # The database itself refuses a second job of a kind for a wave while one is waiting or running.
        Index(
            "uq_jobs_at_work",
            "wave_id",
            "kind",
            unique=True,
            sqlite_where=_AT_WORK,
            postgresql_where=_AT_WORK,
        ),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    wish: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # what was asked for
    step: Mapped[str] = mapped_column(String(32), default="")  # a code; the web has the words
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    log: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # a code, a colon, and the words of the analysis
    result_id: Mapped[int | None]  # the release or holding that it made
    asked_at: Mapped[str] = mapped_column(String(25))
    started_at: Mapped[str] = mapped_column(String(25), default="")
    ended_at: Mapped[str] = mapped_column(String(25), default="")
    wave: Mapped[Wave] = relationship(lazy="joined")


class Release(Base):
    """A set of protected tables and documents: a draft, public, or no longer so. It outlives the answers."""

    __tablename__ = "releases"
    __table_args__ = (
        CheckConstraint(f"state IN {RELEASE_STATES}", name="state_known"),
        CheckConstraint("length(manifest_sha256) = 64", name="digest_is_sha256"),
        CheckConstraint("(state = 'draft') OR (settled_at <> '')", name="settled_has_its_time"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), index=True)
    freeze_id: Mapped[int] = mapped_column(ForeignKey("freezes.id"))
    state: Mapped[str] = mapped_column(String(12), default="draft")
    folder: Mapped[str] = mapped_column(String(32), unique=True)  # a random name under instance/releases
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    languages: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[str] = mapped_column(String(25))
    published_on: Mapped[str] = mapped_column(String(10), default="")  # a day; "" = never public
    settled_at: Mapped[str] = mapped_column(String(25), default="")  # when it came into its present state
    reason: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # of a withdrawal: language -> words
    wave: Mapped[Wave] = relationship(lazy="joined")
    freeze: Mapped[Freeze] = relationship(lazy="joined")


class Holding(Base):
    """A folder made from single answers, for staff only. It goes when the responses go."""

    __tablename__ = "holdings"
    __table_args__ = (CheckConstraint(f"kind IN {HOLDING_KINDS}", name="kind_known"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), index=True)
    freeze_id: Mapped[int] = mapped_column(ForeignKey("freezes.id"))
    kind: Mapped[str] = mapped_column(String(12))
    folder: Mapped[str] = mapped_column(String(32), unique=True)  # a random name under instance/holdings
    made_at: Mapped[str] = mapped_column(String(25))
    deleted_on: Mapped[str] = mapped_column(String(10), default="")  # a day; "" = still there


class Quotations(Base):
    """Which cleared texts of a wave the office quotes, in their order: a digest of each, and no words.

    So nothing of a text stays here once it is cleared no more. The row goes when the texts go.
    """

    __tablename__ = "quotations"
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), primary_key=True)
    chosen: Mapped[list[list[str]]] = mapped_column(JSON)  # [language, digest], ...
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    changed_on: Mapped[date]
