"""The mix pool: answers wait here, sealed, until enough have gathered to go on in a shuffled batch.

Crash safety: the key of the next generation is on disk before the flush commits, the old one is destroyed
after; whichever side of the commit a crash falls on, the pool row names a key that exists.
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import SystemRandom

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, Engine, Table, insert

from consult.services import database
from consult.services.collecting.keyring import LATE, SPENT, new_generation
from consult.tables import pool, responses, texts

# A batch hides a child among the others in it: who holds two copies of the database, made before and after a
# flush, still faces ten. The same ten is the smallest cell the analysis publishes (ACRO's default).
K = 10
STEP = 256  # bytes; an entry's size tells only how many steps it fills
NONCE = 12  # bytes, as AES-GCM wants


@dataclass(frozen=True, slots=True)
class Mix:
    """When a pool is due (entries gathered) and how many random ones stay behind at a flush."""

    due: int
    keep: int


# If nearly every child writes, both pools fill in step, and a batch of texts would come from the same ten
# children as a batch of responses. So half of the texts, chosen by chance, wait for a later batch.
MIXES = {"responses": Mix(due=K, keep=0), "texts": Mix(due=2 * K, keep=K)}
FINAL: dict[str, Table] = {"responses": responses, "texts": texts}


@dataclass(frozen=True, slots=True)
class Held:
    """A pool row, locked by the transaction that read it: its key's name and its sealed entries."""

    wave_id: int
    store: str
    generation: str
    entries: tuple[bytes, ...]

    @property
    def late(self) -> bool:
        """Tell whether the poll is closed, and this pool waits for its tablets only."""
        return self.generation.rpartition("-")[2].startswith(LATE)

    @property
    def due(self) -> bool:
        """Tell whether enough entries have gathered for a batch."""
        return len(self.entries) >= MIXES[self.store].due


# Statements for the drivers themselves: on the way of every submission, SQLAlchemy's own road costs more CPU
# than the statement. Who needs both rows locks "responses" first, so that no two writers wait for each other.
_LOOK = {
    "sqlite": "SELECT generation, entries FROM pool WHERE wave_id = :wave AND store = :store",
    "postgresql": "SELECT generation, entries FROM pool WHERE wave_id = %(wave)s AND store = %(store)s "
    "FOR UPDATE",
}
_KEEP = {
    "sqlite": "UPDATE pool SET generation = :key, entries = :sealed WHERE wave_id = :wave AND store = :store",
    "postgresql": "UPDATE pool SET generation = %(key)s, entries = %(sealed)s "
    "WHERE wave_id = %(wave)s AND store = %(store)s",
}
_chance = SystemRandom()


def start(connection: Connection, wave_id: int, wave_keys: str) -> None:
    """Make a wave's empty pools and their first keys; from now on the wave takes submissions."""
    ring = database.keyring(connection.engine)
    ring.create(f"{wave_keys}-{SPENT}")
    for store in MIXES:
        generation = new_generation(wave_keys, store)
        ring.create(generation)
        connection.execute(
            insert(pool).values(wave_id=wave_id, store=store, generation=generation, entries=b"")
        )


def look(connection: Connection, wave_id: int, store: str) -> Held | None:
    """Lock and read one of a wave's pools; a closed wave has none."""
    found = connection.exec_driver_sql(_LOOK[connection.dialect.name], {"wave": wave_id, "store": store})
    row = found.first()
    return Held(wave_id, store, row[0], tuple(split(row[1]))) if row else None


def add(connection: Connection, held: Held, payloads: Sequence[bytes]) -> Held:
    """Seal payloads into a locked pool, shuffled among those already there."""
    if not payloads:
        return held
    cipher = database.keyring(connection.engine).cipher(held.generation)
    sealed = [seal(cipher, held.generation, payload) for payload in payloads]
    return _keep(connection, held, held.generation, [*held.entries, *sealed])


def flush(  # noqa: PLR0913  which pool, and which of four ways
    engine: Engine,
    wave_id: int,
    store: str,
    *,
    everything: bool = False,
    drain: bool = False,
    late: bool = False,
) -> int:
    """Move a due pool into its final table in one transaction; give the number of rows made.

    `everything` is for closing: all entries go, however few, and the pool itself goes with them. `drain` is
    for a live room whose prompt is closed: all entries go, and the pool stays for the next prompt. `late` is
    for closing a poll whose tablets are still out: all entries go, and the pool stays for the tablets alone.
    """
    ring = database.keyring(engine)
    with database.write(engine) as connection:
        held = look(connection, wave_id, store)
        turning = late and held is not None and not held.late
        if held is None or not (held.due or everything or turning or (drain and held.entries)):
            return 0
        leaving, staying = _draw(held, 0 if everything or drain or turning else MIXES[store].keep)
        cipher = ring.cipher(held.generation)
        made = _finish(connection, held, [unseal(cipher, held.generation, entry) for entry in leaving])
        if everything:
            _remove(connection, held)
            renewed = None
        else:
            kept = [unseal(cipher, held.generation, entry) for entry in staying]
            renewed = _renew(connection, held, kept, late=late or held.late)
    if renewed:
        ring.adopt(*renewed)
    ring.destroy(held.generation)
    return made


def _draw(held: Held, keep: int) -> tuple[list[bytes], list[bytes]]:
    """Shuffle the entries and set `keep` of them aside."""
    entries = list(held.entries)
    _chance.shuffle(entries)
    return entries[keep:], entries[:keep]


def _finish(connection: Connection, held: Held, payloads: list[bytes]) -> int:
    """Insert the opened entries as final rows under fresh random ids, shuffled once more."""
    rows = [
        {"id": secrets.token_bytes(16), "wave_id": held.wave_id, **row}
        for payload in map(json.loads, payloads)
        for row in (payload if isinstance(payload, list) else [payload])
    ]
    _chance.shuffle(rows)
    if rows:
        connection.execute(insert(FINAL[held.store]), rows)
    return len(rows)


def _renew(connection: Connection, held: Held, payloads: list[bytes], *, late: bool) -> tuple[str, AESGCM]:
    """Give the pool its next key and seal those that stay under it."""
    generation = new_generation(held.generation.partition("-")[0], held.store, late=late)
    cipher = database.keyring(connection.engine).create(generation)
    _keep(connection, held, generation, [seal(cipher, generation, each) for each in payloads])
    return generation, cipher


def _keep(connection: Connection, held: Held, generation: str, entries: list[bytes]) -> Held:
    _chance.shuffle(entries)
    values = {"wave": held.wave_id, "store": held.store, "key": generation, "sealed": joined(entries)}
    connection.exec_driver_sql(_KEEP[connection.dialect.name], values)
    return Held(held.wave_id, held.store, generation, tuple(entries))


def _remove(connection: Connection, held: Held) -> None:
    connection.execute(pool.delete().where(pool.c.wave_id == held.wave_id, pool.c.store == held.store))


def seal(cipher: AESGCM, generation: str, plain: bytes) -> bytes:
    """Encrypt JSON, filled with blanks to the next step."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + cipher.encrypt(nonce, plain.ljust(-(-len(plain) // STEP) * STEP), generation.encode())


def unseal(cipher: AESGCM, generation: str, entry: bytes) -> bytes:
    """Decrypt an entry, blanks and all."""
    return cipher.decrypt(entry[:NONCE], entry[NONCE:], generation.encode())


def joined(entries: Sequence[bytes]) -> bytes:
    """Put entries one behind the other, each with its length, as a pool keeps them."""
    return b"".join(len(entry).to_bytes(4, "big") + entry for entry in entries)


def split(entries: bytes) -> Iterator[bytes]:
    """Take the entries of a pool apart."""
    at = 0
    while at < len(entries):
        end = at + 4 + int.from_bytes(entries[at : at + 4], "big")
        yield entries[at + 4 : end]
        at = end
