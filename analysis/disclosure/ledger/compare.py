"""What two releases of the same children tell when they are laid side by side, number by number."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.disclosure.auditing.attack import Violation
from analysis.disclosure.auditing.audit import written
from analysis.disclosure.auditing.equations import Key, printed
from analysis.disclosure.ledger.published import Published
from analysis.disclosure.protected import OVERALL, TOTAL

_CHILDREN: Key = ("children", OVERALL, TOTAL)
# Who answers in a language with few children counts as "other": another freeze may set a language apart.
_FOLDED = "language"
_AGES = re.compile(r"(\d+)(?:-(\d+)|(\+))?")

_OF_TEXTS = frozenset({"words", "texts", "themes"})

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Differ:
    """When two releases are too close: a move is known as children of its own from `enough` on.

    `recut` names the rows of questions that hold other choices in the one release than in the other.
    """

    enough: float
    missing: float
    recut: frozenset[tuple[str, str, str]]

    def cut(self, key: Key) -> bool:
        """Say whether a key means different things in the two releases."""
        return len(key) == 6 and key[2] == "choice" and (key[0], key[1], key[4]) in self.recut

    def need(self, key: Key) -> float:
        """Give how wide the interval of a move must be."""
        return self.missing if len(key) == 6 and key[2] == "missing" else self.enough

    def tells(self, key: Key, low: float, high: float) -> bool:
        """Say whether a move isolates a few children: somebody surely, and nearly how many."""
        return 1 <= low < self.enough and high - low < self.need(key)


def enough_between(old: Published, new: Published) -> Differ:
    """Measure two releases by the stricter policy of both, and find what they cut differently."""
    joins = [_rows(release) for release in (old, new)]
    both = joins[0].keys() | joins[1].keys()
    recut = frozenset(row for row in both if joins[0].get(row) != joins[1].get(row))
    policies = old.policy, new.policy
    return Differ(
        float(max(policy.change for policy in policies)),
        float(max(policy.interval_missing for policy in policies)),
        recut,
    )


def compare(old: Published, new: Published) -> Iterator[Violation]:
    """Name what the printed numbers of two releases tell at a glance, without solving anything."""
    cells, differ = (_cells(old), _cells(new)), enough_between(old, new)
    keys = [key for key in cells[1] if key in cells[0] and not differ.cut(key)]
    if old.source == new.source:
        for key in keys:
            yield from _same(key, (cells[0][key], cells[1][key]), old)
    else:
        first, second = (old, new) if old.frozen <= new.frozen else (new, old)
        one, two = cells if first is old else (cells[1], cells[0])
        totals = one[_CHILDREN] or (0.0, 0.0), two[_CHILDREN] or (0.0, float("inf"))
        most = totals[1][1] - totals[0][0]
        for key in keys:
            yield from _moved(key, (one[key], two[key], most), differ, (first, second))
    for key, other, low, high in _recut(old, new, cells, differ):
        yield _violation(
            key,
            (low, high),
            f"it differs from “{other}” of {old.title} by {_between(low, high)}: if the one lies within the "
            "other, as cuts of the same children do, so few are known apart",
        )


def name_of(key: Key) -> str:
    """Name a count for a person: question, answer and group."""
    if key == _CHILDREN:
        return "the number of children who took part"
    if key[0] == "children":
        return f"who took part: {key[2]} ({key[1]})"
    if key[0] == "words":
        return f"{key[1]}: “{key[3]}” in {key[2]}"
    if key[0] == "themes":
        return f"{key[1]}: the theme “{key[2]}”"
    if key[0] == "texts":
        return f"{key[1]}: the number of texts"
    question, item, kind, breakdown, row, group = key
    what = "those who answered" if kind == "base" else f"“{row}”"
    among = "all" if breakdown == OVERALL else f"{group} ({breakdown})"
    return f"{question} {item}".strip() + f": {what} among {among}"


def _cells(release: Published) -> dict[Key, Range | None]:
    """Give the range every printed number stands for, None where it is hidden."""
    made = written(release.lines, release.policy, release.responses or 0, release.most, release.asked)
    found: dict[Key, Range | None] = {
        key: made.ranges[made.places[key]] if shown else None for key, shown in made.printed.items()
    }
    found[_CHILDREN] = made.ranges[made.places[_CHILDREN]]
    texts = {q: n for q, n in release.texts.items() if n is not None}
    return found | {("texts", q): printed(n, release.policy.of(q)) for q, n in texts.items()}


def _same(key: Key, ranges: tuple[Range | None, Range | None], old: Published) -> Iterator[Violation]:
    """Compare two prints of one number: of the same freeze."""
    before, now = ranges
    if before is None or now is None:
        if before != now:
            there, here = ("shown", "hidden") if now is None else ("hidden", "shown")
            known = before or now or (0.0, 0.0)
            reason = (
                f"{old.title} of the same freeze has it {there} and this release {here}: whoever has both "
                f"knows that {_holds(*known)}, and can work out what it was hidden for"
            )
            yield _violation(key, known, reason)
        return
    low, high = max(before[0], now[0]), min(before[1], now[1])
    if low > high:
        yield _violation(key, None, f"it contradicts {old.title} of the same freeze")
    elif high - low < min(before[1] - before[0], now[1] - now[0]):
        reason = f"rounded otherwise than in {old.title}: both together tell that {_holds(low, high)}"
        yield _violation(key, (low, high), reason)


def _moved(
    key: Key,
    ranges: tuple[Range | None, Range | None, float],
    differ: Differ,
    releases: tuple[Published, Published],
) -> Iterator[Violation]:
    """Compare two prints of a number that late children may have joined."""
    before, now, most = ranges
    if before is None or now is None:
        return
    low, high = max(0.0, now[0] - before[1]), min(now[1] - before[0], most)
    first, second = releases
    if key[0] == "themes":
        # People may code a text anew, so a theme may lose texts; few are few either way.
        low, high = max(low, before[0] - now[1]), max(now[1] - before[0], before[1] - now[0])
    if high < low:
        reason = f"it is smaller in {second.title} than in {first.title}, but children are only ever added"
        yield _violation(key, None, reason)
    elif differ.tells(key, low, high):
        how = "changed" if key[0] == "themes" else "grew"
        reason = f"from {first.title} to {second.title} it {how} by {_between(low, high)}"
        yield _violation(key, (low, high), reason)


def _recut(
    old: Published,
    new: Published,
    cells: tuple[Mapping[Key, Range | None], Mapping[Key, Range | None]],
    differ: Differ,
) -> Iterator[tuple[Key, str, float, float]]:
    """Find pairs of numbers under two cuts of the same children that differ by a few."""
    groups = [_groups(release) for release in (old, new)]
    rows = [_rows(release) for release in (old, new)]
    lines: dict[tuple[object, ...], list[Key]] = defaultdict(list)
    for key in cells[0]:
        for at in _cut_at(key, groups, differ):
            lines[(*key[:at], *key[at + 1 :], at)].append(key)
    for key, now in cells[1].items():
        for at in _cut_at(key, groups, differ):
            for other in lines[(*key[:at], *key[at + 1 :], at)]:
                before = cells[0][other]
                if before is None or now is None or not _may_nest(key, other, at, rows):
                    continue
                for one, two in ((before, now), (now, before)):
                    low, high = two[0] - one[1], two[1] - one[0]
                    if differ.tells(key, low, high):
                        yield key, other[at], low, high


def _cut_at(key: Key, groups: list[dict[str, set[str]]], differ: Differ) -> Iterator[int]:
    """Say in which places a key names a class that only one of the releases has, or that is cut anew."""
    if key[0] in _OF_TEXTS:
        return
    breakdown, at = (key[1], 2) if key[0] == "children" else (key[3], 5)
    apart = groups[0].get(breakdown, set()) ^ groups[1].get(breakdown, set())
    if breakdown != _FOLDED and key[at] in apart:
        yield at
    if differ.cut(key):
        yield 4


def _may_nest(one: Key, other: Key, at: int, rows: list[dict[tuple[str, str, str], frozenset[str]]]) -> bool:
    """Say whether one class may lie within the other: ages and joined choices tell, other names do not."""
    if at == 4:
        mine = rows[1].get((one[0], one[1], one[at])) or frozenset({one[at]})
        theirs = rows[0].get((other[0], other[1], other[at])) or frozenset({other[at]})
        if not (_ages(one[at]) and _ages(other[at])):
            return mine < theirs or theirs < mine
    mine_ages, their_ages = _ages(one[at]), _ages(other[at])
    if mine_ages is None or their_ages is None:
        return True
    return mine_ages != their_ages and (_within(mine_ages, their_ages) or _within(their_ages, mine_ages))


def _within(one: Range, other: Range) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]


def _ages(name: str) -> Range | None:
    found = _AGES.fullmatch(name)
    if found is None:
        return None
    least = float(found[1])
    return least, float("inf") if found[3] else float(found[2] or least)


def _groups(release: Published) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in release.lines:
        if line.shape == "profile":
            found[line.question].add(line.row)
    return found


def _rows(release: Published) -> dict[tuple[str, str, str], frozenset[str]]:
    return {
        (line.question, line.item, line.row): frozenset((line.joins or line.row).split())
        for line in release.lines
        if line.kind == "choice"
    }


def _violation(key: Key, known: Range | None, reason: str) -> Violation:
    question = key[1] if key[0] == "children" or key[0] in _OF_TEXTS else key[0]
    low, high = (None, None) if known is None else (round(known[0]), round(known[1]))
    return Violation(question, name_of(key), reason, low, high)


def _holds(low: float, high: float) -> str:
    return f"it is {_between(low, high)}"


def _between(low: float, high: float) -> str:
    if low == high:
        return f"exactly {low:.0f} {'child' if low == 1 else 'children'}"
    return f"between {low:.0f} and {high:.0f} children"
