"""Preparing a dialogue: what a facilitator writes down, and what must be there before the room opens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.services.dialogues.own_prompts import EVALUATION, OWN, furnished
from consult.services.writing import drafts, versions
from consult.survey.kinds import KINDS
from consult.survey.m49 import COUNTRIES
from consult.survey.questionnaire import Question, Questionnaire
from consult.tables import Dialogue

# Asked before every dialogue. Sources: the Lundy model's "space"; Save the Children's toolkit for
# consultations (risk assessment, safeguarding policy, trained adults, procedures of this event); ERIC on
# confidentiality.
RISKS: Final = ("place_safe", "policy_known", "adults_trained", "way_to_stop", "limits_explained", "referral")
ANSWERS: Final = ("yes", "no", "not_here")
PLAN: Final = frozenset({
    "title", "country", "online", "partner", "languages", "band", "group_size", "held_on", "focal_point",
    "note_taker", "adults", "consent", "permissions", "risks", "blocks",
})  # fmt: skip
GROUPS = range(6, 9)  # children in a good group (domain 2.4); others are warned of, never refused


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that is missing before the room can open: a code for the web, and its parameters."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict, hash=False)


class NotReadyError(ConsultError):
    """The room may not open yet; `blocks` says everything that is missing."""

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        super().__init__("not ready: " + ", ".join(block.code for block in blocks))
        self.blocks = blocks


def plan(session: Session, consultation_id: int, account_id: int, title: str, **facts: object) -> Dialogue:
    """Begin a dialogue; everything but its title may follow later."""
    dialogue = Dialogue(consultation_id=consultation_id, title=title.strip())
    with database.writing(session):
        _set(dialogue, facts)
        session.add(dialogue)
        session.flush()
        acts.record(session, account_id, "dialogue_planned", consultation_id, dialogue=dialogue.id)
    return dialogue


def describe(session: Session, dialogue: Dialogue, account_id: int, **facts: object) -> None:
    """Write down what is known; once its room is open, a dialogue keeps its questions and languages."""
    fixed = {"blocks", "languages", "band"} if dialogue.state != "planned" else set()
    with database.writing(session):
        changed = _set(dialogue, {name: value for name, value in facts.items() if name not in fixed})
        acts.record(session, account_id, "dialogue_described", dialogue.consultation_id,
                    dialogue=dialogue.id, changed=changed)  # fmt: skip


def _set(dialogue: Dialogue, facts: Mapping[str, object]) -> list[str]:
    strangers = set(facts) - PLAN
    if strangers:
        raise TypeError(f"a dialogue has no {', '.join(sorted(strangers))}")
    changed = sorted(name for name, value in facts.items() if getattr(dialogue, name) != value)
    for name in changed:
        setattr(dialogue, name, facts[name])
    return changed


def listed(session: Session, consultation_id: int) -> tuple[Dialogue, ...]:
    """List a consultation's dialogues, the newest first."""
    found = select(Dialogue).where(Dialogue.consultation_id == consultation_id).order_by(Dialogue.id.desc())
    return tuple(session.scalars(found))


def find(session: Session, consultation_id: int, dialogue_id: int) -> Dialogue | None:
    """Find a dialogue of this consultation."""
    dialogue = session.get(Dialogue, dialogue_id)
    return dialogue if dialogue is not None and dialogue.consultation_id == consultation_id else None


def chosen(dialogue: Dialogue) -> tuple[str, ...]:
    """Give the questions of all blocks in order, each once."""
    return tuple(dict.fromkeys(name for block in dialogue.blocks for name in block.get("prompts", ())))


def prompts(dialogue: Dialogue) -> tuple[str, ...]:
    """Give all that the room can ask, in order: what was chosen, and last the children's own evaluation."""
    return tuple(dict.fromkeys((*(name for name in chosen(dialogue) if name not in EVALUATION), *EVALUATION)))


def answerable(questionnaire: Questionnaire, band: str) -> tuple[Question, ...]:
    """Give the questions that can be asked in a room of this age band."""
    return tuple(each for each in questionnaire.for_band(band) if KINDS[each.kind].shape != "none")


def document(session: Session, consultation_id: int) -> dict[str, object] | None:
    """Give the questionnaire of the prompts: the draft in use, else the latest poll's, else None."""
    draft = drafts.current(session, consultation_id)
    if draft is not None:
        return furnished(draft.document)
    opened = versions.opened(session, consultation_id)
    return furnished(opened[0].document) if opened else None


def missing(
    dialogue: Dialogue, questionnaire: Questionnaire | None, contacts: Mapping[str, bool]
) -> tuple[Block, ...]:
    """List what the consultation demands and is not there yet; pure.

    `contacts` says for each country, "" for the international ones, whether the office has a help contact.
    """
    return tuple(_missing(dialogue, questionnaire, contacts))


def _missing(
    dialogue: Dialogue, questionnaire: Questionnaire | None, contacts: Mapping[str, bool]
) -> Iterator[Block]:
    if dialogue.consultation.promised_on is None or dialogue.consultation.delete_on is None:
        yield Block("promises")
    if not dialogue.online and dialogue.country not in COUNTRIES:
        yield Block("country")
    if not (contacts.get(dialogue.country) or contacts.get("")):
        yield Block("contacts", {"country": dialogue.country})
    for name in ("focal_point", "note_taker"):
        if not getattr(dialogue, name).strip():
            yield Block(name)
    if dialogue.group_size < 1:
        yield Block("group_size")
    if not dialogue.consent:
        yield Block("consent")
    if not 0 < dialogue.permissions <= dialogue.group_size:
        yield Block("permissions", {"size": dialogue.group_size})
    yield from _risks(dialogue)
    yield from _questions(dialogue, questionnaire)


def _risks(dialogue: Dialogue) -> Iterator[Block]:
    left = [item for item in RISKS if dialogue.risks.get(item) not in ANSWERS]
    if left:
        yield Block("risks_left", {"items": left})
    for item in RISKS:
        if dialogue.risks.get(item) == "no":
            yield Block("risk", {"item": item})


def _questions(dialogue: Dialogue, questionnaire: Questionnaire | None) -> Iterator[Block]:
    if questionnaire is None:
        yield Block("questionnaire")
        return
    if dialogue.band not in {band.name for band in questionnaire.bands}:
        yield Block("band")
    spoken = dialogue.languages.split()
    if not spoken:
        yield Block("languages")
    for language in spoken:
        if language not in questionnaire.languages:
            yield Block("language", {"language": language})
    known = {
        q.name for q in questionnaire.questions if dialogue.band in q.bands and KINDS[q.kind].shape != "none"
    }
    if not chosen(dialogue):
        yield Block("prompts")
    for name in chosen(dialogue):
        if name not in known and name not in OWN:
            yield Block("prompt", {"name": name})


def warnings(dialogue: Dialogue) -> tuple[Block, ...]:
    """List what is worth a second thought; nothing of it blocks."""
    if dialogue.group_size and dialogue.group_size not in GROUPS:
        return (Block("group_size_unusual", {"least": GROUPS.start, "most": GROUPS.stop - 1}),)
    return ()
