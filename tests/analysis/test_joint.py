"""Two releases of the same children side by side: what subtracts, what does not, and what solving alone finds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from drawn_tables import Drawn, results_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.bases import Bases
from analysis.disclosure import ReleaseRefusedError, Violation, audit_jointly, load_policy, protect
from analysis.disclosure.ledger import joint
from analysis.disclosure.ledger.published import Published
from analysis.disclosure.lines import Line, lines_of
from analysis.tables import Results

POLICY = load_policy()
SHOWN, HIDDEN = "shown", "suppressed"


def published(lines: Sequence[Line], responses: int, source: str = "a", **changes: object) -> Published:
    plain = Published(source, "poll", "1", "2026-10-01", POLICY, responses, {}, {}, tuple(lines))
    return replace(plain, **changes)


def later(lines: Sequence[Line], responses: int, **changes: object) -> Published:
    return published(lines, responses, "b", frozen="2026-10-08", **changes)


def people(**groups: int | None) -> list[Line]:
    """Print who took part, by age band; None is hidden."""
    return [
        Line("age_band", "", "profile", "overall", "total", SHOWN, None, "group", name.replace("to", "-"), "",
             HIDDEN if count is None else SHOWN, count, None)
        for name, count in groups.items()
    ]  # fmt: skip


def answers(base: int, joins: dict[str, str] | None = None, **counts: int | None) -> list[Line]:
    """Print one question's overall table, and that nobody is missing."""
    found = [
        Line("q", "", "single", "overall", "total", SHOWN, base, "choice", name, (joins or {}).get(name, ""),
             HIDDEN if count is None else SHOWN, count, None)
        for name, count in counts.items()
    ]  # fmt: skip
    kinds = ("skipped", "rather_not_say", "dont_know")
    plain = replace(found[0], kind="missing", joins="", status=SHOWN, count=0)
    return [*found, *(replace(plain, row=kind) for kind in kinds)]


def faults(new: Published, *earlier: Published) -> list[Violation]:
    numbered = [replace(old, number=at) for at, old in enumerate(earlier, start=1)]
    return list(audit_jointly(new, numbered).violations)


FIRST = answers(200, yes=100, no=60, maybe=40)


def test_the_same_release_again_tells_nothing_new() -> None:
    assert faults(published(FIRST, 200), published(FIRST, 200)) == []
    assert faults(published(FIRST, 200, policy=POLICY), published(FIRST[:3], 200)) == []


@pytest.mark.parametrize(
    ("more", "low", "high"),
    [(0, None, None), (5, 1, 9), (10, 6, 14), (15, None, None), (40, None, None)],
)
def test_a_count_stays_or_grows_by_enough(more: int, low: int | None, high: int | None) -> None:
    new = later(answers(200 + more, yes=100 + more, no=60, maybe=40), 200 + more)
    found = faults(new, published(FIRST, 200))
    assert bool(found) == (low is not None)
    if found:
        fault = next(f for f in found if "“yes”" in f.place)
        assert (fault.question, fault.low, fault.high) == ("q", low, high)
        assert str(fault) == (
            "q: “yes” among all: from release 1 (frozen 2026-10-01) to this release it grew by "
            f"between {low} and {high} children"
        )


def test_a_total_that_hardly_moves_bounds_every_move() -> None:
    """200 and 200 are at most four children apart: so is the answer that is printed as 105 now."""
    found = faults(later(answers(200, yes=105, no=60, maybe=40), 200), published(FIRST, 200))
    assert [(f.low, f.high) for f in found] == [(1, 4)]


def test_children_are_only_ever_added() -> None:
    found = faults(later(answers(200, yes=95, no=60, maybe=40), 200), published(FIRST, 200))
    assert "children are only ever added" in found[0].reason
    assert faults(later(answers(200, yes=95, no=60, maybe=40), 200, wave="2"), published(FIRST, 200)) == []


def test_an_older_freeze_released_late_is_compared_the_right_way_round() -> None:
    old, new = published(FIRST, 200), later(answers(200, yes=105, no=60, maybe=40), 200, number=1)
    (fault,) = faults(old, new)
    assert "from release 1 (frozen 2026-10-08) to this release" not in fault.reason
    assert (fault.low, fault.high) == (1, 4)


@pytest.mark.parametrize(("before", "now"), [(40, None), (None, 40)])
def test_shown_once_is_hidden_never(before: int | None, now: int | None) -> None:
    old, new = (answers(200, yes=100, no=None, maybe=count) for count in (before, now))
    (fault,) = faults(published(new, 200), published(old, 200))
    assert "whoever has both knows that it is between 38 and 42 children" in fault.reason


def test_two_roundings_of_one_number() -> None:
    tens = replace(POLICY, rounding=10)
    new = [replace(line, count=110 if line.row == "yes" else line.count) for line in FIRST]
    assert not faults(published(FIRST, 200, policy=tens), published(FIRST, 200))
    found = faults(published(new, 200, policy=tens), published(answers(200, yes=105, no=60, maybe=40), 200))
    assert any("both together tell that it is between 106 and 107 children" in str(f) for f in found)


def test_solving_finds_what_no_pair_of_numbers_tells() -> None:
    """Hidden now, shown a week ago, and at most four came since: 38 to 46 remain."""
    new = later(answers(200, yes=100, no=None, maybe=None), 200)
    assert not list(joint.compare(published(FIRST, 200), new))
    found = faults(new, published(FIRST, 200))
    assert {(f.low, f.high) for f in found} == {(58, 66), (38, 46)}


def test_what_stayed_hidden_stays_hidden() -> None:
    old = answers(200, yes=100, no=None, maybe=None)
    assert faults(later(old, 200), published(old, 200)) == []
    assert faults(later(answers(240, yes=140, no=None, maybe=None), 240), published(old, 200)) == []


def test_numbers_that_cannot_be_of_the_same_children() -> None:
    new = later([*people(a=100, b=100), *answers(180, yes=None, no=None)], 200)
    (fault,) = faults(new, published(FIRST, 200))
    assert "smaller" in fault.reason


def test_two_cuts_of_the_same_children_subtract() -> None:
    old = published(people(**{"7to9": 95, "10to13": 60, "14to18": 45}), 200)
    near = published(people(**{"7to10": 100, "11to13": 55, "14to18": 45}), 200, "c")
    found = faults(near, old)
    assert {(f.place, f.low, f.high) for f in found} == {
        ("who took part: 7-10 (age_band)", 1, 9),
        ("who took part: 11-13 (age_band)", 1, 9),
    }
    assert "it differs from “7-9” of release 1 (frozen 2026-10-01)" in found[0].reason
    far = published(people(**{"7to11": 125, "12to13": 30, "14to18": 45}), 200, "c")
    assert faults(far, old) == []
    apart = published(people(**{"7to9": 95, "10to12": 90, "13to18": 15}), 200, "c")
    assert not any("14-18" in f.place for f in faults(apart, old))


def test_choices_joined_otherwise_subtract() -> None:
    old = published(answers(200, {"likely": "likely very_likely"}, likely=100, no=100), 200)
    new = published(answers(200, {"likely": "likely maybe very_likely"}, likely=105, no=95), 200, "c")
    found = faults(new, old)
    assert any("differs from “likely” of release 1" in f.reason and (f.low, f.high) == (1, 9) for f in found)


def test_words_and_texts_are_compared() -> None:
    def word(count: int) -> Line:
        return Line("w", "", "words", "language", "en", SHOWN, None, "word", "fun", "", SHOWN, count, None)

    old = published([*FIRST, word(20)], 200, texts={"wish": 50})
    found = faults(later([*FIRST, word(25)], 200, texts={"wish": 60}), old)
    assert {f.place for f in found} == {"w: “fun” in en", "wish: the number of texts"}


def grown(results: Results, more: Results) -> Results:
    """Add the late children to the first ones, table by table."""

    def base(one: Bases, two: Bases) -> Bases:
        missing = {kind: one.missing[kind] + two.missing[kind] for kind in one.missing}
        return Bases(one.answered + two.answered, missing, one.not_asked + two.not_asked)

    tables = tuple(
        replace(
            a,
            counts={name: a.counts[name] + b.counts[name] for name in a.counts},
            bases={name: base(a.bases[name], b.bases[name]) for name in a.bases},
            routed=a.routed or b.routed,
        )
        for a, b in zip(results.tables, more.tables, strict=True)
    )
    one, two = results.profile, more.profile
    profile = replace(
        one,
        counts={name: one.counts[name] + two.counts[name] for name in one.counts},
        total=one.total + two.total,
        by_age={name: one.by_age[name] + two.by_age[name] for name in one.by_age},
    )
    return replace(results, tables=tables, profile=profile)


def alike(results: Results, more: Results) -> bool:
    """Say whether both have the same groups, so that they can be added."""
    return results.profile.groups == more.profile.groups and all(
        a.groups == b.groups and a.choices == b.choices
        for a, b in zip(results.tables, more.tables, strict=True)
    )


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    seed=st.integers(0, 10**6), late=st.sampled_from([1, 2, 3, 9, 30, 400]), children=st.integers(150, 400)
)
def test_what_stands_moved_by_nobody_or_by_enough(seed: int, late: int, children: int) -> None:
    """Against the truth, which the audit does not know: no count moved in print by fewer than ten children."""
    drawn = Drawn(seed=seed, children=children, bands=2, groups=2, choices=3, gone=0.0)
    one, more = results_of(drawn), results_of(replace(drawn, seed=seed + 1, children=late))
    if not alike(one, more):
        return
    two = grown(one, more)
    try:
        prints = [protect(results, POLICY)[0] for results in (one, two)]
    except ReleaseRefusedError:
        return
    old, new = (
        make(tuple(lines_of(release.everything)), release.responses or 0)
        for make, release in zip((published, later), prints, strict=True)
    )
    moved = dict(_moves(old, new, one, two))
    safe = not faults(new, old)
    if safe:
        assert all(true >= POLICY.change for true in moved.values())
    if late < POLICY.change and moved:
        assert not safe


def _moves(old: Published, new: Published, one: Results, two: Results):
    """Give the true move of every count that is printed otherwise than before."""
    before = {_key(line): line for line in old.lines}
    for line in new.lines:
        was = before.get(_key(line))
        if was is None or None in (was.count, line.count) or was.count == line.count or line.kind != "choice":
            continue
        table = next(at for at, t in enumerate(one.tables) if t.question == line.question)
        breakdown = "overall" if line.group == "total" else line.breakdown
        place = (
            one.tables[table].choices.index(line.row),
            one.tables[table].groups[breakdown].index(line.group),
        )
        counts = [int(np.asarray(r.tables[table].counts[breakdown])[place]) for r in (one, two)]
        yield _key(line), counts[1] - counts[0]


def _key(line: Line) -> tuple[str, ...]:
    return line.question, line.breakdown, line.group, line.kind, line.row
