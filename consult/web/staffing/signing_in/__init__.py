"""Signing in and out, one's own account, invitations."""

from flask import Blueprint

from consult.web.staffing.signing_in import account, entering


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    office.add_url_rule("/sign-in", "signing_in_sign_in", entering.sign_in, methods=["GET", "POST"])
    office.add_url_rule("/sign-out", "signing_in_sign_out", entering.sign_out, methods=["POST"])
    office.add_url_rule("/signed-out", "signing_in_signed_out", entering.signed_out)
    office.add_url_rule("/account", "signing_in_account", account.account)
