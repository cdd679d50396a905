"""What somebody typed when the sitting had just ended: kept until the same person has signed in again.

Only a post that is proved to come from a page of that very sitting is kept, and only its words, never files.
And only in rooms where nothing that children said is typed: what stands on a sheet of paper, or was said in a
group, is never put down beside a person and an hour.
"""

from typing import Final, TypedDict, cast

from flask import Blueprint, Response, current_app, g, request, session
from flask_wtf.csrf import validate_csrf
from wtforms import ValidationError

from consult.services.people import sessions
from consult.web.staffing.cookies import CSRF, Held
from consult.web.staffing.store import db

UNSENT: Final = "unsent"
# Rooms where people write long, and in words of their own.
_KEPT: Final = tuple(
    f"staff.{room}_" for room in ("planning", "editing", "translating", "reporting", "indicators")
)


class Unsent(TypedDict):
    """Whose words, the address that they were meant for, and (field, words) as they were sent."""

    account: int
    address: str
    fields: list[tuple[str, str]]


def attach(office: Blueprint) -> None:
    """Forget what was kept once it has arrived."""
    office.before_request(_reached)
    office.after_request(_forget_what_arrived)


def keep() -> bool:
    """Keep this post under a new token, for whoever's sitting it was; False where nothing can be kept."""
    browser = cast("Held", session)
    if request.method != "POST" or not (request.endpoint or "").startswith(_KEPT) or request.files:
        return False
    account_id = sessions.whose(db(), browser.token)
    if account_id is None or not _is_ours():
        return False
    sent = [(name, words) for name, values in request.form.lists() for words in values if name != CSRF]
    if not sent or any("\0" in words for _, words in sent):
        return False
    browser.renew()
    browser[UNSENT] = Unsent(account=account_id, address=request.full_path.rstrip("?"), fields=sent)
    return True


def _is_ours() -> bool:
    """Say whether this post comes from a page that the browser got under the token it still holds."""
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    try:
        validate_csrf(request.form.get(CSRF))
    except ValidationError:
        return False
    return True


def of(account_id: int) -> Unsent | None:
    """Give what is kept for this person; what is kept for another is forgotten."""
    kept = cast("Unsent | None", session.get(UNSENT))
    if kept is not None and kept["account"] != account_id:
        session.pop(UNSENT)
        return None
    return kept


def forget() -> None:
    """Throw away what is kept."""
    session.pop(UNSENT, None)


def _reached() -> None:
    """Note that nothing before the view turned this request away, for a password or a second step."""
    g.staff_reached = True


def _forget_what_arrived(reply: Response) -> Response:
    if request.method == "POST" and reply.status_code < 400 and g.get("staff_reached"):
        kept = cast("Unsent | None", session.get(UNSENT))
        if kept is not None and kept["address"] == request.full_path.rstrip("?"):
            forget()
    return reply
