"""What every reply of the office says to the browser; and that children never get its cookie."""

import pytest
from staff_matrix import EDITORS, Route, rows
from staff_site import StaffSite

from consult.web.security import HEADERS

OFFICE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = [row for row in rows() if row.method == "GET"]
CHILDREN = ["/", "/ar", "/en/kinds", "/kinds", "/en/kinds/7-9", "/leave", "/healthz", "/en/nowhere"]


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_every_page_has_the_headers_of_its_class(staff: StaffSite, route: Route) -> None:
    role = next(role for role in ("administrator", *route.roles, *EDITORS) if route.lets_in(role))
    reply = staff.client(role).get(staff.url(route.endpoint, **route.values), query_string=route.query)
    view = staff.app.view_functions[f"staff.{route.endpoint}"]
    for name, value in HEADERS[getattr(view, "route_class", "staff")]:
        assert reply.headers.getlist(name) == [value], name
    assert len(reply.headers.getlist("Content-Security-Policy")) == 1
    assert "unsafe" not in reply.headers["Content-Security-Policy"]
    if not hasattr(view, "route_class"):
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Content-Security-Policy"] == OFFICE


@pytest.mark.parametrize("address", CHILDREN)
def test_pages_of_children_have_no_cookie(staff: StaffSite, address: str) -> None:
    for client in (staff.client(None), staff.client("coordinator")):
        assert client.get(address).headers.getlist("Set-Cookie") == []
        assert client.post(address).headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize(("scheme", "name"), [("http", "consult"), ("https", "__Host-consult")])
def test_the_cookie_of_the_office(staff: StaffSite, scheme: str, name: str) -> None:
    client = staff.client(None)
    reply = client.get("/staff/sign-in", base_url=f"{scheme}://localhost/")
    (cookie,) = reply.headers.getlist("Set-Cookie")
    parts = cookie.split("; ")
    assert parts[0].startswith(f"{name}=")
    assert len(parts[0].partition("=")[2]) == 43
    wanted = {"HttpOnly", "Path=/", "SameSite=Lax"} | ({"Secure"} if scheme == "https" else set())
    assert set(parts[1:]) == wanted
