"""What every reply says to the browser: written out here in full, so that a change is seen and meant."""

import base64
import hashlib

import pytest
from child_pages import FORM, KEY
from web_site import Site

EVERYWHERE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POWERS = (
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "hid=(), idle-detection=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()"
)
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
CHANGING = {"Content-Length", "Content-Encoding"}


def digest(element) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode() + "'"


CHILD_PAGES = {
    "/en/safe": (200, "Accept-Encoding", True),
    "/safe": (200, "Accept-Encoding, Accept-Language", True),
    "/en/safe/7-9": (200, "Accept-Encoding", False),
    "/": (200, "Accept-Encoding, Accept-Language", False),
    "/ar": (200, "Accept-Encoding", False),
    "/en/nothing": (404, "Accept-Encoding", False),
}


@pytest.mark.parametrize("address", CHILD_PAGES)
def test_the_headers_of_child_pages(site: Site, address: str) -> None:
    status, vary, talks = CHILD_PAGES[address]
    page = site.phone.get(address, status)
    style, script = page.tree.find(".//style"), page.tree.find(".//script")
    connect = "connect-src 'self'; " if talks else ""
    policy = (
        f"default-src 'none'; style-src {digest(style)}; img-src data:; script-src {digest(script)}; {connect}"
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    found = {name: value for name, value in page.reply.headers.items() if name not in CHANGING}
    assert found == EVERYWHERE | {
        "Content-Type": "text/html; charset=utf-8",
        "Vary": vary,
        "Permissions-Policy": POWERS,
        "Content-Security-Policy": policy,
    }


def test_every_header_stands_once(site: Site) -> None:
    for address in CHILD_PAGES:
        names = [name for name, _ in site.phone.client.get(address).headers.items()]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_headers_of_the_way_out(site: Site, method: str) -> None:
    reply = getattr(site.phone.client, method)("/leave")
    assert reply.status_code == 303
    found = {name: value for name, value in reply.headers.items() if name not in CHANGING}
    assert found == EVERYWHERE | {
        "Content-Type": "text/html; charset=utf-8",
        "Location": "https://leave.example.org/",
        "Clear-Site-Data": '"*"',
        "Content-Security-Policy": NOTHING,
    }
    assert reply.data == b""


def test_the_headers_of_what_machines_read(site: Site) -> None:
    reply = site.phone.client.get("/healthz")
    found = {name: value for name, value in reply.headers.items() if name not in CHANGING}
    assert found == EVERYWHERE | {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Security-Policy": NOTHING,
    }


def test_every_route_says_something_about_safety(site: Site) -> None:
    """A route added later gets a policy too, whatever it answers."""
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint.startswith("staff."):
            continue  # tests/web/staffing/test_headers.py
        values = {"language": "en", "code": "kinds", "band": "7-9", "name": "tables.xlsx", "digest": "0" * 64}
        address = site.app.url_map.bind("localhost").build(
            rule.endpoint, {n: values[n] for n in rule.arguments}
        )
        for method in rule.methods & {"GET", "POST"}:
            reply = site.phone.client.open(address, method=method)
            for name, value in EVERYWHERE.items():
                assert reply.headers[name] == value, f"{method} {rule}"
            assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
            assert "unsafe" not in reply.headers["Content-Security-Policy"]
            assert "Set-Cookie" not in reply.headers


def test_the_reply_to_send_has_them_too(site: Site) -> None:
    body = f"band=7-9&key={KEY}&v={site.version('kinds')}"
    reply = site.phone.client.post("/en/kinds", data=body, headers={"Content-Type": FORM})
    assert reply.status_code == 200
    assert reply.headers["Cache-Control"] == "no-store"
    assert "connect-src" not in reply.headers["Content-Security-Policy"]
