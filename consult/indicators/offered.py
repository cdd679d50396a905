"""The starting set: what an office of this mandate usually counts, with its words in six languages."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FIGURES = "figures_2023.toml"


@dataclass(frozen=True, slots=True)
class Definition:
    """An indicator as staff define it."""

    code: str
    kind: str
    names: dict[str, str]
    units: dict[str, str]
    breakdowns: tuple[str, ...] = ()
    counted: str = ""
    editors: tuple[int, ...] = ()


@cache
def offered() -> tuple[Definition, ...]:
    """Give the starting set, in the order of lists."""
    return tuple(
        Definition(
            code=row["code"],
            kind=row["kind"],
            names=row["names"],
            units=row["units"],
            breakdowns=tuple(row["breakdowns"]),
            counted=row["counted"],
        )
        for row in _read("offered.toml")["indicator"]
    )


def example() -> tuple[int, dict[str, int]]:
    """Give a year and its figures by code, as the office once entered them."""
    found = _read(FIGURES)
    return found["year"], found["figures"]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("consult.indicators").joinpath(name).read_text(encoding="utf-8"))
