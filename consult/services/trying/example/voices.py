"""What made-up children say: in texts that two people clear, and in groups with a facilitator."""

import random
import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy.orm import Session

from consult.services import database
from consult.services.dialogues import keeping, preparing, rooms, voting
from consult.services.dialogues.keeping import Heads
from consult.services.dialogues.own_prompts import EVALUATION
from consult.services.moderating import moderation
from consult.services.moderating.steps import Act
from consult.services.releasing import quotations
from consult.services.trying import synthetic
from consult.services.trying.example.beginning import NOTE, People
from consult.survey import questionnaire as survey
from consult.survey.parsing import Form
from consult.tables import Dialogue, Wave

BAND = "14-18"
PROMPTS = ("likelihood", "location")
# Country, in person or not, children: enough in all for a table that protects every one of them.
GROUPS = (("KE", False, 24), ("MX", False, 28), ("", True, 22), ("VN", False, 26))
SAID = (
    ("[synthetic] Somebody should answer us when we report something.", "Being heard"),
    ("[synthetic] We want to learn at school how to stay safe.", "Learning"),
    ("[synthetic] Grown-ups should ask before they post pictures of us.", "Pictures"),
    ("[synthetic] Games should be safe from the start.", "Safe by design"),
)
PROMISED = "[synthetic] We come back with what this consultation heard."
AT_ONCE = 16  # phones: answers that come together share a commit
DECISIONS = 60  # of each reader: made-up children say the same few words
QUOTED = 2  # texts of each language


def clear_texts(session: Session, wave: Wave, who: People, today: date) -> int:
    """Propose texts as one reader and confirm them as another, the same words at once; give how many."""
    done = {"held": 0, "proposed": 0}
    for what, by, state in (("clear", who.first, "held"), ("confirm", who.second, "proposed")):
        choice = moderation.Choice(state=state)
        for _decision in range(DECISIONS):
            text = moderation.following(session, wave.id, choice, b"")
            if text is None:
                break
            done[state] += moderation.act(session, text, text.seen, Act(what, by), today, all_alike=True)
    return done["proposed"]


def quote(session: Session, wave: Wave, who: People) -> int:
    """Choose a few cleared texts of each language to be quoted; give how many."""
    found: dict[str, list[str]] = {}
    for each in quotations.cleared(session, wave):
        found.setdefault(each.language, []).append(each.key)
    chosen = [key for keys in found.values() for key in keys[:QUOTED]]
    quotations.add(session, wave, chosen, who.first)
    return len(chosen)


def talk(session: Session, consultation_id: int, who: People, today: date, seed: int) -> int:
    """Hold every dialogue of the example; give how many children took part."""
    document = preparing.document(session, consultation_id)
    assert document is not None
    for number, (country, online, size) in enumerate(GROUPS, 1):
        facts = _ready(country, size, online=online)
        title = f"Example group {number}"
        planned = preparing.plan(session, consultation_id, who.first, title, **facts)
        opened = rooms.open_room(session, planned, document, who.first, today)
        chance = random.Random(f"{seed}/{number}")  # noqa: S311  repeatable on purpose
        for prompt in (*PROMPTS, *EVALUATION):
            _ask(session, opened, prompt, _forms(document, size, chance.randrange(1 << 30)), today)
        _write_down(session, opened, who, SAID[number - 1], chance)
        rooms.end(session, opened.id, _number(session, opened), who.first, today)
    return sum(size for *_place, size in GROUPS)


def _ready(country: str, size: int, *, online: bool) -> dict[str, object]:
    return {
        "country": country,
        "online": online,
        "languages": "en",
        "band": BAND,
        "group_size": size,
        "focal_point": "Example focal point",
        "note_taker": "Example note-taker",
        "consent": True,
        "permissions": size,
        "risks": dict.fromkeys(preparing.RISKS, "yes"),
        "blocks": [{"title": "Safe online", "minutes": 30, "prompts": list(PROMPTS)}],
    }


def _ask(session: Session, dialogue: Dialogue, prompt: str, forms: Sequence[Form], today: date) -> None:
    """Ask one prompt, let every child of the group answer, and close it."""
    rooms.ask(session, dialogue.id, _number(session, dialogue), prompt)
    room = rooms.live(session, dialogue.code or "")
    assert room is not None
    engine = database.engine_of(session)
    session.commit()  # while others write it holds nothing

    def answer(form: Form) -> None:
        voting.vote(engine, room, "en", prompt, form, secrets.token_hex(16), today)

    with ThreadPoolExecutor(AT_ONCE) as phones:
        list(phones.map(answer, forms))
    rooms.close(session, dialogue.id, _number(session, dialogue))


def _forms(document: Mapping[str, object], size: int, seed: int) -> Sequence[Form]:
    questionnaire, how = survey.load(document), synthetic.manner("online_safety")
    several = size * len(questionnaire.bands) * len(questionnaire.languages) * 2  # they take turns
    found = (child.form for child in synthetic.children(questionnaire, several, seed, how))
    return [form for form in found if tuple(form["band"]) == (BAND,)][:size]


def _number(session: Session, dialogue: Dialogue) -> int:
    room = rooms.live(session, dialogue.code or "")
    assert room is not None
    return room.room.number


def _write_down(
    session: Session, dialogue: Dialogue, who: People, said: tuple[str, str], chance: random.Random
) -> None:
    """Keep heads, what the group agreed on, and what it was promised."""
    girls = dialogue.group_size // 2 + chance.randrange(-2, 3)
    heads = [Heads(BAND, "girl", "no", girls), Heads(BAND, "boy", "no", dialogue.group_size - girls)]
    keeping.count_heads(session, dialogue, heads, who.first)
    kept = keeping.contribute(session, dialogue, PROMPTS[0], "en", *said, who.first)
    keeping.clear(session, dialogue, kept.id, who.second, one_person=False)
    keeping.note(session, dialogue.id, 0, "", NOTE)
    keeping.promise(session, dialogue, PROMISED, who.first)
