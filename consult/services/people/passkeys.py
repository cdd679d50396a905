"""Passkeys (WebAuthn, level 3): a device signs a challenge after it has made sure who holds it.

`place` is where the office stands for browsers: host and origin. Challenges are made here, kept by the web
for one answer, and given back to be checked.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass

import webauthn
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from consult.services import acts, database
from consult.services.people import second_step
from consult.tables import Account, Passkey

MOST = 20  # passkeys of one account


@dataclass(frozen=True, slots=True)
class Place:
    """Host without port, and origin, under which the office is reached."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the browser is asked (JSON), and the challenge in it."""

    options: str
    challenge: str


def ask_to_make(session: Session, place: Place, account: Account) -> Asked:
    """Ask a browser to make a passkey that finds its account by itself and checks who holds it."""
    known = session.scalars(select(Passkey.credential).where(Passkey.account_id == account.id))
    options = webauthn.generate_registration_options(
        rp_id=place.host,
        rp_name=second_step.ISSUER,
        user_id=_handle(session, account.id),
        user_name=account.email,
        user_display_name=account.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(each)) for each in known],
    )
    return Asked(webauthn.options_to_json(options), bytes_to_base64url(options.challenge))


def _handle(session: Session, account_id: int) -> bytes:
    """Name an account to devices: the same each time, and telling nothing."""
    return hmac.new(second_step.office_key(session), b"passkey:%d" % account_id, hashlib.sha256).digest()


def add(  # noqa: PLR0913  what a browser answered, to what, for whom, under which name
    session: Session, place: Place, account: Account, *, challenge: str, answer: str, name: str
) -> bool:
    """Check a new passkey and keep its public half; False where the answer is not right."""
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return False
    credential = bytes_to_base64url(made.credential_id)
    with database.writing(session):
        mine = session.scalars(select(Passkey.id).where(Passkey.account_id == account.id)).all()
        taken = session.scalar(select(Passkey.id).where(Passkey.credential == credential))
        if taken is not None or len(mine) >= MOST:
            return False
        key = bytes_to_base64url(made.credential_public_key)
        session.add(
            Passkey(
                account_id=account.id,
                credential=credential,
                public_key=key,
                uses=made.sign_count,
                name=name.strip()[:80] or f"{len(mine) + 1}",
            )
        )
        acts.record(session, account.id, "passkey_added")
    return True


def ask_to_sign(place: Place) -> Asked:
    """Ask a browser for any of its passkeys of ours."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    return Asked(webauthn.options_to_json(options), bytes_to_base64url(options.challenge))


def signed(session: Session, place: Place, challenge: str, answer: str) -> Account | None:
    """Give the account whose passkey signed this challenge; None where none did."""
    try:
        known = session.scalar(select(Passkey).where(Passkey.credential == _named(answer)))
        if known is None:
            return None
        shown = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=base64url_to_bytes(known.public_key),
            credential_current_sign_count=known.uses,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    with database.writing(session):
        known.uses = shown.new_sign_count
    account = session.get(Account, known.account_id)
    return account if account is not None and account.active else None


def _named(answer: str) -> str:
    """Read which credential an answer says it is, without padding."""
    return bytes_to_base64url(base64url_to_bytes(str(json.loads(answer)["id"])))


def of(session: Session, account_id: int) -> tuple[Passkey, ...]:
    """List an account's passkeys, the oldest first."""
    return tuple(
        session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id))
    )


def remove(session: Session, account: Account, passkey_id: int) -> bool:
    """Forget one of an account's own passkeys."""
    with database.writing(session):
        chosen = delete(Passkey).where(Passkey.account_id == account.id, Passkey.id == passkey_id)
        gone = bool(session.scalars(chosen.returning(Passkey.id)).all())
        if gone:
            acts.record(session, account.id, "passkey_removed")
    return gone
