"""The way in: the mix pool and the set of spent keys. Neither knows a time, an order or a child."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, LargeBinary, String, Table

from consult.tables.base import Base

# One row per (wave, store), there exactly while the wave takes something in: no row, no submission. A closed
# wave keeps them for tablets that are still out, and then `generation` says so.
# `entries` is a shuffled array of sealed entries; `generation` names the key file that opens them.
pool = Table(
    "pool",
    Base.metadata,
    Column("wave_id", Integer, ForeignKey("waves.id"), primary_key=True, autoincrement=False),
    Column("store", String(9), primary_key=True),
    Column("generation", String(64), nullable=False),
    Column("entries", LargeBinary, nullable=False),
    CheckConstraint("store IN ('responses', 'texts')", name="store_known"),
    sqlite_with_rowid=False,
)

# The digest is keyed by a secret outside the database; the day is there only so that it can expire.
spent_keys = Table(
    "spent_keys",
    Base.metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("day", Date, nullable=False),
    CheckConstraint("length(digest) = 32", name="digest_is_sha256"),
    sqlite_with_rowid=False,
)
