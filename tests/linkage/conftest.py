"""Games for the tests, in short or in full (CONSULT_PROVE=full), and a place where findings are written down."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from chromium import driver
from findings import Finding, leaking, worst
from game import Game, played

__all__ = ["driver"]

FULL = os.environ.get("CONSULT_PROVE") == "full"
WRITTEN = "CONSULT_PROVED"  # the folder into which findings are written, if any
CHILDREN = {"sqlite": 507, "postgresql": 507} if FULL else {"sqlite": 67, "postgresql": 57}
Record = Callable[..., list[str]]


@pytest.fixture(scope="session")
def record() -> Iterator[Record]:
    """Write down what an attacker found, and give the places that leak."""
    rows: list[dict[str, object]] = []

    def note(attacker: str, where: str, found: Sequence[Finding], **more: object) -> list[str]:
        one = worst(found or [Finding("", 0, 0)])
        rows.append({"attacker": attacker, "where": where, "looked": len(found), "place": one.place,
                     "statistic": float(one.statistic), "bound": float(one.bound), "held": not leaking(found)}
                    | more)  # fmt: skip
        return leaking(found)

    yield note
    if path := os.environ.get(WRITTEN):
        (Path(path) / f"{os.getpid()}.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


@pytest.fixture
def full() -> bool:
    """Tell whether the whole battery is asked for."""
    return FULL


@pytest.fixture
def game(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Callable[..., Game]:
    """Play a game on the database of this test."""

    def start(*planted: str, number: int | None = None) -> Game:
        folder = tmp_path / "game"
        url, server = database_url, None
        if database_url.startswith("sqlite"):
            (folder / "instance").mkdir(parents=True)
            shutil.move(tmp_path / "consult.db", folder / "instance")
            url = f"sqlite:///{folder / 'instance' / 'consult.db'}"
        else:
            server = request.getfixturevalue("postgres")
        kind = "sqlite" if server is None else "postgresql"
        return played(folder, url, number or CHILDREN[kind], server, seeds=planted, full=FULL)

    return start
