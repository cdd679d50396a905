"""The first page of the office: my consultations. And the page for addresses that lead nowhere."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.services.people import accounts
from consult.web.staffing import navigation
from consult.web.staffing.allowed import allowed_signed_in, db, me, open_to_all, rule_of

BEGINNING = "staff.planning_begin"  # where a consultation is begun
METHODS = ["GET", "POST"]


def attach(office: Blueprint) -> None:
    """Put them under /staff/ and under everything that no room takes."""
    office.add_url_rule("/", "home", home)
    office.add_url_rule("/<path:_rest>", "nowhere", nowhere, methods=METHODS)


@allowed_signed_in
def home() -> ResponseReturnValue:
    """List the consultations in which I have a role."""
    mine = [
        (each, roles, navigation.first(each.id, roles))
        for each, roles in accounts.consultations_of(db(), me().account_id)
    ]
    begin = url_for(BEGINNING) if may(BEGINNING) else ""
    return render_template("staffing/home.html", mine=mine, begin=begin)


def may(endpoint: str) -> bool:
    """Say whether a page outside any consultation exists and is open to me."""
    rule = rule_of(endpoint)
    return rule is not None and (rule.kind != "administrator" or me().administrator)


@open_to_all
def nowhere(_rest: str) -> ResponseReturnValue:
    """Say that there is no such page, in the words of the office."""
    abort(404)
