"""Identical answers in a bundle: clusters of children far beyond chance, and batches of forms entered twice.

Clusters are judged one by one, by the answers within age band and language. A batch of forms entered twice
leaves many pairs of which none need be remarkable alone; so the whole rows on paper, with gender and
country, are judged together too: the pairs found against the pairs that chance gives.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from analysis.quality.store import WHO, text, units
from analysis.quality.twins import FALSE_ALARMS, Twins

_GROUP = ("age_band", "language")
# Forms are typed in by hand; what a phone sends twice is already known by its key.
_TYPED_IN = "paper"
_TIMES_EXPECTED = 10


@dataclass(frozen=True, slots=True)
class Channel:
    """One way of answering: its responses, those in clusters far beyond chance, and pairs of whole rows.

    `repeated` counts the responses whose whole row occurs more than once in the channel, `twice` those whose
    row occurs exactly twice, as when one batch of forms is entered two times.
    """

    name: str
    responses: int
    clustered: int
    repeated: int
    twice: int
    pairs: int
    expected_pairs: float

    @property
    def batches(self) -> bool:
        """Say whether the pairs of whole rows on paper are far beyond chance: ten times, and by Chernoff."""
        if self.name != _TYPED_IN or self.pairs < max(2.0, _TIMES_EXPECTED * self.expected_pairs):
            return False
        if self.expected_pairs == 0:
            return True
        ratio = math.log(self.expected_pairs / self.pairs)
        return self.pairs - self.expected_pairs + self.pairs * ratio < math.log(FALSE_ALARMS)


@dataclass(frozen=True, slots=True)
class Alike:
    """Identical answers in a bundle, exact: not to be shown.

    `pairs` and `expected_pairs` count pairs of children with the same answers; `clusters` those far beyond
    chance, holding `clustered` responses, the `largest` cluster of them.
    """

    responses: int
    pairs: int
    expected_pairs: float
    clusters: int
    clustered: int
    largest: int
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """The two searches for twins in an open store: by the answers, and by whole rows within a channel."""

    answers: Twins
    rows: Twins

    @classmethod
    def of(cls, store: duckdb.DuckDBPyConnection, codebook: Mapping[str, Any]) -> "Search":
        """Look, and leave the tables of both searches in the store."""
        found = units(codebook)
        search = cls(
            Twins(store, "answers", _GROUP, found), Twins(store, "rows", ("channel", *_GROUP), (*found, WHO))
        )
        search.answers.prepare()
        search.answers.judge()
        search.rows.prepare()
        return search

    def copied(self, channels: tuple[Channel, ...]) -> str:
        """Say in SQL, of a row of `responses`: it is in a cluster, or in a pair of a channel with batches."""
        answers, rows = self.answers, self.rows
        copies = f"SELECT {answers.group}, vector FROM answers_copies"  # noqa: S608 - our names
        cluster = f"({answers.group}, {answers.vector}) IN ({copies})"
        named = ", ".join(text(channel.name) for channel in channels if channel.batches)
        if not named:
            return f"({cluster})"
        twins = f"SELECT {rows.group}, vector FROM rows_twins"  # noqa: S608 - same
        pair = f"({rows.group}, {rows.vector}) IN ({twins})"
        return f"({cluster} OR (channel IN ({named}) AND {pair}))"


def identical(store: duckdb.DuckDBPyConnection, search: Search) -> Alike:
    """Sum up what a search found."""
    twins = "FROM answers_twins"
    (pairs,) = _row(store, f"SELECT coalesce(sum(size * (size - 1) / 2), 0) {twins}")
    (expected,) = _row(store, "SELECT coalesce(sum(pairs), 0) FROM answers_patterns")
    found = "SELECT count(*), coalesce(sum(size), 0), coalesce(max(size), 0) FROM answers_copies"
    clusters, clustered, largest = _row(store, found)
    (responses,) = _row(store, "SELECT count(*) FROM responses")
    return Alike(
        responses=int(responses),
        pairs=round(pairs),
        expected_pairs=float(expected),
        clusters=int(clusters),
        clustered=int(clustered),
        largest=int(largest),
        channels=_channels(store, search),
    )


def _channels(store: duckdb.DuckDBPyConnection, search: Search) -> tuple[Channel, ...]:
    query = (
        "WITH r AS (SELECT channel, sum(size) AS repeated, sum(size) FILTER (size = 2) AS twice, "  # noqa: S608 - our names
        "sum(size * (size - 1) / 2) AS pairs FROM rows_twins GROUP BY channel), "
        "e AS (SELECT channel, sum(pairs) AS expected FROM rows_patterns GROUP BY channel), "
        f"n AS (SELECT channel, count(*) AS n, count(*) FILTER ({search.copied(())}) AS copied "
        "FROM responses GROUP BY channel) "
        "SELECT channel, n, copied, coalesce(repeated, 0), coalesce(twice, 0), coalesce(pairs, 0), expected "
        "FROM n LEFT JOIN r USING (channel) JOIN e USING (channel) ORDER BY channel"
    )
    found = store.execute(query).fetchall()
    return tuple(
        Channel(str(name), int(n), int(copied), int(repeated), int(twice), int(pairs), float(expected))
        for name, n, copied, repeated, twice, pairs, expected in found
    )


def _row(store: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    return tuple(store.execute(query).fetchall()[0])
