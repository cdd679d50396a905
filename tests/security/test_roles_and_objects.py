"""People come, are given power, lose it and go: after any history everybody gets in exactly where a tiny model says.

The office is asked through its pages; the model is three sets. A longer run: CONSULT_FUZZ=500.
"""

import html
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pytest
from attacking import Range
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from staff_matrix import Route, rows
from staff_site import CONSULTATION, FOREIGN, PASSWORD, TITLES, email, make_site

from consult.services import database
from consult.services.people import invitations, sessions
from consult.tables import ROLES, Account, Invitation, Role

if TYPE_CHECKING:
    from flask.testing import FlaskClient

LONGER = int(os.environ.get("CONSULT_FUZZ", "0"))
PLACES = st.sampled_from((CONSULTATION, FOREIGN))
SOME_ROLES = st.sets(st.sampled_from(ROLES), max_size=2)
BEGINNERS = (
    (email("coordinator"), CONSULTATION),
    (email("coordinator", other=True), FOREIGN),
    (email("moderator"), CONSULTATION),
    (email("administrator"), None),
)
# Pages that need nothing but a consultation (or nothing at all) are there in both consultations.
PAGES = [
    row
    for row in rows()
    if row.method == "GET" and not row.values and row.kind in {"roles", "administrator"} and row.status == 200
]


class Office(RuleBasedStateMachine):
    """The office and its model, side by side."""

    place: ClassVar[Range]
    people = Bundle("people")
    links = Bundle("links")

    @initialize(target=people)
    def begin(self) -> str:
        """Start from the stocked office, with four people of it."""
        self.place.put_back()
        self.site = self.place.site
        with database.session(self.site.engine) as session:
            self.roles = {
                (account.email, role.consultation_id, role.role)
                for role, account in session.execute(select(Role, Account).join(Account))
            }
            everybody = list(session.scalars(select(Account)))
            self.numbers = {account.email: account.id for account in everybody}
            self.powerful = {account.email for account in everybody if account.administrator}
        self.active = set(self.numbers)
        self.clients: dict[str, FlaskClient] = {}
        self.signed: set[str] = set()
        for who, _ in BEGINNERS:
            self.sign_in(who)
        return BEGINNERS[0][0]

    @rule(target=people, which=st.sampled_from(BEGINNERS))
    def meet(self, which: tuple[str, int | None]) -> str:
        """Let one of those who are there take part."""
        return which[0]

    @rule(who=people)
    def sign_in(self, who: str) -> None:
        """Sign in with a new browser; the old cookie is kept by nobody."""
        if who not in self.active:
            return
        client = self.site.app.test_client()
        with database.session(self.site.engine) as session:
            client.set_cookie("consult", sessions.begin(session, self.numbers[who], second_step=True))
        self.clients[who] = client
        self.signed.add(who)

    def has(self, who: str, where: int) -> set[str]:
        """Give what somebody may be in a consultation, says the model."""
        return {role for mine, place, role in self.roles if (mine, place) == (who, where)}

    def asks(self, who: str, endpoint: str, data: dict | None = None, **values: object) -> tuple[int, str]:
        """Ask for a page as somebody, or post to it; give the status, and where it leads or what it says."""
        client = self.clients[who]
        address = self.site.url(endpoint, **values)
        reply = client.get(address) if data is None else client.post(address, data=data | {"go": "1"})
        said = reply.headers.get("Location") or reply.get_data(as_text=True)
        reply.close()
        return reply.status_code, said

    def barred(self, who: str, where: int | None, may: set[str] | None) -> int | None:
        """Say with which status the model turns somebody away; None where the door is open."""
        if who not in self.signed:
            return 303
        if where is None:
            return None if who in self.powerful else 403
        mine = self.has(who, where)
        return 404 if not mine else None if may is None or mine & may else 403

    @rule(who=people, page=st.sampled_from(PAGES), where=PLACES)
    def look(self, who: str, page: Route, where: int) -> None:
        """Open any page."""
        if who not in self.clients:
            return
        administers = page.kind == "administrator"
        values = {} if administers else {"consultation": where}
        barred = self.barred(who, None if administers else where, None if administers else set(page.roles))
        status, said = self.asks(who, page.endpoint, **values)
        assert status == (barred or 200), f"{who} {page} in {where}"
        if barred == 303:
            assert "/staff/sign-in" in said

    @rule(who=people, whom=people, where=PLACES, wanted=SOME_ROLES)
    def grant(self, who: str, whom: str, where: int, wanted: set[str]) -> None:
        """Give somebody of the team exactly these roles."""
        if who not in self.clients:
            return
        status, _ = self.asks(
            who, "people_roles", {"roles": sorted(wanted)}, consultation=where, account=self.numbers[whom]
        )
        barred = self.barred(who, where, {"coordinator"})
        had = self.has(whom, where)
        others = {mine for mine, place, role in self.roles if (place, role) == (where, "coordinator")} - {
            whom
        }
        if barred:
            assert status == barred
        elif not had:
            assert status == 404, "nobody gets into a team without an invitation"
        elif "coordinator" in had - wanted and not others & self.active:
            assert status == 400, "the last coordinator stays"
        else:
            assert status == 303
            self.roles = {each for each in self.roles if each[:2] != (whom, where)}
            self.roles |= {(whom, where, role) for role in wanted}

    @rule(target=links, who=people, where=PLACES, wanted=SOME_ROLES, number=st.integers(1, 3))
    def invite(self, who: str, where: int, wanted: set[str], number: int) -> tuple[str, str] | None:
        """Invite somebody new, or again."""
        if who not in self.clients:
            return None
        address = f"new{number}@office.example"
        data = {"name": "New", "email": address, "roles": sorted(wanted)}
        status, said = self.asks(who, "people_invite", data, consultation=where)
        barred = self.barred(who, where, {"coordinator"})
        assert status == (barred or (200 if wanted else 400))
        found = re.search(r"/staff/invitation#([\w-]{43})", html.unescape(said))
        assert bool(found) == (status == 200), "a link is shown to whoever may make one, and to nobody else"
        return (address, found[1]) if found else None

    @rule(who=people, where=PLACES, link=links)
    def withdraw(self, who: str, where: int, link: tuple[str, str] | None) -> None:
        """Take an invitation back: only a coordinator of its own consultation can."""
        if who not in self.clients or link is None:
            return
        with database.session(self.site.engine) as session:
            found = session.scalars(
                select(Invitation).where(Invitation.digest == sessions.digest(link[1]))
            ).one()
        status, _ = self.asks(who, "people_withdraw", {}, consultation=where, invitation=found.id)
        barred = self.barred(who, where, {"coordinator"})
        assert status == (barred or (303 if found.consultation_id == where else 404))

    @rule(target=people, link=links)
    def accept(self, link: tuple[str, str] | None) -> str:
        """Follow a link: it works once, gives what it promised and nothing else."""
        if link is None:
            return BEGINNERS[0][0]
        address, secret = link
        with database.session(self.site.engine) as session:
            found = invitations.find(session, secret)
            new = address not in self.numbers
            if found is not None:
                if new:
                    account = invitations.accept(session, found, PASSWORD)
                    assert account is not None
                    self.numbers[address] = account.id
                    self.active.add(address)
                else:
                    assert invitations.accept(session, found, PASSWORD) is None, (
                        "an account is never taken over"
                    )
                    assert invitations.join(session, found, self.numbers[address])
                self.roles |= {(address, found.consultation_id, role) for role in found.roles}
            assert invitations.find(session, secret) is None
        return address if address in self.numbers else BEGINNERS[0][0]

    @rule(who=people, whom=people, opened=st.booleans())
    def close_account(self, who: str, whom: str, opened: bool) -> None:  # noqa: FBT001
        """Close an account, or open it again."""
        if who not in self.clients:
            return
        data = {"active": "yes" if opened else "no"}
        status, _ = self.asks(who, "people_account_active", data, account=self.numbers[whom])
        barred = self.barred(who, None, None)
        assert status == (barred or 303)
        if barred:
            return
        if opened:
            self.active.add(whom)
        elif whom not in self.powerful or len(self.powerful & self.active) > 1:
            self.active.discard(whom)
            self.signed.discard(whom)

    @rule(who=people, whom=people, given=st.booleans())
    def power(self, who: str, whom: str, given: bool) -> None:  # noqa: FBT001
        """Give or take the power over the installation."""
        if who not in self.clients:
            return
        data = {"administrator": "yes" if given else "no"}
        status, _ = self.asks(who, "people_account_power", data, account=self.numbers[whom])
        barred = self.barred(who, None, None)
        assert status == (barred or 303)
        if barred:
            return
        if given:
            self.powerful.add(whom)
        elif len(self.powerful & self.active) > 1:
            self.powerful.discard(whom)

    @rule(who=people)
    def see_own(self, who: str) -> None:
        """Nobody reads the name of a consultation in which she has no part."""
        if who not in self.signed:
            return
        status, said = self.asks(who, "home")
        assert status == 200
        for where, title in TITLES.items():
            assert (title in said) == bool(self.has(who, where)), title

    @invariant()
    def what_is_kept_is_what_the_model_says(self) -> None:
        """No request changed more than it should."""
        if not hasattr(self, "roles"):
            return
        with database.session(self.site.engine) as session:
            kept = {
                (account.email, role.consultation_id, role.role)
                for role, account in session.execute(select(Role, Account).join(Account))
            }
            everybody = list(session.scalars(select(Account)))
        assert kept == self.roles
        assert {account.email for account in everybody if account.active} == self.active
        assert {account.email for account in everybody if account.administrator} == self.powerful
        assert self.powerful & self.active, "somebody can always help"


@pytest.fixture(scope="module")
def place(office_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Range]:
    made = Range(make_site(office_folder, tmp_path_factory.mktemp("histories") / "office"))
    yield made
    made.close()


def lived(place: Range, **more: object) -> None:
    """Let many histories happen."""
    Office.place = place
    chosen = {
        "max_examples": LONGER or 6,
        "stateful_step_count": 30,
        "deadline": None,
        "derandomize": not LONGER,
        "database": None,
        "suppress_health_check": list(HealthCheck),
    }
    run_state_machine_as_test(Office, settings=settings(**(chosen | more)))


def test_everybody_gets_in_where_the_model_says(place: Range) -> None:
    lived(place)


def test_an_office_that_errs_would_be_found(place: Range, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office that lets moderators grant roles differs from the model, and the machine says so."""
    view = place.site.app.view_functions["staff.people_roles"]
    monkeypatch.setattr(view, "rule", type(view.rule)("roles", frozenset({"coordinator", "moderator"})))
    with pytest.raises(AssertionError):
        lived(place, max_examples=60, phases=(Phase.generate,))
