"""The machine of a live room: every order of steps ends in a state that makes sense."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from consult.survey import rooms
from consult.survey.rooms import START, Phase, RoomError

PROMPTS = ("a", "b", "c")


def test_one_prompt_from_asking_to_showing() -> None:
    room = rooms.ask(START, "a", PROMPTS)
    assert (room.phase, room.prompt, room.number) == (Phase.ASKING, "a", 1)
    room = rooms.show(rooms.close(room))
    assert (room.phase, room.asked) == (Phase.SHOWN, ("a",))
    assert rooms.end(rooms.hide(room)).phase is Phase.ENDED


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        (lambda: rooms.close(START), "not_now"),
        (lambda: rooms.show(START), "not_now"),
        (lambda: rooms.ask(START, "x", PROMPTS), "unknown_prompt"),
        (lambda: rooms.ask(rooms.close(rooms.ask(START, "a", PROMPTS)), "a", PROMPTS), "asked_already"),
        (lambda: rooms.end(rooms.ask(START, "a", PROMPTS)), "not_now"),
        (lambda: rooms.ask(rooms.end(START), "a", PROMPTS), "not_now"),
        (lambda: START.at(1), "stale"),
    ],
)
def test_what_cannot_be_done_now_says_why(step, reason: str) -> None:
    with pytest.raises(RoomError) as refused:
        step()
    assert refused.value.reason == reason


class AnyOrder(RuleBasedStateMachine):
    """Two facilitators press whatever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.room = START
        self.numbers = [0]

    @rule(step=st.sampled_from(["close", "show", "hide", "end", "a", "b", "c"]))
    def press(self, step: str) -> None:
        try:
            if step in PROMPTS:
                self.room = rooms.ask(self.room, step, PROMPTS)
            else:
                self.room = getattr(rooms, step)(self.room)
            self.numbers.append(self.room.number)
        except RoomError:
            return

    @invariant()
    def makes_sense(self) -> None:
        assert self.numbers == list(range(len(self.numbers)))
        assert len(set(self.room.asked)) == len(self.room.asked)
        asked = self.room.phase in {Phase.ASKING, Phase.CLOSED, Phase.SHOWN}
        assert (self.room.prompt is not None) == asked
        assert self.room.prompt is None or self.room.prompt == self.room.asked[-1]


TestAnyOrder = AnyOrder.TestCase
