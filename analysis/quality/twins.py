"""Responses that are identical within their group, and what chance alone would give: SQL, in bounded memory.

Chance means that questions are answered independently of each other within a group (age band and language);
the rows of one question, its ticks or its ranks, are one answer, and which questions were left out is one
answer too. Frequencies are the group's own and contain the twins themselves: small groups are judged mildly.
"""

from dataclasses import dataclass

import duckdb

from analysis.quality.store import Unit, quoted

# Far beyond chance: once in a hundred bundles if questions had nothing to do with each other, and twice
# what was expected. Frequencies that a large cluster has itself driven up leave no room for more than twice.
FALSE_ALARMS = 0.01
TIMES_EXPECTED = 2
# Where questions have to do with each other, many honest children answer alike; but then many answer nearly
# alike, too. A response that was copied has no such neighbours.
TIMES_NEAR = 3


@dataclass(frozen=True, slots=True)
class Twins:
    """Twins among `responses` by some questions within groups of some columns; tables start with `name`."""

    store: duckdb.DuckDBPyConnection
    name: str
    within: tuple[str, ...]
    units: tuple[Unit, ...]

    @property
    def vector(self) -> str:
        """Say in SQL: one number for all answers of a child, the same for the same answers."""
        return f"hash({', '.join(unit.answer for unit in self.units) or '0'})"

    @property
    def group(self) -> str:
        """Name the columns of the group for SQL."""
        return quoted(self.within)

    def prepare(self) -> None:
        """Make the tables: {name}_twins (group, vector, size >= 2) and the frequencies of answers."""
        columns = "".join(f", {u.state} AS s{at}, {u.answer} AS a{at}" for at, u in enumerate(self.units))
        states = ", ".join(unit.state for unit in self.units) or "0"
        self._make(
            "VIEW",
            "coded",
            f"{self.group}, {self.vector} AS vector, hash({states}) AS pattern{columns}",
            "FROM responses",
        )
        coded = f"FROM {self.name}_coded"
        self._make(
            "TABLE",
            "twins",
            f"{self.group}, vector, count(*)::BIGINT AS size",
            f"{coded} GROUP BY ALL HAVING count(*) > 1",
        )
        for at, _ in enumerate(self.units):
            whole = f"sum(count(*)) OVER (PARTITION BY {self.group})::DOUBLE AS whole"
            self._make(
                "TABLE",
                f"f{at}",
                f"{self.group}, a{at} AS answer, count(*)::DOUBLE AS n, {whole}",
                f"{coded} WHERE s{at} = 0 GROUP BY {self.group}, a{at}",
            )
        self._patterns(coded)

    def _patterns(self, coded: str) -> None:
        """Make {name}_patterns: children per pattern of missing, and the pairs among them chance makes alike.

        pairs = n (n - 1) / 2 x, for each question answered, sum f (f - 1) / (F (F - 1)) over its answers.
        """
        states = "".join(f", any_value(s{at}) AS s{at}" for at, _ in enumerate(self.units))
        pairs = "(count(*)::DOUBLE * (count(*) - 1) / 2)::DOUBLE AS pairs"
        columns = f"{self.group}, pattern, count(*)::DOUBLE AS n{states}, {pairs}"
        self._make("TABLE", "patterns", columns, f"{coded} GROUP BY ALL")
        for at, _ in enumerate(self.units):
            alike = "sum(n * (n - 1)) / greatest(1, any_value(whole) * (any_value(whole) - 1))"
            self.store.execute(
                f"UPDATE {self.name}_patterns t SET pairs = pairs * alike FROM "  # noqa: S608 - our names
                f"(SELECT {self.group}, {alike} AS alike FROM {self.name}_f{at} GROUP BY ALL) o "
                f"WHERE s{at} = 0 AND {self._same}"
            )

    def judge(self) -> None:
        """Make {name}_copies (group, vector, size): the twins far beyond chance, and beyond their neighbours.

        With `rate` children expected to give these answers and size - 1 more who do: Chernoff's bound of the
        tail, exp(size - 1 - rate) (rate / (size - 1))^(size - 1), times the number of different vectors.
        """
        columns = "".join(
            f", any_value(s{at}) AS s{at}, any_value(a{at}) AS a{at}" for at, _ in enumerate(self.units)
        )
        self._make(
            "TABLE",
            "rates",
            f"{self.group}, vector, size, any_value(pattern) AS pattern, 0::DOUBLE AS log_rate{columns}",
            f"FROM {self.name}_coded JOIN {self.name}_twins USING ({self.group}, vector) GROUP BY ALL",
        )
        # The children who left out the same questions are those who could have given these answers.
        self._rate("ln(o.n)", "patterns", "t.pattern = o.pattern")
        for at, _ in enumerate(self.units):
            self._rate("ln(o.n / o.whole)", f"f{at}", f"t.s{at} = 0 AND t.a{at} = o.answer")
        repeated = f"(SELECT coalesce(sum(size - 1), 0) FROM {self.name}_twins)"  # noqa: S608 - our names
        different = f"((SELECT count(*) FROM responses) - {repeated})"  # noqa: S608 - same
        bound = "(size - 1) - exp(log_rate) + (size - 1) * (log_rate - ln(size - 1))"
        self._make(
            "TABLE",
            "suspects",
            "*",
            f"FROM {self.name}_rates WHERE size >= {TIMES_EXPECTED} * exp(log_rate) "
            f"AND {bound} + ln({different}) < ln({FALSE_ALARMS})",
        )
        self._stand_out()

    def _stand_out(self) -> None:
        """Keep the suspects that are three times as many as those who differ from them in one question."""
        apart = " + ".join(f"(t.a{at} <> o.a{at})::INTEGER" for at, _ in enumerate(self.units)) or "0"
        within = ", ".join(f"t.{column}" for column in self.within)
        self._make(
            "TABLE",
            "copies",
            f"{within}, t.vector, t.size",
            f"FROM {self.name}_suspects t JOIN {self.name}_coded o ON {self._same} "
            f"GROUP BY {within}, t.vector, t.size "
            f"HAVING t.size >= {TIMES_NEAR} * count(*) FILTER ({apart} = 1)",
        )

    def _rate(self, more: str, table: str, where: str) -> None:
        self.store.execute(
            f"UPDATE {self.name}_rates t SET log_rate = log_rate + {more} "  # noqa: S608 - our names
            f"FROM {self.name}_{table} o WHERE {where} AND {self._same}"
        )

    @property
    def _same(self) -> str:
        return " AND ".join(f"t.{column} = o.{column}" for column in self.within)

    def _make(self, what: str, table: str, columns: str, source: str) -> None:
        self.store.execute(f"CREATE {what} {self.name}_{table} AS SELECT {columns} {source}")
