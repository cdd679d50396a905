"""Straight-lining: the same answer in every row of a grid, and how often chance alone would give it.

Chance means that a child's rows have nothing to do with each other: within age band and language, the sum
over the answers of the product of each row's share. Honest opinions hang together, so a share above it is
usual; what tells is how far above, and a grid with reversed rows, where one answer throughout contradicts
itself.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from analysis.quality.store import name, text

# With fewer rows the same answer throughout is nothing unusual.
LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Grid:
    """Children who answered all rows they were asked: how many, how many with one answer, how many by chance.

    `usual` names the answer most straight lines consist of. `contradicting`: one answer, not the middle one,
    to rows of both directions; None where the codebook marks no row as reversed. Exact: not to be shown.
    """

    question: str
    complete: int
    straight: int
    expected: float
    usual: str
    usual_count: int
    contradicting: int | None


@dataclass(frozen=True, slots=True)
class Lines:
    """SQL conditions about one grid: all rows answered; one answer; one answer against the rows' sense."""

    question: Mapping[str, Any]
    columns: tuple[str, ...]
    not_asked: int

    @property
    def complete(self) -> str:
        """Every row that was asked has a substantive answer, and there are enough rows."""
        each = " AND ".join(f"({name(c)} >= 0 OR {name(c)} = {self.not_asked})" for c in self.columns)
        return f"({each} AND {self._answered(self.columns)} >= {LEAST_ROWS})"

    @property
    def top(self) -> str:
        """The greatest code of the rows, which is the one answer of a straight line."""
        return f"greatest({', '.join(name(column) for column in self.columns)})"

    @property
    def straight(self) -> str:
        """All rows that were asked have one answer."""
        same = " AND ".join(f"{name(c)} IN ({self.not_asked}, {self.top})" for c in self.columns)
        return f"({self.complete} AND {same})"

    @property
    def contradicting(self) -> str:
        """A straight line through rows of both directions that is not in the middle of the scale."""
        turned = [v["column"] for v in self.question["variables"] if v.get("reversed")]
        plain = [column for column in self.columns if column not in turned]
        if not turned or not plain:
            return "false"
        both = f"{self._answered(turned)} > 0 AND {self._answered(plain)} > 0"
        return f"({self.straight} AND {both} AND NOT ({self._middle()}))"

    def _middle(self) -> str:
        values = self.question["variables"][0]["values"]
        conditions = ["false"]
        for band in self.question["bands"]:
            codes = [value["code"] for value in values if band in value["bands"]]
            if len(codes) % 2:
                conditions.append(f"(age_band = {text(band)} AND {self.top} = {codes[len(codes) // 2]})")
        return " OR ".join(conditions)

    @staticmethod
    def _answered(columns: list[str] | tuple[str, ...]) -> str:
        return "(" + " + ".join(f"({name(column)} >= 0)::INT" for column in columns) + ")"


def grids(codebook: Mapping[str, Any]) -> tuple[Lines, ...]:
    """Give the grids that have rows enough."""
    found = (q for q in codebook["questions"] if q["shape"] == "grid" and len(q["variables"]) >= LEAST_ROWS)
    missing = codebook["missing"]["not_asked"]
    return tuple(Lines(q, tuple(v["column"] for v in q["variables"]), missing) for q in found)


def every_grid(found: tuple[Lines, ...]) -> str:
    """Say in SQL: a child who completed two grids or more and gave one answer to each of them."""
    if len(found) < 2:
        return "false"
    complete = " + ".join(f"{lines.complete}::INT" for lines in found)
    straight = " + ".join(f"{lines.straight}::INT" for lines in found)
    return f"({complete} >= 2 AND {complete} = {straight})"


def straight_lines(store: duckdb.DuckDBPyConnection, codebook: Mapping[str, Any]) -> Iterator[Grid]:
    """Count the straight lines of every grid."""
    for lines in grids(codebook):
        query = (
            f"SELECT {lines.top}, count(*), count(*) FILTER ({lines.straight}), "  # noqa: S608 - checked names
            f"count(*) FILTER ({lines.contradicting}) FROM responses WHERE {lines.complete} GROUP BY ALL"
        )
        found = store.execute(query).fetchall()
        by_code = {code: straight for code, _, straight, _ in found}
        usual = min(by_code, key=lambda code: (-by_code[code], code), default=None)
        turned = any(v.get("reversed") for v in lines.question["variables"])
        yield Grid(
            question=lines.question["name"],
            complete=sum(row[1] for row in found),
            straight=sum(by_code.values()),
            expected=_expected(store, lines),
            usual=_named(lines.question, usual),
            usual_count=by_code.get(usual, 0),
            contradicting=sum(row[3] for row in found) if turned else None,
        )


def _expected(store: duckdb.DuckDBPyConnection, lines: Lines) -> float:
    """Sum, over age band and language, children x sum over answers of the product of the rows' shares."""
    shares: dict[tuple[str, str], dict[str, dict[int, int]]] = defaultdict(dict)
    for column in lines.columns:
        query = (
            f"SELECT age_band, language, {name(column)}, count(*) FROM responses "  # noqa: S608 - same
            f"WHERE {lines.complete} AND {name(column)} >= 0 GROUP BY ALL ORDER BY ALL"
        )
        for band, language, code, count in store.execute(query).fetchall():
            shares[band, language].setdefault(column, {})[code] = count
    return math.fsum(_by_chance(rows) for rows in shares.values())


def _by_chance(rows: Mapping[str, Mapping[int, int]]) -> float:
    children = [sum(counts.values()) for counts in rows.values()]
    codes = {code for counts in rows.values() for code in counts}
    lines = (
        math.prod(counts.get(code, 0) / n for counts, n in zip(rows.values(), children, strict=True))
        for code in sorted(codes)
    )
    return max(children) * math.fsum(lines)


def _named(question: Mapping[str, Any], code: int | None) -> str:
    values = question["variables"][0]["values"]
    return next((str(value["name"]) for value in values if value["code"] == code), "")
