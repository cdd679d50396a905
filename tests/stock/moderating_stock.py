"""Texts in every state, two coders and a theme, for the office of the tests. All made up."""

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.services import database
from consult.services.moderating import coding
from consult.tables import Account, LocalNames, WantedGroup, Wave, readings, texts

CONSULTATION = 1
QUESTION = "why_places"
# (last byte of its key, language, text, state, reason)
TEXTS = (
    (1, "en", "More parks where we can play without cars.", "held", None),
    (2, "en", "Call me on +44 20 7946 0958 or write to me@example.org, I go to Hill School.", "held", None),
    (3, "ar", "نريد أماكن آمنة نلعب فيها.", "held", None),
    (4, "en", "A proposal that waits for somebody else.", "proposed", None),
    (5, "en", "We need lights on the way to school.", "cleared", None),
    (6, "en", "Words that say nothing.", "set_aside", "no_meaning"),
    (7, "en", "Synthetic words that worried a moderator.", "passed", None),
    (8, "en", "Synthetic words that were dealt with.", "resolved", None),
    (9, "ar", "نريد ضوءًا في الطريق إلى المدرسة.", "cleared", None),
)


def key(number: int) -> bytes:
    """Give the key of a text by its last byte."""
    return bytes(15) + bytes([number])


def add(session: Session) -> None:
    """Put the texts into the first wave of the stocked consultation."""
    wave = session.scalars(select(Wave.id).where(Wave.consultation_id == CONSULTATION)).first()
    someone = session.scalars(select(Account.id).where(Account.email == "coordinator@office.example")).one()
    with database.writing(session):
        for number, language, words, state, reason in TEXTS:
            row = {"id": key(number), "wave_id": wave, "question": QUESTION, "band": "14-18"}
            more = {"language": language, "text": words, "state": state, "reason": reason}
            session.execute(insert(texts).values(row | more))
            if state != "held":
                session.execute(insert(readings).values(text_id=key(number), wave_id=wave, first_by=someone))
        session.add(LocalNames(consultation_id=CONSULTATION, names="Hill School"))
        for breakdown, value in (("language", "ar"), ("channel", "paper")):
            session.add(WantedGroup(consultation_id=CONSULTATION, breakdown=breakdown, value=value))
    coding.put_theme(session, CONSULTATION, QUESTION, "light", {"en": "Light", "ar": "الضوء"}, "Lamps, day.")
    coding.put_theme(session, CONSULTATION, QUESTION, "parks", {"en": "Parks", "ar": "الحدائق"})
    who = {
        coder: session.scalars(select(Account.id).where(Account.email == f"{role}@office.example")).one()
        for coder, role in (("first", "moderator"), ("second", "analyst"))
    }
    coding.appoint(session, CONSULTATION, QUESTION, who)
