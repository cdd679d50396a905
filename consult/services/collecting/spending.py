"""Spent keys: what makes a repeated submission count once. A set of keyed digests that joins to nothing."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from consult.services import database
from consult.tables import Wave, spent_keys

# One statement for the driver itself: SQLAlchemy's own road costs more than the insert.
_SQLITE = "INSERT INTO spent_keys (digest, day) VALUES (:digest, :day) ON CONFLICT DO NOTHING"
_POSTGRES = (
    "INSERT INTO spent_keys (digest, day) SELECT * FROM unnest(%(digests)s::bytea[], %(days)s::date[]) "
    "ON CONFLICT DO NOTHING RETURNING digest"
)


@dataclass(frozen=True, slots=True)
class SpentKey:
    """A phone's key and the day on which it came; nothing else is ever known of it."""

    key: bytes
    day: date


def spend(connection: Connection, wave_keys: str, keys: Sequence[SpentKey]) -> list[bool]:
    """Mark keys as spent, in the order given; tell for each whether it was fresh."""
    days: dict[bytes, str] = {}
    digests = _digests(connection, wave_keys, keys)
    for digest, key in zip(digests, keys, strict=True):
        days.setdefault(digest, key.day.isoformat())
    fresh = _insert(connection, days)
    outcomes = []
    for digest in digests:
        outcomes.append(digest in fresh)
        fresh.discard(digest)  # the same key twice in one transaction counts once
    return outcomes


def take_back(connection: Connection, wave_keys: str, keys: Sequence[SpentKey]) -> None:
    """Make keys fresh again, in the transaction that spent them: what they stood for was refused."""
    if keys:
        digests = _digests(connection, wave_keys, keys)
        connection.execute(delete(spent_keys).where(spent_keys.c.digest.in_(digests)))


def spent(connection: Connection, wave_id: int, keys: Sequence[SpentKey]) -> list[bool]:
    """Tell for each key whether a wave has it; all unknown once the wave's secret is destroyed."""
    owner = connection.scalar(select(Wave.keys).where(Wave.id == wave_id))
    try:
        digests = _digests(connection, owner or "", keys)
    except FileNotFoundError:
        return [False] * len(keys)
    known = set(connection.scalars(select(spent_keys.c.digest).where(spent_keys.c.digest.in_(digests))))
    return [digest in known for digest in digests]


def _digests(connection: Connection, wave_keys: str, keys: Sequence[SpentKey]) -> list[bytes]:
    secret = database.keyring(connection.engine).spent_secret(wave_keys)
    return [hmac.digest(secret, each.key, "sha256") for each in keys]


def _insert(connection: Connection, days: dict[bytes, str]) -> set[bytes]:
    """Insert digests; give those that were not there before."""
    if database.is_sqlite(connection):
        return {
            digest
            for digest, day in days.items()
            if connection.exec_driver_sql(_SQLITE, {"digest": digest, "day": day}).rowcount
        }
    values = {"digests": list(days), "days": list(days.values())}
    return {bytes(row[0]) for row in connection.exec_driver_sql(_POSTGRES, values)}
