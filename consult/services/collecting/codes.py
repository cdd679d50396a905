"""Single-use codes on paper slips, drawn from a hat: who has one may answer once; nobody knows who had which.

A code is printed once and not kept. Of each the database has a digest, keyed by the wave's secret outside it;
with use the digest is taken out, in the very transaction that stores the answers, and joins to nothing.
"""

import hmac
import re
import secrets
import unicodedata
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import database
from consult.services.consultations import LETTERS
from consult.tables import SlipBatch, Wave, slip_codes

DRAWN = 11  # letters of chance: 27^11 is 52 bits
LENGTH = DRAWN + 1  # and one that tells a slip of the pen
MOST_SLIPS = 2000  # in one file; a sheet holds ten
_BETWEEN = re.compile(r"[\s\-‐-―−_.]+")


class CodesError(ConsultError):
    """No slips can be made; `code` says why: not_open, no_codes, number."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def new_code() -> str:
    """Draw a code of LENGTH letters, written without its hyphens."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(DRAWN))
    return drawn + _check_letter(drawn)


def _check_letter(drawn: str) -> str:
    """Weights 1 and 2 in turn, modulo 27: finds every wrong letter and every two neighbours exchanged."""
    return LETTERS[sum(LETTERS.index(each) * (1 + at % 2) for at, each in enumerate(drawn)) % len(LETTERS)]


def shown(code: str) -> str:
    """Write a code in groups of four, as it stands on a slip."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def read(written: str) -> str | None:
    """Read what a child has written: capitals, blanks, hyphens and the digits of any script do not matter."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", written)).lower()
    plain = "".join(str(unicodedata.digit(sign, sign)) for sign in plain)
    if len(plain) != LENGTH or any(sign not in LETTERS for sign in plain):
        return None
    return plain if _check_letter(plain[:DRAWN]) == plain[DRAWN] else None


def issue(session: Session, wave_id: int, number: int, today: date) -> list[str]:
    """Make codes for an open wave and give them, for the only time; CodesError where there can be none."""
    if not 0 < number <= MOST_SLIPS:
        raise CodesError("number")
    wave = session.get_one(Wave, wave_id)
    if wave.state != "open":
        raise CodesError("not_open")
    if wave.mode != "codes":
        raise CodesError("no_codes")
    made = sorted({new_code() for _ in range(number)})  # the order of their letters, which is chance
    with database.writing(session):
        connection = session.connection()
        digests = sorted(_digest(connection, wave.keys, code) for code in made)
        session.execute(insert(slip_codes), [{"digest": each, "wave_id": wave_id} for each in digests])
        session.add(SlipBatch(wave_id=wave_id, number=len(made), made_on=today.isoformat()))
    return made


def batches(session: Session, wave_id: int) -> Sequence[SlipBatch]:
    """Give which slips were printed; how many of them were used is told only in safe steps, as answers."""
    return session.scalars(select(SlipBatch).where(SlipBatch.wave_id == wave_id).order_by(SlipBatch.id)).all()


def use(connection: Connection, wave_keys: str, code: str) -> bool:
    """Take a code out, in the transaction that stores the answers; tell whether it was there."""
    digest = _digest(connection, wave_keys, code)
    return connection.execute(delete(slip_codes).where(slip_codes.c.digest == digest)).rowcount == 1


def _digest(connection: Connection, wave_keys: str, code: str) -> bytes:
    secret = database.keyring(connection.engine).spent_secret(wave_keys)
    return hmac.digest(secret, b"slip:" + code.encode(), "sha256")
