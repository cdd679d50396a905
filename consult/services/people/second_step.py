"""The second step: codes of a generator (TOTP, RFC 6238) and recovery codes.

What a generator shares with us lies sealed in the database, under a key outside it: who has a copy of the
database alone can make no codes. A restored backup without that key leaves recovery codes and new links.
"""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Final

import pyotp
import segno
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.services import acts, database
from consult.services.people import sessions
from consult.tables import Account, Generator, Passkey, RecoveryCode

ISSUER: Final = "Consult"
KEY: Final = "office"
STEP: Final = 30  # seconds
TOLERATED: Final = (-1, 0, 1)  # steps that clocks may differ by
CODES: Final = 10
# No signs that are taken for one another; 16 of 27 are 76 bits.
LETTERS: Final = "23456789bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class Means:
    """By what an account can take the second step."""

    generator: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        """Say whether a second step is asked for at all."""
        return self.generator or self.passkeys > 0


def means(session: Session, account_id: int) -> Means:
    """Count an account's second steps."""
    generator = session.get(Generator, account_id) is not None
    passkeys = select(func.count()).select_from(Passkey).where(Passkey.account_id == account_id)
    codes = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account_id)
    return Means(generator, session.scalar(passkeys) or 0, session.scalar(codes) or 0)


def with_second_step(session: Session) -> frozenset[int]:
    """Give the accounts that are asked for a second step."""
    return frozenset(session.scalars(select(Generator.account_id).union(select(Passkey.account_id))))


def office_key(session: Session) -> bytes:
    """Give the office's own key, made when it is first needed."""
    ring = database.keyring(session)
    try:
        return ring.secret(KEY)
    except FileNotFoundError:
        ring.create(KEY)
        return ring.secret(KEY)


def new_secret(session: Session) -> str:
    """Make a generator's secret, sealed; it counts only after `begin_generator`."""
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(office_key(session)).encrypt(nonce, pyotp.random_base32(32).encode(), b"generator")
    return base64.b64encode(nonce + sealed).decode()


def opened(session: Session, sealed: str) -> str:
    """Give a generator's secret in base32; "" where the key that sealed it is lost."""
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(office_key(session)).decrypt(raw[:12], raw[12:], b"generator").decode()
    except InvalidTag:
        return ""


def picture(secret: str, email: str) -> str:
    """Give the QR code that a generator app reads, as an address of an image."""
    address = pyotp.TOTP(secret, name=email, issuer=ISSUER).provisioning_uri()
    drawn: str = segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    return drawn


def begin_generator(session: Session, account: Account, sealed: str, code: str) -> bool:
    """Take a generator into use once it has shown that it makes the right codes."""
    step = _step_of(opened(session, sealed), code, 0)
    if step is None:
        return False
    with database.writing(session):
        session.merge(Generator(account_id=account.id, sealed=sealed, last_step=step))
        acts.record(session, account.id, "generator_added")
    return True


def end_generator(session: Session, account: Account, *, by: int) -> None:
    """Take a generator out of use."""
    with database.writing(session):
        session.execute(delete(Generator).where(Generator.account_id == account.id))
        acts.record(session, by, "generator_removed", account=account.id)


def right_code(session: Session, account_id: int, code: str) -> bool:
    """Say whether a generator's code is right now; each counts once."""
    with database.writing(session):
        known = session.get(Generator, account_id, populate_existing=True)
        if known is None:
            return False
        step = _step_of(opened(session, known.sealed), code, known.last_step)
        if step is not None:
            known.last_step = step
    return step is not None


def _step_of(secret: str, code: str, after: int) -> int | None:
    """Find the time step that a code belongs to, later than `after`."""
    written = "".join(sign for sign in code if sign.isdigit())
    if not secret or len(written) != 6:
        return None
    now = int(time.time()) // STEP
    generator = pyotp.HOTP(secret)
    good = [now + by for by in TOLERATED if hmac.compare_digest(generator.at(now + by), written)]
    return next((step for step in good if step > after), None)


def new_recovery_codes(session: Session, account: Account) -> tuple[str, ...]:
    """Make ten recovery codes in place of all earlier ones; they can be read only now."""
    made = tuple("".join(secrets.choice(LETTERS) for _ in range(16)) for _ in range(CODES))
    with database.writing(session):
        session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
        for code in made:
            session.add(RecoveryCode(digest=_digest(account.id, code), account_id=account.id))
        acts.record(session, account.id, "recovery_codes_made")
    return tuple("-".join(code[place : place + 4] for place in range(0, 16, 4)) for code in made)


def use_recovery_code(session: Session, account_id: int, code: str) -> bool:
    """Say whether this is one of the account's recovery codes; it is spent by that."""
    written = "".join(sign for sign in code.lower() if sign in LETTERS)
    with database.writing(session):
        chosen = delete(RecoveryCode).where(RecoveryCode.digest == _digest(account_id, written))
        spent = session.scalars(chosen.returning(RecoveryCode.digest)).all()
        if spent:
            acts.record(session, account_id, "recovery_code_used")
    return bool(spent)


def _digest(account_id: int, code: str) -> str:
    return hashlib.sha256(f"{account_id}:{code}".encode()).hexdigest()


def forget(session: Session, account: Account, *, by: int | None) -> None:
    """Take all second steps from an account whose owner has lost them, and end its sittings."""
    with database.writing(session):
        for table in (Generator, Passkey, RecoveryCode):
            session.execute(delete(table).where(table.account_id == account.id))
        sessions.end_all(session, account.id)
        acts.record(session, by, "second_step_removed", account=account.id)
