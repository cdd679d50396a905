"""Who may see which page of the office, and who is asking now.

A view only says who is allowed, by one of the four decorators; `guard` decides before the view is called.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar, cast
from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from consult.services import acts, database, settings
from consult.services.indicators import editors
from consult.services.people import accounts, sessions
from consult.tables import ROLES, Consultation, Sitting
from consult.web.staffing import unsent
from consult.web.staffing.cookies import Held
from consult.web.staffing.store import db

__all__ = [
    "Me",
    "Rule",
    "acted",
    "allowed",
    "allowed_administrator",
    "allowed_indicator_editors",
    "allowed_signed_in",
    "db",
    "guard",
    "held",
    "here",
    "me",
    "my_roles",
    "needs_proof",
    "open_to_all",
    "rule_of",
    "sitting",
    "somebody",
    "takes_up_to",
    "view_of",
]

View = TypeVar("View", bound=Callable[..., object])
TEXT_ONLY: Final = 64 * 1024  # bytes of a form, where a view does not say that it takes files


@dataclass(frozen=True, slots=True)
class Me:
    """The member of staff who asks."""

    account_id: int
    name: str
    language: str
    administrator: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may call a view: "all", "signed_in", "administrator", "editors" of indicators, or "roles" here."""

    kind: str
    roles: frozenset[str] = frozenset()


def allowed(*roles: str) -> Callable[[View], View]:
    """Allow those who have one of these roles in the consultation that the address names."""
    if not roles or not set(roles) <= set(ROLES):
        raise ValueError(f"no such role in {roles}")
    return lambda view: _ruled(view, Rule("roles", frozenset(roles)))


def allowed_administrator(view: View) -> View:
    """Allow administrators of the installation."""
    return _ruled(view, Rule("administrator"))


def allowed_indicator_editors(view: View) -> View:
    """Allow those whom an administrator has named to define indicators and give figures."""
    return _ruled(view, Rule("editors"))


def allowed_signed_in(view: View) -> View:
    """Allow every member of staff."""
    return _ruled(view, Rule("signed_in"))


def open_to_all(view: View) -> View:
    """Allow everybody; for signing in and for what carries its own secret."""
    return _ruled(view, Rule("all"))


def takes_up_to(size: int) -> Callable[[View], View]:
    """Let a view read forms and files of up to `size` bytes instead of 64 KiB."""

    def mark(view: View) -> View:
        view.largest_body = size  # type: ignore[attr-defined]  # read by `guard`
        return view

    return mark


def needs_proof(view: View) -> View:
    """Ask for password or passkey again before this view, unless they were shown within ten minutes."""
    view.needs_proof = True  # type: ignore[attr-defined]  # read by `guard`
    return view


def _ruled(view: View, rule: Rule) -> View:
    view.rule = rule  # type: ignore[attr-defined]  # read by `guard`, navigation and the matrix test
    return view


def rule_of(endpoint: str | None) -> Rule | None:
    """Give the rule of a view, None where it has none."""
    found: Rule | None = getattr(view_of(endpoint), "rule", None)
    return found


def view_of(endpoint: str | None) -> object:
    """Give the function behind an endpoint."""
    return current_app.view_functions.get(endpoint or "")


def guard() -> Response | None:
    """Decide about this request; a view without a rule is refused."""
    rule = rule_of(request.endpoint)
    if rule is None:
        abort(403)
    if rule.kind == "all":
        return None
    if somebody() is None:
        return _to_sign_in()
    if rule.kind == "administrator" and not me().administrator:
        abort(403)
    if rule.kind == "editors" and not editors.may_edit(db(), me().account_id):
        abort(403)
    if rule.kind == "roles":
        _enter(rule)
    if _lacks_second_step():
        return redirect(url_for("staff.signing_in_second_steps"), 303)
    if getattr(view_of(request.endpoint), "needs_proof", False) and not sessions.is_fresh(sitting()):
        return _to_proof()
    return None


def _lacks_second_step() -> bool:
    """Say whether somebody with much power has not set up the second step that the office asks of them."""
    if sitting().second_step or (request.endpoint or "").startswith("staff.signing_in_"):
        return False
    powerful = me().administrator or accounts.coordinates(db(), me().account_id)
    return powerful and bool(settings.get(db(), "second_step"))


def _to_proof() -> Response:
    """Ask for the password; then back to the page itself, or to the one that a post came from."""
    asked = (
        request.full_path.rstrip("?") if request.method == "GET" else urlsplit(request.referrer or "").path
    )
    return redirect(url_for("staff.signing_in_prove", next=asked or None), 303)


def _to_sign_in() -> Response:
    if request.headers.get("Sec-Fetch-Mode") == "cors" or "X-CSRFToken" in request.headers:
        abort(401)
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    if unsent.keep():
        back = url_for("staff.signing_in_unsent")
    return redirect(url_for("staff.signing_in_sign_in", next=back), 303)


def _enter(rule: Rule) -> None:
    """Find the consultation of the address; who has no role in it is not told that it exists."""
    number = (request.view_args or {}).get("consultation")
    found = db().get(Consultation, number) if isinstance(number, int) else None
    if found is None:
        abort(404)
    g.staff_here = found
    g.staff_roles = accounts.roles(db(), me().account_id, found.id)
    if not g.staff_roles:
        g.staff_refused = True  # noticed, though the reply is the same as for what does not exist
        abort(404)
    if not g.staff_roles & rule.roles:
        abort(403)


def somebody() -> Me | None:
    """Give who asks, or None where nobody is signed in."""
    found: Me | None = g.get("staff_me")
    return found


def me() -> Me:
    """Give who asks, on pages for those signed in."""
    found = somebody()
    if found is None:
        abort(401)
    return found


def here() -> Consultation:
    """Give the consultation that the address names."""
    found: Consultation = g.staff_here
    return found


def my_roles() -> frozenset[str]:
    """Give my roles in this consultation."""
    found: frozenset[str] = g.get("staff_roles", frozenset())
    return found


def sitting() -> Sitting:
    """Give the row of this signed-in browser."""
    found: Sitting = g.staff_sitting
    return found


def held() -> Held:
    """Give what this browser holds: its token and what pages keep between two requests."""
    return cast("Held", session)


def acted(what: str, **detail: object) -> None:
    """Note an act of mine here, by itself; services that write note their acts in the same transaction."""
    consultation: Consultation | None = g.get("staff_here")
    with database.writing(db()):
        acts.record(db(), me().account_id, what, consultation.id if consultation else None, **detail)
