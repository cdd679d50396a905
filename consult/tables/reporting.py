"""Reports for the Human Rights Council and the General Assembly: what the office says, what was made."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.tables.base import Base
from consult.tables.releasing import Release


class ReportPlan(Base):
    """What the office writes of a consultation's report: masthead, paragraphs, in the languages it has."""

    __tablename__ = "report_plans"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    settings: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # as analysis.reporting reads them
    changed_at: Mapped[str] = mapped_column(String(25), default="")


class Report(Base):
    """A folder of documents made from published results. It outlives the answers."""

    __tablename__ = "reports"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"))  # the newest of those it tells
    languages: Mapped[list[str]] = mapped_column(JSON)
    folder: Mapped[str] = mapped_column(String(32), unique=True)  # a random name under instance/reports
    found: Mapped[dict[str, list[str]]] = mapped_column(JSON, default=dict)  # language -> lines of the lint
    touched: Mapped[list[str]] = mapped_column(JSON, default=list)  # of an update: every sentence it changed
    edited: Mapped[str] = mapped_column(String(120), default="")  # the file that was updated; "" = made anew
    made_at: Mapped[str] = mapped_column(String(25))
    release: Mapped[Release] = relationship(lazy="joined")
