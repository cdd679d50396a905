"""Who is asked a question that hangs on earlier answers: what its condition tells of how many they are.

The condition is public, so whoever reads that 290 answered a question asked of all who said yes knows how
many said yes. The audit therefore ties the two tables: exactly where the condition names choices of one
question with one answer, and by what is surely no more and no less where it is made of several.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.bases import KINDS
from analysis.disclosure.auditing.equations import Equations
from analysis.disclosure.protected import NOT_ASKED, OVERALL, TOTAL

AGE = "age_band"
# Counts whose sum is at least, or at most, the number of children who meet a condition.
Sums = list[list[int]]


def asked_of(codebook: Mapping[str, Any]) -> dict[str, Any]:
    """Give the conditions of a codebook by question, and the age bands of all questions; {} without any."""
    conditions = {q["name"]: q["ask_if"] for q in codebook["questions"] if q.get("ask_if")}
    if not conditions:
        return {}
    return {"if": conditions, "bands": {q["name"]: list(q["bands"]) for q in codebook["questions"]}}


def named(condition: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """List the questions that a condition names."""
    match condition:
        case {"question": str(name)}:
            yield name
        case {"all": parts} | {"any": parts}:
            yield from (name for part in parts for name in named(part))
        case {"not": part}:
            yield from named(part)


def tie(equations: Equations, asked: Mapping[str, Any]) -> None:
    """Add to what an outsider knows that those asked a question are those who meet its condition."""
    for (question, item), columns in list(equations.columns.items()):
        condition = asked.get("if", {}).get(question)
        for (breakdown, group), column in columns.items() if condition else ():
            at = _At(equations, asked["bands"], question, (breakdown, group))
            if equations.statuses[question, item, breakdown, group] == NOT_ASKED and breakdown == AGE:
                continue
            met = at.meeting(condition, item)
            equations.sums.append(
                ([column["base"][0], *column["missing"], met], [1.0] * (1 + len(column["missing"])) + [-1.0])
            )


@dataclass(frozen=True, slots=True)
class _At:
    """A condition in one column of the question that hangs on it."""

    equations: Equations
    bands: Mapping[str, Sequence[str]]
    question: str
    column: tuple[str, str]

    def meeting(self, condition: Any, path: str) -> int:  # noqa: ANN401 - JSON
        """Give the place of the number of children here, of the question's ages, who meet a condition."""
        place = self.equations.unknown("asked", self.question, *self.column, path)
        everybody = self._everybody()
        self._bound(place, [], [everybody])
        match condition:
            case {"question": str(name), "is": list(choices)}:
                self._bound(place, *self._choices(name, set(choices)))
            case {"question": str(name), "answered": _}:
                self._bound(place, *self._answered(name))
            case {"all": list(parts)}:
                found = [self.meeting(part, f"{path}.{at}") for at, part in enumerate(parts)]
                self._bound(place, [], [[part] for part in found])
                # Who meets all is missing from none of the parts.
                self._limit(found, [place, *everybody * (len(found) - 1)])
            case {"any": list(parts)}:
                found = [self.meeting(part, f"{path}.{at}") for at, part in enumerate(parts)]
                self._bound(place, [[part] for part in found], [found])
            case {"not": part}:
                rest = self.meeting(part, f"{path}.0")
                self._limit([place, rest], everybody)
                if self._all_here():
                    self._limit(everybody, [place, rest])
        return place

    def _bound(self, place: int, least: Sums, most: Sums) -> None:
        for parts in least:
            self._limit(parts, [place])
        for parts in most:
            self._limit([place], parts)

    def _limit(self, low: Sequence[int], high: Sequence[int]) -> None:
        """State that one sum is at most another."""
        factors = [1.0] * len(low) + [-1.0] * len(high)
        self.equations.limits.append(([*low, *high], factors))

    def _everybody(self) -> list[int]:
        """Give the counts that add up to the children of the column who are of the question's ages."""
        breakdown, group = self.column
        known = [key[2] for key in self.equations.places if key[:2] == ("children", AGE) and len(key) == 3]
        inside = [band for band in known if band in self.bands[self.question]]
        if breakdown == OVERALL and set(self.bands[self.question]) <= set(known):
            return [self.equations.places["children", AGE, band] for band in inside]
        return [self.equations.unknown("children", breakdown, group)]

    def _all_here(self) -> bool:
        """Say whether everybody in the column is of the question's ages, or can be summed by them."""
        known = {key[2] for key in self.equations.places if key[:2] == ("children", AGE) and len(key) == 3}
        whole = bool(known) and known <= set(self.bands[self.question])
        return whole or self.column[0] == AGE or (self.column[0] == OVERALL and bool(known))

    def _choices(self, name: str, wanted: set[str]) -> tuple[Sums, Sums]:
        """Bound by what was said to the named question: exact where one answer was given to it."""
        shape, item = self._table(name)
        if shape is None:
            return self._groups(name, wanted)
        if not self._printed(name, item):
            return [], []
        kinds = self._rows(name, item, "missing", wanted & set(KINDS))
        rows = {row: self.equations.joins[name, item, row] for row in self._names(name, item)}
        inside = self._rows(name, item, "choice", [row for row, of in rows.items() if of <= wanted])
        near = self._rows(name, item, "choice", [row for row, of in rows.items() if of & wanted])
        least = [[*inside, *kinds]]
        if shape == "multiple":
            least = [[row, *kinds] for row in inside]
        most = [[*near, *kinds]] if shape in {"single", "multiple"} else self._answered(name)[1]
        if shape == "number":
            least, most = [], []
        return (least if self._within(name) else []), most

    def _answered(self, name: str) -> tuple[Sums, Sums]:
        items = [item for question, item in self.equations.columns if question == name]
        if not items or not all(self._printed(name, item) for item in items):
            return [], []
        bases = [self._rows(name, item, "base", [""]) for item in items]
        return (bases if self._within(name) else []), [[base for parts in bases for base in parts]]

    def _groups(self, name: str, wanted: set[str]) -> tuple[Sums, Sums]:
        """Bound by who took part, where the named question is one of those that tell groups apart."""
        found = [self.equations.places.get(("children", name, choice)) for choice in sorted(wanted)]
        parts = [place for place in found if place is not None]
        if self.column[0] != OVERALL or len(parts) != len(found):
            return [], []
        return ([parts] if self._within(name) else []), [parts]

    def _within(self, name: str) -> bool:
        """Say whether the counts of a question hold no child of other ages than this question's."""
        breakdown, _ = self.column
        mine, theirs = set(self.bands[self.question]), set(self.bands.get(name, ()))
        return breakdown == AGE or (bool(theirs) and theirs <= mine) or self._by_age(name)

    def _by_age(self, name: str) -> bool:
        """Say whether the question's own ages can be summed from the named one's table by age."""
        shape, item = self._table(name)
        wanted = [band for band in self.bands[self.question] if band in self.bands.get(name, ())]
        columns = self.equations.columns.get((name, item), {})
        return self.column[0] == OVERALL and shape is not None and all((AGE, b) in columns for b in wanted)

    def _table(self, name: str) -> tuple[str | None, str]:
        items = [item for question, item in self.equations.columns if question == name]
        return (self.equations.shapes[name, items[0]], items[0]) if len(items) == 1 else (None, "")

    def _printed(self, name: str, item: str) -> bool:
        return self._by_age(name) or self.column in self.equations.columns[name, item]

    def _names(self, name: str, item: str) -> list[str]:
        return [row for question, of, row in self.equations.joins if (question, of) == (name, item)]

    def _rows(self, name: str, item: str, kind: str, rows: Iterable[str]) -> list[int]:
        """Give the places of rows of a table in this column, or of their parts by the ages wanted."""
        breakdown, group = self.column
        columns = [(breakdown, group)]
        if breakdown == OVERALL and self._by_age(name):
            bands = [band for band in self.bands[self.question] if band in self.bands[name]]
            columns = [(AGE, band) for band in bands]
        keys = [(name, item, kind, b, row, TOTAL if b == OVERALL else g) for row in rows for b, g in columns]
        return [self.equations.places[key] for key in keys if key in self.equations.places]
