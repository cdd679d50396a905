"""Who watches the office's numbers while children answer learns nothing about one child (A16)."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from stores import Poll, child

from consult.services import database
from consult.services.collecting import counts
from consult.services.collecting.counts import EVERYBODY, Seen, step

CELLS = ["language:ar", "language:en", "language:zh"]


def truth(children: list[str]) -> dict[str, int]:
    return {EVERYBODY: len(children), **Counter(children)}


def drawing(seed: int):
    chance = random.Random(seed)
    return lambda least: least + chance.randrange(10)


def shown(seen: Seen) -> dict[str, int]:
    return {name: seen.shown(name) for name in [EVERYBODY, *CELLS]}


def watch(children: list[str], looks: list[int], seed: int) -> list[dict[str, int]]:
    """Look after so many children each time; give what was seen."""
    draw, seen, found = drawing(seed), Seen(), []
    for number in looks:
        seen = step(seen, truth(children[:number]), draw)
        found.append(shown(seen))
    return found


polls = st.lists(st.sampled_from(CELLS), min_size=1, max_size=160)
seeds = st.integers(0, 10_000)


@given(polls, seeds)
@settings(max_examples=150, deadline=None)
def test_watched_after_every_child_numbers_move_in_tens_and_never_for_fewer_than_ten(
    children: list[str], seed: int
) -> None:
    found = watch(children, list(range(1, len(children) + 1)), seed)
    last_moved = dict.fromkeys([EVERYBODY, *CELLS], 0)
    for number, (before, now) in enumerate(zip([dict.fromkeys(found[0], 0), *found], found, strict=False), 1):
        true = truth(children[:number])
        for name, value in now.items():
            assert value % 10 == 0
            assert value <= true.get(name, 0)
            if value != before[name]:
                assert true[name] - last_moved[name] >= (20 if name == EVERYBODY else 10)
                last_moved[name] = true[name]
        if now[EVERYBODY] == before[EVERYBODY]:
            assert now == before, "nothing moves between two looks"


@given(polls, st.data(), seeds)
@settings(max_examples=150, deadline=None)
def test_two_children_of_one_look_may_change_places_unseen(
    children: list[str], data: st.DataObject, seed: int
) -> None:
    """So whichever of them is the child that somebody knows, what is seen is the same."""
    found = watch(children, list(range(1, len(children) + 1)), seed)
    moves = [n for n, (a, b) in enumerate(zip([None, *found], found, strict=False)) if a is None or a != b]
    edges = [0, *(n + 1 for n in moves), len(children)]
    at = data.draw(st.integers(0, len(edges) - 2))
    inside = list(range(edges[at], edges[at + 1]))
    if len(inside) < 2:
        return
    one, other = data.draw(st.lists(st.sampled_from(inside), min_size=2, max_size=2, unique=True))
    changed = list(children)
    changed[one], changed[other] = changed[other], changed[one]
    again = watch(changed, list(range(1, len(children) + 1)), seed)
    assert again[edges[at + 1] - 1] == found[edges[at + 1] - 1]


@given(seeds)
@settings(max_examples=50, deadline=None)
def test_the_first_child_of_a_group_moves_nothing(seed: int) -> None:
    many = [CELLS[1]] * 60
    assert watch([*many, CELLS[0]], [60, 61], seed)[0] == watch([*many, CELLS[0]], [60, 61], seed)[1]


def test_when_a_number_moves_cannot_be_computed_from_outside() -> None:
    """Somebody who sends nine answers and waits for one child cannot know that the tenth moves a number."""
    moved_at = set()
    for seed in range(200):
        seen = watch([CELLS[0]] * 100, list(range(1, 101)), seed)
        moved_at.add(next(n for n, each in enumerate(seen, 1) if each[EVERYBODY]))
    assert len(moved_at) >= 9
    assert min(moved_at) >= 20


def test_staff_who_look_after_every_child_see_whole_steps(poll: Poll) -> None:
    seen = []
    with database.session(poll.engine) as session:
        for number in range(75):
            poll.send(child(number, language="ar" if number % 2 else "en"))
            now = counts.look(session, poll.wave.id)
            session.commit()
            seen.append((now.shown(), now.shown("language:ar"), now.shown("channel:web")))
    assert all(value % 10 == 0 for each in seen for value in each)
    assert len(set(seen)) <= 4
    assert seen[18] == (0, 0, 0)
    assert seen[-1][0] >= 40


def test_what_was_seen_stays_for_another_process(poll: Poll) -> None:
    for number in range(40):
        poll.send(child(number))
    with database.session(poll.engine) as session:
        first = counts.look(session, poll.wave.id)
    with database.session(poll.engine) as session:
        assert shown(counts.look(session, poll.wave.id)) == shown(first)
    assert first.shown() == 40
