"""What may become of a text, step by step. Pure: a text's standing and an act in, the next standing out.

    held -> proposed (as written, or in other words) -> cleared, by somebody else
    held, proposed, cleared -> set_aside, with a reason; -> passed, to the safeguarding lead
    passed -> held again, or resolved: both by the safeguarding lead alone
Every step can be undone; undoing never brings a text nearer to being published.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from consult.errors import ConsultError

REASONS = ("personal", "about_others", "hurtful", "no_meaning", "unreadable", "advert", "other")
LANE = frozenset({"passed", "resolved"})  # seen by the safeguarding lead only
LONGEST = 1000  # characters of a paraphrase


class MoveError(ConsultError):
    """This act cannot be done to this text now. `code` says why; it never repeats the text.

    Codes: not_now, second_person, no_reason, no_wording, too_long, not_yours, changed.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a text stands: its state, the wording to publish instead of it, why not, and who decided."""

    state: str = "held"
    wording: str | None = None
    reason: str | None = None
    first_by: int | None = None
    second_by: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One decision: what, by whom (an account's number), and what goes with it."""

    what: str
    by: int
    wording: str = ""
    reason: str = ""
    one_person: bool = False  # the office has said that one person may publish


def decide(now: Standing, act: Act) -> Standing:
    """Give the standing after an act; MoveError where it may not be done."""
    starts, step = STEPS[act.what]
    if now.state not in starts:
        raise MoveError("not_now")
    return step(now, act)


def _proposed(act: Act, wording: str | None) -> Standing:
    return Standing("cleared" if act.one_person else "proposed", wording, None, act.by)


def _clear(_now: Standing, act: Act) -> Standing:
    return _proposed(act, None)


def _paraphrase(_now: Standing, act: Act) -> Standing:
    wording = " ".join(act.wording.split())
    if not wording:
        raise MoveError("no_wording")
    if len(wording) > LONGEST:
        raise MoveError("too_long")
    return _proposed(act, wording)


def _confirm(now: Standing, act: Act) -> Standing:
    if now.first_by == act.by and not act.one_person:
        raise MoveError("second_person")
    return replace(now, state="cleared", second_by=act.by)


def _set_aside(_now: Standing, act: Act) -> Standing:
    if act.reason not in REASONS:
        raise MoveError("no_reason")
    return Standing("set_aside", None, act.reason, act.by)


def _pass_on(_now: Standing, act: Act) -> Standing:
    return Standing("passed", None, None, act.by)


def _give_back(_now: Standing, _act: Act) -> Standing:
    return Standing()


def _resolve(now: Standing, act: Act) -> Standing:
    return replace(now, state="resolved", second_by=act.by)


def _reopen(now: Standing, _act: Act) -> Standing:
    return replace(now, state="passed", second_by=None)


def _undo(now: Standing, act: Act) -> Standing:
    if now.state == "passed" and now.first_by != act.by:
        raise MoveError("not_yours")  # nobody else may learn that it was passed on
    if now.state == "cleared" and now.second_by is not None:
        return replace(now, state="proposed", second_by=None)
    return Standing()


Step = Callable[[Standing, Act], Standing]
_OPEN = frozenset({"held", "proposed"})
# Each act: the states it starts from, and what it does.
STEPS: Mapping[str, tuple[frozenset[str], Step]] = MappingProxyType(
    {
        "clear": (_OPEN, _clear),
        "paraphrase": (_OPEN, _paraphrase),
        "confirm": (frozenset({"proposed"}), _confirm),
        "set_aside": (_OPEN | {"cleared"}, _set_aside),
        "pass_on": (_OPEN | {"cleared"}, _pass_on),
        "give_back": (frozenset({"passed"}), _give_back),
        "resolve": (frozenset({"passed"}), _resolve),
        "reopen": (frozenset({"resolved"}), _reopen),
        "undo": (frozenset({"proposed", "cleared", "set_aside", "passed"}), _undo),
    }
)
LEAD_ACTS = frozenset({"give_back", "resolve", "reopen"})
MODERATOR_ACTS = frozenset(STEPS) - LEAD_ACTS
