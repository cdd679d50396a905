"""Who works in the office and in each consultation, and the log of acts."""

from typing import Final

from flask import Blueprint
from flask.typing import RouteCallable
from flask_babel import lazy_gettext as _l

from consult.web.staffing import navigation
from consult.web.staffing.people import everybody, log, one_account, rules, team

GET: Final = ["GET"]
POST: Final = ["POST"]
BOTH: Final = ["GET", "POST"]
HERE: Final = "/consultations/<int:consultation>"

# Address, name, view, methods.
PAGES: Final[tuple[tuple[str, str, RouteCallable, list[str]], ...]] = (
    (f"{HERE}/people", "team", team.team, GET),
    (f"{HERE}/people/invite", "invite", team.invite, BOTH),
    (f"{HERE}/people/<int:account>", "roles", team.roles, BOTH),
    (f"{HERE}/people/invitations/<int:invitation>/withdraw", "withdraw", team.withdraw, POST),
    (f"{HERE}/log", "log", log.here_log, GET),
    (f"{HERE}/log.csv", "log_file", log.here_file, GET),
    ("/people", "everybody", everybody.everybody, GET),
    ("/people/invite", "invite_anybody", everybody.invite, BOTH),
    ("/people/invitations/<int:invitation>/withdraw", "withdraw_anybody", everybody.withdraw, POST),
    ("/people/accounts/<int:account>", "account", one_account.account, GET),
    ("/people/accounts/<int:account>/link", "account_link", one_account.link, POST),
    ("/people/accounts/<int:account>/second-step", "account_second_step", one_account.second_step, POST),
    ("/people/accounts/<int:account>/active", "account_active", one_account.active, POST),
    ("/people/accounts/<int:account>/administrator", "account_power", one_account.administrator, POST),
    ("/people/rules", "rules", rules.rules, BOTH),
    ("/people/log", "log_of_all", log.log_of_all, GET),
    ("/people/log.csv", "log_of_all_file", log.file_of_all, GET),
)


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
    for address, name, view, methods in PAGES:
        office.add_url_rule(address, f"people_{name}", view, methods=methods)
    navigation.entry("people_team", _l("People"), 80)
    navigation.entry("people_log", _l("Log"), 90)
    navigation.entry("people_everybody", _l("People"), 80)
    navigation.entry("people_log_of_all", _l("Log"), 90)
