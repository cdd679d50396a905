"""A shared tablet without network: prepared while online, its sealed answers taken in once and only once."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.errors import AnswerError, ConsultError, NotOpenError
from consult.services import database
from consult.services.collecting import late, responses, sealing
from consult.services.freezing import freezes
from consult.survey import answers, wire
from consult.survey import questionnaire as survey
from consult.survey.answers import VERSION_LENGTH
from consult.survey.questionnaire import Questionnaire
from consult.tables import Tablet, Wave

KEY = "tablets"  # how the key is called that opens what a wave's tablets sealed
PASS_BYTES = 16
MOST_LETTERS = 50  # in one sending; a tablet with more sends again


class TabletError(ConsultError):
    """A tablet's batch is refused as a whole, or a tablet cannot be prepared.

    `reason` is "unknown" or "late"; when preparing "unnamed", "closed", "past" or "deleted_before".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"tablet: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter: taken (it may be forgotten), or kept on the tablet, and why."""

    taken: bool
    reason: str  # stored, already | closed, changed, unreadable, or a reason of AnswerError


def prepare(session: Session, wave: Wave, label: str, until: date, today: date | None = None) -> str:
    """Let one more tablet hand in sealed answers until a day; give its pass, which is kept nowhere here."""
    reason = _refusal(wave, label, until, today or until)
    if reason:
        raise TabletError(reason)
    made = secrets.token_hex(PASS_BYTES)
    with database.writing(session):
        _key(database.engine_of(session), wave.keys)
        session.add(Tablet(wave_id=wave.id, label=label.strip(), digest=_digest(made), until=until))
    return made


def _refusal(wave: Wave, label: str, until: date, today: date) -> str:
    """Say why a tablet cannot be prepared, "" where it can."""
    if not label.strip():
        return "unnamed"
    if wave.state != "open":
        return "closed"
    if until < today:
        return "past"
    return "deleted_before" if until >= wave.delete_on else ""


def of_wave(session: Session, wave_id: int) -> Sequence[Tablet]:
    """Give a wave's tablets, the latest first."""
    return session.scalars(select(Tablet).where(Tablet.wave_id == wave_id).order_by(Tablet.id.desc())).all()


def prepared(engine: Engine, wave_id: int) -> bool:
    """Say whether a wave has tablets."""
    with database.session(engine) as session:
        return session.scalar(select(Tablet.id).where(Tablet.wave_id == wave_id).limit(1)) is not None


def finish(session: Session, wave: Wave, tablet: Tablet, today: date) -> None:
    """Note that a tablet is emptied for good; the last one of a closed poll shuts the door behind it."""
    note(session, tablet, emptied=True)
    if late.waits(session, wave.id) and not late.still_out(session, wave.id, today):
        freezes.close(session, wave.code, today=today)


def take_in(session: Session, wave: Wave, letters: Sequence[bytes]) -> list[Outcome]:
    """Receive letters as `receive` does, known again until the last day of any tablet of the wave."""
    until = max(tablet.until for tablet in of_wave(session, wave.id))
    engine, _document = database.engine_of(session), wave.questionnaire.document
    session.commit()  # while letters are stored this holds neither a connection nor an old view
    return receive(engine, wave, letters, until)


def withdraw(session: Session, tablet: Tablet) -> None:
    """Take nothing more from a tablet that is lost: its pass opens nothing from now on."""
    with database.writing(session):
        session.delete(tablet)


def note(session: Session, tablet: Tablet, *, emptied: bool) -> None:
    """Note that a tablet is emptied for good, or that it hands something in after all."""
    if tablet.emptied != emptied:
        with database.writing(session):
            tablet.emptied = emptied


def public_point(engine: Engine, wave_keys: str) -> bytes:
    """Give the point to which a wave's tablets seal; FileNotFoundError where none was prepared."""
    return sealing.public_point(_opener(engine, wave_keys))


def known(session: Session, wave_id: int, made: str, today: date) -> Tablet:
    """Find a tablet by its pass; TabletError "unknown" or "late"."""
    tablet = session.scalar(select(Tablet).where(Tablet.wave_id == wave_id, Tablet.digest == _digest(made)))
    if tablet is None:
        raise TabletError("unknown")
    if today > tablet.until:
        raise TabletError("late")
    return tablet


def receive(engine: Engine, wave: Wave, letters: Sequence[bytes], until: date) -> list[Outcome]:
    """Open letters and store what is in them; outcomes in the same order.

    A letter that was stored before is "already": sending a batch again, whole or in part, stores nothing
    twice. Raises NotSavedError where a commit cannot be vouched for; what was stored until then is "already"
    on the next try. What a letter says appears in no message. That a letter came is remembered until the
    tablet's last day (`until`) and three days more: so long it may come again.
    """
    chosen = letters[:MOST_LETTERS]
    try:
        key = _opener(engine, wave.keys)
    except FileNotFoundError:  # destroyed, some days after the last tablet was in
        return [Outcome(taken=False, reason="closed")] * len(chosen)
    questionnaire = survey.load(wave.questionnaire.document)
    return [_take(engine, wave.id, questionnaire, key, letter, until) for letter in chosen]


def _take(  # noqa: PLR0913, PLR0917  one letter and all that is needed to open and to store it
    engine: Engine,
    wave_id: int,
    questionnaire: Questionnaire,
    key: EllipticCurvePrivateKey,
    letter: bytes,
    until: date,
) -> Outcome:
    try:
        language, form = _read(sealing.open_letter(key, letter))
        if form.get("v") != [questionnaire.digest[:VERSION_LENGTH]]:
            return Outcome(taken=False, reason="changed")
        accepted = answers.accept(questionnaire, form, language)
        own = answers.submission_key(form)
        return Outcome(taken=True, reason=responses.submit(engine, wave_id, accepted, own, until, "kiosk"))
    except sealing.SealError:
        return Outcome(taken=False, reason="unreadable")
    except AnswerError as wrong:
        return Outcome(taken=False, reason=wrong.reason)
    except NotOpenError:
        return Outcome(taken=False, reason="closed")


def _read(opened: bytes) -> tuple[str, wire.Fields]:
    """Read what a tablet sealed: the language of the page and the form as the page would have posted it."""
    try:
        letter = json.loads(opened)
        language, form = letter["language"], letter["form"]
        return str(language), wire.fields(str(form).encode("ascii"))
    except (ValueError, KeyError, TypeError) as broken:
        raise AnswerError(None, "malformed") from broken


def _opener(engine: Engine, wave_keys: str) -> EllipticCurvePrivateKey:
    return sealing.private_key(database.keyring(engine).secret(f"{wave_keys}-{KEY}"))


def _key(engine: Engine, wave_keys: str) -> None:
    """Make the wave's key with the first tablet."""
    with suppress(FileExistsError):
        database.keyring(engine).create(f"{wave_keys}-{KEY}")


def _digest(made: str) -> bytes:
    return hashlib.sha256(made.encode()).digest()
