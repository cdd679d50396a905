"""What comes back to children and from them: influence by language, "was this clear?", reviews of drafts.

Children's answers here wait sealed and mixed like those to polls, and end as counts: there is no row of one
child anywhere, and no time. What a child wrote in a review stands alone under a random key.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from consult.tables.base import Base

FACES = ("1", "2", "3")  # no, a little, yes: as the faces of polls
VERDICTS = ("clear", "not_clear", "not_true")
NOTE_STATES = ("held", "cleared")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


class InfluenceWords(Base):
    """A line of the influence log in one language, as children read it."""

    __tablename__ = "influence_words"
    __table_args__ = (
        CheckConstraint("said <> ''", name="said_something"),
        CheckConstraint("what <> ''", name="what_followed"),
    )
    influence_id: Mapped[int] = mapped_column(ForeignKey("influences.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(16), primary_key=True)
    said: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    because: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)


# A pool like that of polls (see `mixing`), for what is said of results and of drafts: "clear-<wave>" or
# "review-<number>". Its keys are not those of the wave, which go soon after the poll is closed.
feedback_pools = Table(
    "feedback_pools",
    Base.metadata,
    Column("name", String(24), primary_key=True),
    Column("generation", String(64), nullable=False),
    Column("entries", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# How many pressed which face under the results of a release.
clear_counts = Table(
    "clear_counts",
    Base.metadata,
    Column("release_id", Integer, ForeignKey("releases.id"), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("band", String(32), primary_key=True),
    Column("face", String(1), primary_key=True),
    Column("children", Integer, nullable=False),
    CheckConstraint(_one_of("face", FACES), name="face_known"),
    CheckConstraint("children >= 0", name="no_negative_count"),
    sqlite_with_rowid=False,
)


class ClearLook(Base):
    """The numbers of `clear_counts` as staff saw them last: they move in safe steps only."""

    __tablename__ = "clear_looks"
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), primary_key=True)
    cells: Mapped[dict[str, Any]] = mapped_column(JSON)


class Review(Base):
    """That children are asked to look at a draft of results, by a code, until a day or until it is ended."""

    __tablename__ = "reviews"
    __table_args__ = (UniqueConstraint("code"),)
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("releases.id"), index=True)
    code: Mapped[str | None] = mapped_column(String(12))  # none once it is ended: no code opens it again
    until: Mapped[date]  # the last day on which the code opens
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)  # key -> heading in the first language, in order
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_on: Mapped[date | None]


# How many said what of a part of a draft; part "" counts how many children answered about this version.
review_counts = Table(
    "review_counts",
    Base.metadata,
    Column("review_id", Integer, ForeignKey("reviews.id"), primary_key=True),
    Column("language", String(16), primary_key=True),
    Column("band", String(32), primary_key=True),
    Column("part", String(64), primary_key=True),
    Column("verdict", String(12), primary_key=True),
    Column("children", Integer, nullable=False),
    CheckConstraint(_one_of("verdict", (*VERDICTS, "")), name="verdict_known"),
    CheckConstraint("children >= 0", name="no_negative_count"),
    sqlite_with_rowid=False,
)

# What children wrote about a part: held until somebody has read it.
review_notes = Table(
    "review_notes",
    Base.metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("review_id", Integer, ForeignKey("reviews.id"), nullable=False, index=True),
    Column("part", String(64), nullable=False),
    Column("language", String(16), nullable=False),
    Column("band", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(8), nullable=False, server_default="held"),
    CheckConstraint("length(id) = 16", name="id_is_random"),
    CheckConstraint(_one_of("state", NOTE_STATES), name="state_known"),
    sqlite_with_rowid=False,
)


class ReviewReply(Base):
    """What the office answers to children who found a part not clear or not true, and does about it."""

    __tablename__ = "review_replies"
    __table_args__ = (CheckConstraint("reply <> ''", name="says_something"),)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(64), primary_key=True)
    reply: Mapped[str] = mapped_column(Text)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    written_on: Mapped[date]


class Wording(Base):
    """Sentences of the summary for children that the office has changed: language -> band -> key -> words."""

    __tablename__ = "wordings"
    wave_id: Mapped[int] = mapped_column(ForeignKey("waves.id"), primary_key=True)
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    written_on: Mapped[date]
