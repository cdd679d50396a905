"""A live room as a machine of few states: what the facilitator may do next, and what phones are told."""

from dataclasses import dataclass, replace
from enum import StrEnum

from consult.errors import ConsultError


class Phase(StrEnum):
    """Where a room is: nobody asked yet, asking, answers closed, answers shown, over."""

    WAITING = "waiting"
    ASKING = "asking"
    CLOSED = "closed"
    SHOWN = "shown"
    ENDED = "ended"


class RoomError(ConsultError):
    """The room cannot do this now; `reason` is "stale", "not_now", "unknown_prompt" or "asked_already"."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"room: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Room:
    """The state of a room; `number` grows by one with every change, so that a phone can ask for news."""

    number: int
    phase: Phase
    prompt: str | None
    asked: tuple[str, ...]

    def at(self, number: int) -> "Room":
        """Go on only if this is what the facilitator was looking at; two of them never undo each other."""
        if number != self.number:
            raise RoomError("stale")
        return self


START = Room(0, Phase.WAITING, None, ())


def ask(room: Room, prompt: str, prompts: tuple[str, ...]) -> Room:
    """Put a prompt before the children; each is asked once."""
    if room.phase in {Phase.ASKING, Phase.ENDED}:
        raise RoomError("not_now")
    if prompt not in prompts:
        raise RoomError("unknown_prompt")
    if prompt in room.asked:
        raise RoomError("asked_already")
    return _next(room, phase=Phase.ASKING, prompt=prompt, asked=(*room.asked, prompt))


def close(room: Room) -> Room:
    """Take no more answers to this prompt."""
    return _from(room, Phase.ASKING, Phase.CLOSED)


def show(room: Room) -> Room:
    """Show the room what it said."""
    return _from(room, Phase.CLOSED, Phase.SHOWN)


def hide(room: Room) -> Room:
    """Take what is shown off the screens again."""
    return _from(room, Phase.SHOWN, Phase.CLOSED)


def end(room: Room) -> Room:
    """End the room; an open prompt is closed first."""
    if room.phase in {Phase.ASKING, Phase.ENDED}:
        raise RoomError("not_now")
    return _next(room, phase=Phase.ENDED, prompt=None)


def next_step(room: Room, prompts: tuple[str, ...]) -> tuple[str, str | None]:
    """Name what a facilitator does next in a plain run, and to which prompt; ("", None) when it is over."""
    left = next((name for name in prompts if name not in room.asked), None)
    match room.phase:
        case Phase.ASKING:
            return "close", room.prompt
        case Phase.CLOSED:
            return "show", room.prompt
        case Phase.ENDED:
            return "", None
        case _:
            return ("ask", left) if left else ("end", None)


def _from(room: Room, before: Phase, after: Phase) -> Room:
    if room.phase is not before:
        raise RoomError("not_now")
    return _next(room, phase=after)


def _next(room: Room, **changes: object) -> Room:
    return replace(room, number=room.number + 1, **changes)  # type: ignore[arg-type]  # fields of Room
