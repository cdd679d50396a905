"""The life of a consultation as steps, worked out from facts: what is done, next, or waits, and why.

Pure: no database, no clock, no words. `facts` gathers the facts; the web has a sentence for a code.
"""

from collections.abc import Callable, Iterator, Mapping

from consult.services.planning.model import (
    AFTER,
    PREPARATION,
    STEPS,
    Approved,
    Block,
    Facts,
    Instruments,
    Life,
    Round,
    Step,
)

__all__ = [
    "AFTER",
    "PREPARATION",
    "STEPS",
    "Approved",
    "Block",
    "Facts",
    "Instruments",
    "Life",
    "Round",
    "Step",
    "life",
]


def life(facts: Facts) -> Life:
    """Work out every step from the facts."""
    made: dict[str, Step] = {}
    for name in STEPS:
        blocks = tuple(REASONS[name](facts))
        waits = tuple(each for each in AFTER.get(name, ()) if made[each].state != "done")
        if _is_done(name, facts, blocks):
            # A poll that is open once passed; what has become wrong since is still said.
            lasting = blocks if name == "contacts" and facts.now and facts.now.state == "open" else ()
            made[name] = Step(name, "done", lasting)
        else:
            until = any(block.code == "deletes_on" for block in blocks)  # nothing to do before the day comes
            made[name] = Step(name, "waits" if waits or until else "next", blocks, waits)
    return Life(tuple(made.values()))


def _is_done(name: str, facts: Facts, blocks: tuple[Block, ...]) -> bool:
    now = facts.now
    if name in (*PREPARATION, "approval", "open") and now is not None:
        return True
    if name in PREPARATION:
        return not blocks
    if name == "approval":
        return facts.approval is not None and facts.approval.state == "approved"
    if name == "told":
        return facts.told_on is not None
    if now is None:
        return False
    return {
        "closed": now.state == "closed",
        "frozen": now.frozen_on is not None,
        "analysed": now.drafted,
        "released": now.released,
        "deleted": all(each.deleted_on for each in facts.rounds),
    }.get(name, False)


def _purpose(facts: Facts) -> Iterator[Block]:
    wanted = {"title": facts.title, "organisation": facts.organisation}
    wanted |= {"purpose": facts.purpose, "feeds": facts.feeds}
    yield from (Block(f"no_{name}") for name, words in wanted.items() if not words.strip())


def _promises(facts: Facts) -> Iterator[Block]:
    if facts.promised_on is None:
        yield Block("no_promised_date")
    elif facts.promised_on < facts.today:
        yield Block("promised_date_past", {"day": facts.promised_on})
    if facts.delete_on is None:
        yield Block("no_deletion_date")
    elif facts.delete_on <= facts.today:
        yield Block("deletion_date_past", {"day": facts.delete_on})


def _instruments(facts: Facts) -> Iterator[Block]:
    if facts.instruments is None:
        yield Block("no_draft")
        return
    if problems := facts.instruments.problems:
        yield Block("draft_problems", {"number": len(problems)})
    if lacking := tuple(band for band in facts.bands if band not in facts.instruments.bands):
        yield Block("bands_lacking", {"bands": lacking})


def _translations(facts: Facts) -> Iterator[Block]:
    if facts.instruments is None:
        yield Block("no_draft")
        return
    for language, number in facts.instruments.untranslated.items():
        yield Block("language_incomplete", {"language": language, "number": number})
    for language in facts.languages:
        if language not in facts.instruments.languages:
            yield Block("language_lacking", {"language": language})


def _contacts(facts: Facts) -> Iterator[Block]:
    if "" in facts.uncovered:
        yield Block("no_international_contact")
    if named := tuple(code for code in facts.uncovered if code):
        yield Block("no_contact", {"countries": named})
    if facts.stale:
        yield Block("stale_contact", {"countries": facts.stale})


def _checks(name: str) -> Callable[[Facts], Iterator[Block]]:
    def reasons(facts: Facts) -> Iterator[Block]:
        if left := facts.checks_left.get(name, ()):
            yield Block("checks_left", {"list": name, "number": len(left)})

    return reasons


def _approval(facts: Facts) -> Iterator[Block]:
    if facts.approval is None:
        yield Block("not_asked")
    elif facts.approval.state != "approved":
        yield Block(f"approval_{facts.approval.state}", {"who": facts.approval.asked_by})


def _told(facts: Facts) -> Iterator[Block]:
    if facts.now is None or not facts.now.summary:
        yield Block("no_child_summary")
    if not facts.influences:
        yield Block("no_influence")
    for language, number in facts.untold.items():
        yield Block("influence_untranslated", {"language": language, "number": number})
    if facts.now is not None and facts.now.state == "open":
        yield Block("still_open")


def _deleted(facts: Facts) -> Iterator[Block]:
    due = [each.delete_on for each in facts.rounds if each.deleted_on is None]
    if due:
        late = min(due) <= facts.today
        yield Block("deletion_due" if late else "deletes_on", {"day": min(due)})


def _nothing(_facts: Facts) -> Iterator[Block]:
    return iter(())


REASONS: Mapping[str, Callable[[Facts], Iterator[Block]]] = {
    **dict.fromkeys(STEPS, _nothing),
    "purpose": _purpose,
    "promises": _promises,
    "instruments": _instruments,
    "translations": _translations,
    "contacts": _contacts,
    "risk": _checks("risk"),
    "lundy": _checks("lundy"),
    "approval": _approval,
    "told": _told,
    "deleted": _deleted,
}
