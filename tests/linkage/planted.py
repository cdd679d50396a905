"""Leaks planted on purpose, so that every attacker is seen to find what it looks for.

As a script this is `consult` with leaks: python planted.py SEED,SEED serve --port 8000
"""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine


def _nothing(_subject: object) -> None:
    """Change nothing."""


@dataclass(frozen=True, slots=True)
class Seed:
    """One leak: who must find it, in which place (part of its name), and how it is planted."""

    name: str
    attacker: str
    place: str
    says: str
    plant: Callable[[pytest.MonkeyPatch], None] = _nothing
    alter: Callable[[Engine], None] = _nothing
    databases: tuple[str, ...] = ("sqlite", "postgresql")


def seeds() -> dict[str, Seed]:
    """Give all seeds by name."""
    # Imported late: what the seeds patch is the whole product, which other modules here can do without.
    import seeds_pages  # noqa: PLC0415
    import seeds_store  # noqa: PLC0415

    return {seed.name: seed for seed in (*seeds_store.SEEDS, *seeds_pages.SEEDS)}


@contextmanager
def growing(names: Collection[str]) -> Iterator[None]:
    """Let these leaks be in this process as long as the block lasts."""
    if not names:
        yield
        return
    known = seeds()
    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            known[name].plant(patch)
        yield


def alter(engine: Engine, names: Collection[str]) -> None:
    """Plant what lies in the database itself."""
    for name in sorted(names):
        seeds()[name].alter(engine)


if __name__ == "__main__":
    chosen = sys.argv.pop(1).split(",")
    from consult.cli import main

    with growing(chosen):
        main()
