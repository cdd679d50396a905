"""Who may call what: every route of the office, tried by everybody, here and from the other consultation.

The rows stand in matrix/<room>.toml, one per endpoint and method:
    [[route]]
    endpoint = "editing_save"      # without "staff."
    method = "POST"                # GET if not said
    roles = ["coordinator"]        # or "all", "signed_in", "administrator"
    values = { draft = 1 }         # parts of the address besides the consultation
    query = { page = 2 }
    form = { name = "x" }          # what is posted
    status = 303                   # what those get who are allowed; if not said 200, and 303 for a post
    browser = true                 # a page that the browser test looks at, in two languages
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from staff_matrix import FOLDER, Route, rows
from staff_site import EVERYBODY, FOREIGN, StaffSite, make_site
from werkzeug.test import TestResponse

from consult.tables import ROLES
from consult.web.staffing import ROOMS

ROWS = rows()


class Everybody:
    """All members of staff at one app, whose database can be put back as it was."""

    def __init__(self, site: StaffSite) -> None:
        self.site = site
        self.here = {role: site.client(role) for role in EVERYBODY}
        self.there = {role: site.client(role, other=True) for role in ROLES}
        self.nobody = site.client(None)
        site.engine.dispose()
        self.kept = shutil.copytree(site.folder, site.folder.with_name("kept"))

    def put_back(self) -> None:
        """Undo what the tests did to the database."""
        self.site.engine.dispose()
        shutil.rmtree(self.site.folder)
        shutil.copytree(self.kept, self.site.folder)

    def call(self, client: FlaskClient, route: Route) -> TestResponse:
        self.site.sign_in_again(client)  # a route before may have signed it out
        address = self.site.url(route.endpoint, **route.values)
        return client.open(address, method=route.method, query_string=route.query, data=route.form)


@pytest.fixture(scope="module")
def everybody(office_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everybody]:
    site = make_site(office_folder, tmp_path_factory.mktemp("matrix") / "office")
    yield Everybody(site)
    site.engine.dispose()


@pytest.fixture(scope="module")
def guarded(office_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everybody]:
    """Give the same with the proof against forged posts, as in real life."""
    site = make_site(office_folder, tmp_path_factory.mktemp("guarded") / "office", forgeable=False)
    yield Everybody(site)
    site.engine.dispose()


def served(site: StaffSite) -> set[tuple[str, str]]:
    """Give every endpoint of the office with each of its methods."""
    return {
        (rule.endpoint.removeprefix("staff."), method)
        for rule in site.app.url_map.iter_rules()
        if rule.endpoint.startswith("staff.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_has_its_row_and_every_row_its_route(everybody: Everybody) -> None:
    listed = [(row.endpoint, row.method) for row in ROWS]
    assert len(listed) == len(set(listed)), "a route has two rows"
    found = served(everybody.site)
    assert found - set(listed) == set(), "routes without a row in tests/web/staffing/matrix/"
    assert set(listed) - found == set(), "rows without a route"


def test_a_route_without_a_row_would_be_found(everybody: Everybody) -> None:
    found = served(everybody.site)
    assert ("home", "GET") in found
    assert found - {(row.endpoint, row.method) for row in ROWS if row.endpoint != "home"} == {("home", "GET")}


def test_a_row_stands_in_the_file_of_its_room() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} <= {*ROOMS, "shell"}
    for row in ROWS:
        assert row.room == "shell" or row.endpoint.startswith(f"{row.room}_")


@pytest.mark.parametrize("route", ROWS, ids=str)
def test_the_view_says_what_the_row_says(everybody: Everybody, route: Route) -> None:
    rule = everybody.site.app.view_functions[f"staff.{route.endpoint}"].rule
    assert (rule.kind, sorted(rule.roles)) == (route.kind, sorted(route.roles))
    with_consultation = "consultation" in everybody.site.arguments(route.endpoint)
    assert with_consultation == (route.kind == "roles")


@pytest.mark.parametrize("route", ROWS, ids=str)
def test_only_those_get_in_who_may(everybody: Everybody, route: Route) -> None:
    if route.kind != "all":
        reply = everybody.call(everybody.nobody, route)
        assert reply.status_code == 303, "nobody"
        assert reply.location.startswith("/staff/sign-in"), "nobody"
    for role in EVERYBODY:
        if not route.lets_in(role):
            wanted = 404 if route.kind == "roles" and role == "administrator" else 403
            assert everybody.call(everybody.here[role], route).status_code == wanted, role
    for role in ROLES:
        if route.kind == "roles":
            assert everybody.call(everybody.there[role], route).status_code == 404, f"{role} of the other"
        elif route.kind in {"administrator", "editors"}:
            assert everybody.call(everybody.there[role], route).status_code == 403, f"{role} of the other"


@pytest.mark.parametrize("route", ROWS, ids=str)
def test_those_who_may_get_what_they_asked_for(everybody: Everybody, route: Route) -> None:
    for role in EVERYBODY:
        if route.lets_in(role):
            if route.method != "GET":
                everybody.put_back()
            reply = everybody.call(everybody.here[role], route)
            assert reply.status_code == route.status, f"{role}: {reply.text[:2000]}"
            reply.close()
    if route.method != "GET":
        everybody.put_back()


POSTS = [row for row in ROWS if row.method != "GET" and row.endpoint != "nowhere"]


@pytest.mark.parametrize("route", POSTS, ids=str)
def test_a_post_without_proof_changes_nothing(guarded: Everybody, route: Route) -> None:
    role = next(role for role in EVERYBODY if route.lets_in(role))
    assert guarded.call(guarded.here[role], route).status_code == 400


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_consultation_that_is_not_there_is_like_a_foreign_one(everybody: Everybody, method: str) -> None:
    client = everybody.here["coordinator"]
    for row in ROWS:
        if row.kind == "roles" and row.method == method:
            for number in (FOREIGN, 999):
                address = everybody.site.url(row.endpoint, **row.values, consultation=number)
                assert client.open(address, method=method).status_code == 404, address
