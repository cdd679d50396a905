"""What happens at the doors of the office, a line each in the log of the service: who came, what was refused.

A line holds a route, a status and the number of an account: no name, address or word that was typed. Of
children's pages nothing is noted.
"""

import logging

from flask import Blueprint, Response, g, request

from consult.web.staffing.allowed import somebody

log = logging.getLogger("consult.office")
# Not signed in, not allowed, has to wait.
_REFUSED = {401, 403, 429}


def attach(office: Blueprint) -> None:
    """Look at every reply of the office."""
    office.after_request(_look)


def came(account_id: int, *, second_step: bool) -> None:
    """Note that somebody came in, and how."""
    if second_step:
        log.warning("office: signed in with a second step, account %d", account_id)
    else:
        log.warning("office: signed in with a password, account %d", account_id)


def went(account_id: int) -> None:
    """Note that somebody signed out."""
    log.warning("office: signed out, account %d", account_id)


def tried(account_id: int | None) -> None:
    """Remember whose account somebody tries to enter, in case that is refused; None: nobody's."""
    g.staff_tried = account_id


def refused() -> None:
    """Remember that this is a refusal, although its status does not say so."""
    g.staff_refused = True


def _look(reply: Response) -> Response:
    if reply.status_code in _REFUSED or g.get("staff_refused"):
        me = somebody()
        account_id = me.account_id if me else g.get("staff_tried")
        rule = request.url_rule.rule if request.url_rule else "no route"
        log.warning(
            "office: %s refused with %d: %s, account %s", request.method, reply.status_code, rule, account_id
        )
    return reply
