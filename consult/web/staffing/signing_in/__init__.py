"""Signing in and out, one's own account, invitations."""

from typing import Final

from flask import Blueprint
from flask.typing import RouteCallable

from consult.web.staffing.signing_in import (
    account,
    entering,
    generators,
    invited,
    passkeys,
    proving,
    second_step,
    sittings,
    unsent_page,
)

GET: Final = ["GET"]
POST: Final = ["POST"]
BOTH: Final = ["GET", "POST"]

# Address, name, view, methods.
PAGES: Final[tuple[tuple[str, str, RouteCallable, list[str]], ...]] = (
    ("/sign-in", "sign_in", entering.sign_in, BOTH),
    ("/sign-in/second-step", "second_step", second_step.second_step, BOTH),
    ("/sign-in/passkey/options", "passkey_options", passkeys.sign_options, POST),
    ("/sign-in/passkey", "passkey", passkeys.sign, POST),
    ("/sign-out", "sign_out", entering.sign_out, POST),
    ("/unsent", "unsent", unsent_page.not_sent, BOTH),
    ("/signed-out", "signed_out", entering.signed_out, GET),
    ("/prove", "prove", proving.prove, BOTH),
    ("/prove/passkey", "prove_passkey", proving.prove_passkey, POST),
    ("/invitation", "invitation", invited.invitation, BOTH),
    ("/invitation/accept", "accept", invited.accept, BOTH),
    ("/account", "account", account.account, BOTH),
    ("/account/password", "password", account.password, BOTH),
    ("/account/second-step", "second_steps", generators.second_steps, GET),
    ("/account/generator", "generator", generators.generator, BOTH),
    ("/account/generator/remove", "generator_remove", generators.remove, POST),
    ("/account/recovery-codes", "recovery_codes", generators.recovery_codes, POST),
    ("/account/passkeys/options", "passkey_new_options", passkeys.make_options, POST),
    ("/account/passkeys", "passkey_new", passkeys.make, POST),
    ("/account/passkeys/<int:passkey>/remove", "passkey_remove", passkeys.remove, POST),
    ("/account/sittings", "sittings", sittings.sittings, GET),
    ("/account/sittings/end", "sittings_end", sittings.end, POST),
)


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    for address, name, view, methods in PAGES:
        office.add_url_rule(address, f"signing_in_{name}", view, methods=methods)
