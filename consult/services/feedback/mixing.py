"""Pools for what children say of results: sealed and mixed like answers to polls, then counted.

As `collecting.pool`, but what leaves is given to `count` in the same transaction and kept as counts only.
The keys belong to the pool alone: those of a wave go soon after it is closed, and results come later.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import SystemRandom
from typing import Any

from sqlalchemy import Connection, Engine, Select, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from consult.services import database
from consult.services.collecting.keyring import SPENT, Keyring, new_generation
from consult.services.collecting.pool import K, joined, seal, split, unseal
from consult.tables import feedback_pools

Said = Mapping[str, Any]
Count = Callable[[Connection, Sequence[Said]], None]
_OWNER = 8  # random bytes by which the keys of a pool are called
_chance = SystemRandom()


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool that this transaction holds: the keys' owner, the generation in use, what waits."""

    name: str
    generation: str
    entries: tuple[bytes, ...]

    @property
    def owner(self) -> str:
        """Say how the keys of this pool are called."""
        return self.generation.partition("-")[0]


def hold(connection: Connection, name: str) -> Pool:
    """Lock a pool, and make it first where there is none or where its key is lost (a restored backup)."""
    found = connection.execute(_locked(name)).first()
    if found is None:
        _make(connection, name)
        found = connection.execute(_locked(name)).one()
    pool = Pool(name, found.generation, tuple(split(found.entries)))
    try:
        ring = database.keyring(connection.engine)
        ring.cipher(pool.generation)
        ring.spent_secret(pool.owner)
    except FileNotFoundError:
        connection.execute(delete(feedback_pools).where(feedback_pools.c.name == name))
        _make(connection, name)
        return hold(connection, name)
    return pool


def _locked(name: str) -> Select[tuple[str, bytes]]:
    row = select(feedback_pools.c.generation, feedback_pools.c.entries)
    return row.where(feedback_pools.c.name == name).with_for_update()


def _make(connection: Connection, name: str) -> None:
    """Make an empty pool and its keys; whoever else makes it at this moment may win."""
    generation = new_generation(secrets.token_hex(_OWNER), "feedback")
    ring = database.keyring(connection.engine)
    ring.create(f"{generation.partition('-')[0]}-{SPENT}")
    ring.create(generation)
    values = {"name": name, "generation": generation, "entries": b""}
    dialect = sqlite if database.is_sqlite(connection) else postgresql
    connection.execute(dialect.insert(feedback_pools).values(**values).on_conflict_do_nothing())
    if connection.execute(_locked(name)).one().generation != generation:
        ring.destroy_wave(generation.partition("-")[0])


def add(connection: Connection, pool: Pool, said: Said) -> Pool:
    """Seal what a child said among what waits already."""
    cipher = database.keyring(connection.engine).cipher(pool.generation)
    sealed = seal(cipher, pool.generation, database.compact(said).encode())
    return _keep(connection, pool, pool.generation, [*pool.entries, sealed])


def _keep(connection: Connection, pool: Pool, generation: str, entries: list[bytes]) -> Pool:
    _chance.shuffle(entries)
    values = {"generation": generation, "entries": joined(entries)}
    connection.execute(update(feedback_pools).where(feedback_pools.c.name == pool.name).values(values))
    return Pool(pool.name, generation, tuple(entries))


def is_due(pool: Pool) -> bool:
    """Say whether enough have gathered for a batch."""
    return len(pool.entries) >= K


def empty(connection: Connection, pool: Pool, count: Count) -> tuple[str, str]:
    """Count all that waits, in an order drawn by chance, under a fresh key; give the old key and the new.

    The caller destroys the old one once the transaction is committed.
    """
    ring = database.keyring(connection.engine)
    count(connection, opened(ring, pool))
    fresh = new_generation(pool.owner, "feedback")
    ring.create(fresh)
    _keep(connection, pool, fresh, [])
    return pool.generation, fresh


def opened(ring: Keyring, pool: Pool) -> list[Said]:
    """Give what waits, shuffled."""
    cipher = ring.cipher(pool.generation)
    said = [json.loads(unseal(cipher, pool.generation, entry)) for entry in pool.entries]
    _chance.shuffle(said)
    return said


def end(engine: Engine, name: str, count: Count | None) -> None:
    """Count what waits, however few (or forget it, without `count`), and remove the pool and its keys."""
    ring = database.keyring(engine)
    with database.write(engine) as connection:
        found = connection.execute(_locked(name)).first()
        if found is None:
            return
        pool = Pool(name, found.generation, tuple(split(found.entries)))
        if count is not None and pool.entries:
            _count_if_it_opens(connection, ring, pool, count)
        connection.execute(delete(feedback_pools).where(feedback_pools.c.name == name))
    ring.destroy_wave(pool.owner)


def _count_if_it_opens(connection: Connection, ring: Keyring, pool: Pool, count: Count) -> None:
    try:
        said = opened(ring, pool)
    except FileNotFoundError:  # a restored backup: nobody can ever read it
        return
    count(connection, said)


def increase(connection: Connection, table: Any, key: Mapping[str, Any], children: int) -> None:  # noqa: ANN401
    """Add to a count of a Core table whose primary key is `key`; the pool's lock is held."""
    mine = [table.c[name] == value for name, value in key.items()]
    changed = update(table).where(*mine).values(children=table.c.children + children)
    if not connection.execute(changed).rowcount:
        connection.execute(insert(table).values(**key, children=children))
