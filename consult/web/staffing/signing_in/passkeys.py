"""Passkeys: signing in with one, making one, removing one. The browser's part is static/staff/passkeys.js."""

from flask import Response, abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from consult.services.people import passkeys, second_step, sessions
from consult.services.people.passkeys import Asked, Place
from consult.tables import Account
from consult.web.staffing.allowed import allowed_signed_in, db, held, me, needs_proof, open_to_all
from consult.web.staffing.signing_in.entering import after, enter


def place() -> Place:
    """Say where this office stands for browsers."""
    return Place(request.host.rsplit(":", 1)[0], request.host_url.rstrip("/"))


def asked(question: Asked) -> Response:
    """Send a question to the browser and keep its challenge for one answer."""
    held()["challenge"] = question.challenge
    return Response(question.options, mimetype="application/json")


def challenge() -> str:
    """Give the challenge that was asked last, once."""
    found = held().pop("challenge", "")
    if not isinstance(found, str) or not found:
        abort(400)
    return found


@open_to_all
def sign_options() -> ResponseReturnValue:
    """Ask the browser to sign in with any passkey of ours."""
    return asked(passkeys.ask_to_sign(place()))


@open_to_all
def sign() -> ResponseReturnValue:
    """Let in whose passkey signed; a passkey checks who holds it, so it is both steps at once."""
    account = passkeys.signed(db(), place(), challenge(), request.form.get("answer", ""))
    if account is None:
        return jsonify(told=_("This passkey is not known here.")), 403
    enter(account, second_step=True)
    return jsonify(go=after())


@allowed_signed_in
@needs_proof
def make_options() -> ResponseReturnValue:
    """Ask the browser to make a passkey."""
    return asked(passkeys.ask_to_make(db(), place(), _mine()))


@allowed_signed_in
@needs_proof
def make() -> ResponseReturnValue:
    """Keep a new passkey."""
    answer, name = request.form.get("answer", ""), request.form.get("name", "")
    kept = passkeys.add(db(), place(), _mine(), challenge=challenge(), answer=answer, name=name)
    if not kept:
        return jsonify(told=_("This passkey could not be kept. Please try again.")), 400
    sessions.prove(db(), held().token, second_step=True)
    flash(_("The passkey can be used from now on."))
    return jsonify(go=url_for("staff.signing_in_second_steps"))


@allowed_signed_in
@needs_proof
def remove(passkey: int) -> ResponseReturnValue:
    """Forget one of my passkeys."""
    if not passkeys.remove(db(), _mine(), passkey):
        abort(404)
    flash(_("The passkey is removed. Remove it from your device too."))
    return redirect(url_for("staff.signing_in_second_steps"), 303)


def _mine() -> Account:
    return db().get_one(Account, me().account_id)


def means() -> second_step.Means:
    """Say by what I can take the second step."""
    return second_step.means(db(), me().account_id)
