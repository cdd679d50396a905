"""The first visit fits one TCP window: every language, with everything in it, headers included."""

import gzip

import brotli
import pytest
from web_site import Site
from werkzeug.test import TestResponse

MOST = 14_000  # bytes
SERVER_ADDS = b"Server: gunicorn\r\nDate: Sun, 22 Nov 2026 04:17:56 GMT\r\nConnection: keep-alive\r\n"


def on_the_wire(reply: TestResponse) -> int:
    lines = [f"HTTP/1.1 {reply.status}", *(f"{name}: {value}" for name, value in reply.headers.items())]
    return len("\r\n".join(lines).encode()) + len(SERVER_ADDS) + 4 + len(reply.data)


@pytest.mark.parametrize("coding", ["br", "gzip"])
@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_the_whole_poll_fits_one_window(site: Site, language: str, coding: str) -> None:
    for country in ("BR", "CN", "EG", "FR", "IN", "MX", "NG", "RU"):
        site.run(
            "INSERT INTO help_contacts (country, name, phone, url, hours, languages, checked_on)"
            f" VALUES ('{country}', 'Test contact {country}', '{ord(country[0])} 11', '', '24 h', '', '2026-11-01')"
        )
    reply = site.phone.client.get(f"/{language}/safe", headers={"Accept-Encoding": coding})
    assert reply.headers["Content-Encoding"] == coding
    assert on_the_wire(reply) <= MOST
    unpacked = brotli.decompress(reply.data) if coding == "br" else gzip.decompress(reply.data)
    assert unpacked.count(b"<fieldset id=q-") == 13, "is this the whole poll?"


def test_nothing_else_is_loaded(site: Site) -> None:
    page = site.phone.get("/en/safe")
    assert not page.tree.xpath(
        "//script/@src|//link[not(starts-with(@href,'data:'))]|//img|//iframe|//style[@src]"
    )
