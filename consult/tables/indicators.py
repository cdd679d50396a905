"""The mandate's indicators: what is counted and how, targets, figures with their history, and imports."""

from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.tables.base import Base

FIGURE_STATES = ("waiting", "signed", "refused", "replaced")
FIGURE_SOURCES = ("entered", "imported")
_SIGNED = text("state = 'signed'")
_WAITING = text("state = 'waiting'")


class Indicator(Base):
    """One thing that the office counts: its words in every language, and what counting means."""

    __tablename__ = "indicators"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    place: Mapped[int] = mapped_column(default=0)  # in lists
    names: Mapped[dict[str, str]] = mapped_column(JSON)
    units: Mapped[dict[str, str]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(16))  # consult.indicators.model.KINDS
    breakdowns: Mapped[list[str]] = mapped_column(JSON, default=list)
    counted: Mapped[str] = mapped_column(String(24), default="")  # what the platform counts itself, or ""
    editors: Mapped[list[int]] = mapped_column(JSON, default=list)  # accounts; none: every editor
    active: Mapped[bool] = mapped_column(default=True)


class IndicatorTarget(Base):
    """What the office wants to reach in one year."""

    __tablename__ = "indicator_targets"
    __table_args__ = (CheckConstraint("target > 0", name="target_not_empty"),)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    target: Mapped[int]


class IndicatorFigure(Base):
    """One figure as somebody gave it. Only the state of a row changes: together they are the history.

    `period` is a month ("2023-05"), or a year ("2023") where only the whole year is known.
    """

    __tablename__ = "indicator_figures"
    __table_args__ = (
        CheckConstraint(f"state IN {FIGURE_STATES}", name="state_known"),
        CheckConstraint(f"source IN {FIGURE_SOURCES}", name="source_known"),
        CheckConstraint("value >= 0", name="not_negative"),
        # The database itself refuses two figures that count for one cell, and two that wait for it.
        Index(
            "uq_indicator_figures_signed", "indicator_id", "period", "mode", "region",
            unique=True, sqlite_where=_SIGNED, postgresql_where=_SIGNED,
        ),
        Index(
            "uq_indicator_figures_waiting", "indicator_id", "period", "mode", "region",
            unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING,
        ),
    )  # fmt: skip
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicators.id"), index=True)
    period: Mapped[str] = mapped_column(String(7))
    mode: Mapped[str] = mapped_column(String(12))  # "" = not broken down
    region: Mapped[str] = mapped_column(String(3))
    value: Mapped[int]
    evidence: Mapped[str] = mapped_column(Text)  # a link, or ""
    note: Mapped[str] = mapped_column(Text)  # why it was corrected, or what it is
    source: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    entered_at: Mapped[str] = mapped_column(String(25))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[str] = mapped_column(String(25), default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # of a refusal
    alone: Mapped[bool] = mapped_column(default=False)  # signed by who entered it: four eyes are switched off
    indicator: Mapped[Indicator] = relationship(lazy="joined")


class IndicatorCount(Base):
    """What the platform counted of one dialogue or poll; one number, kept when its details are forgotten."""

    __tablename__ = "indicator_counts"
    __table_args__ = (
        UniqueConstraint("what", "reference"),
        CheckConstraint("value >= 0", name="not_negative"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    what: Mapped[str] = mapped_column(String(24))
    reference: Mapped[int]  # the dialogue or wave
    period: Mapped[str] = mapped_column(String(7))
    mode: Mapped[str] = mapped_column(String(12))
    region: Mapped[str] = mapped_column(String(3))
    value: Mapped[int]


class FigureImport(Base):
    """A spreadsheet of figures, and what became of each of its rows."""

    __tablename__ = "figure_imports"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    filename: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[str] = mapped_column(String(25))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # row, outcome, code, params
