"""Pages as a child's browser gets them: every one is checked for what must hold on all of them."""

from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

HELP_HOSTS = {"help.example.org", "ke.example.org"}
KEY = "0123456789abcdef" * 2
FORM = "application/x-www-form-urlencoded"
Values = dict[str, str | list[str]]


@dataclass
class Page:
    """One HTML reply, parsed; making it checks it."""

    reply: TestResponse
    tree: html.HtmlElement = field(init=False)

    def __post_init__(self) -> None:
        assert self.reply.mimetype == "text/html", self.reply.data[:200]
        self.tree = html.document_fromstring(self.reply.get_data(as_text=True))
        self._speaks()
        self._keeps_quiet()
        self._names_every_input()

    def _speaks(self) -> None:
        root = self.tree.getroottree().getroot()
        expected = "rtl" if root.get("lang") == "ar" else "ltr"
        assert root.get("dir") == expected
        headings = [
            h for h in self.tree.iter("h1") if not any(a.tag == "template" for a in h.iterancestors())
        ]
        assert len(headings) == 1, [h.text_content() for h in headings]
        assert self.tree.findtext(".//title") == "Consult"
        assert self.tree.xpath("//a[@id='leave' and @href='/leave']"), "no way to leave quickly"
        assert self.tree.xpath("//*[@id='help']"), "no help"

    def _keeps_quiet(self) -> None:
        assert "Set-Cookie" not in self.reply.headers
        for name in ("ETag", "Last-Modified"):
            assert name not in self.reply.headers
        assert self.reply.headers["Cache-Control"] == "no-store"
        for node in self.tree.iter():
            for name in ("src", "href", "action", "formaction", "data-src"):
                address = urlsplit(node.get(name) or "")
                if address.netloc:
                    assert address.netloc in HELP_HOSTS, f"a foreign host: {address.netloc}"
                    assert "noreferrer" in node.get("rel", "")
                else:
                    assert address.scheme in {"", "tel", "data"}

    def _names_every_input(self) -> None:
        ids = {node.get("id") for node in self.tree.iter() if node.get("id")}
        for node in self.tree.xpath("//input|//select|//textarea"):
            if node.get("type") == "hidden":
                continue
            labels = [a for a in node.iterancestors() if a.tag == "label" and a.text_content().strip()]
            assert labels or node.get("aria-labelledby") in ids, html.tostring(node)

    @property
    def language(self) -> str:
        return self.tree.getroottree().getroot().get("lang")

    @property
    def text(self) -> str:
        return self.tree.text_content()

    @property
    def heading(self) -> str:
        return next(
            h for h in self.tree.iter("h1") if "template" not in {a.tag for a in h.iterancestors()}
        ).text_content()

    def fields(self) -> dict[str, list[str]]:
        """Give what the page's form would post as it stands (pressing its main button)."""
        form = next(form for form in self.tree.forms if form.get("id") == "f")
        posted: dict[str, list[str]] = {}
        for name, value in form.form_values():
            posted.setdefault(name, []).append(value)
        return posted

    def kinds_of_reply(self) -> list[str]:
        return self.tree.xpath("//main/@data-reply")


@dataclass
class Phone:
    """A browser without script at one of our apps."""

    app: Flask
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    def get(self, address: str, status: int = 200, **headers: str) -> Page:
        """Open a page and check it."""
        reply = self.client.get(
            address, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        assert reply.status_code == status, reply.data[:400]
        return Page(reply)

    def post(self, address: str, values: Values | bytes, status: int = 200, **headers: str) -> Page:
        """Post a form and check the page that comes back."""
        body = values if isinstance(values, bytes) else urlencode(values, doseq=True).encode()
        named = {"Content-Type": FORM} | {name.replace("_", "-"): value for name, value in headers.items()}
        reply = self.client.post(address, data=body, headers=named)
        assert reply.status_code == status, reply.data.decode()[-1500:]
        return Page(reply)
