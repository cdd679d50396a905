"""Every route with the forms that lead to it, ways to spoil a request, and what no reply may ever be."""

import logging
import re
import shutil
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from hostile import EVERYTHING, MARK, encodable
from hypothesis import strategies as st
from lxml import etree, html
from sqlalchemy import select
from staff_matrix import rows
from staff_site import EVERYBODY, StaffSite
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from consult.services import database
from consult.tables import Dialogue

ROOT = Path(__file__).resolve().parents[2]
# Names that some view reads from the query of its address.
QUERY = sorted(
    {
        name
        for path in (ROOT / "consult" / "web").rglob("*.py")
        for name in re.findall(r'(?:args|values)\.get\(\s*"([a-z_]+)"', path.read_text())
    }
)
# 405: a spoilt address may be that of a page that takes no posts.
FREELY = {"GET": {200, 303, 400, 403, 404, 410}, "POST": {200, 303, 400, 403, 404, 405, 409, 410, 413, 415}}
# What a route may answer besides, and why.
BESIDES: Mapping[str, set[int]] = {
    "joining.": {503},  # too many codes that no room has
    "staff.signing_in": {429},  # one has to wait
}


@dataclass(frozen=True)
class Target:
    """One route with a method: its address's parts, its query and its form, as a page of ours sends them."""

    endpoint: str
    method: str
    values: tuple[tuple[str, Any], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"

    @property
    def declared(self) -> set[int]:
        """The statuses that it may answer with."""
        more = [codes for start, codes in BESIDES.items() if self.endpoint.startswith(start)]
        return FREELY[self.method].union(*more)


@dataclass
class Sent:
    """One request, ready to be sent."""

    target: Target
    address: str
    query: Sequence[tuple[str, str]]
    form: Sequence[tuple[str, str]]
    files: Mapping[str, bytes] = field(default_factory=dict)

    def send(self, client: FlaskClient) -> TestResponse:
        """Send it as a browser would."""
        data: Any = None
        kind = None
        if self.target.method == "POST":
            data = MultiDict([(encodable(name), encodable(value)) for name, value in self.form])
            for name, content in self.files.items():
                data.add(name, FileStorage(_stream(content), "a<b>\"';../x.csv", name=name))
            kind = None if self.files else "application/x-www-form-urlencoded"
        query = MultiDict([(name, encodable(value)) for name, value in self.query])
        return client.open(
            self.address, method=self.target.method, query_string=query, data=data, content_type=kind
        )


def _stream(content: bytes) -> Any:
    import io  # noqa: PLC0415

    return io.BytesIO(content)


class Failures(logging.Handler):
    """Keeps the traces of what the app told in a calm page, for whoever mends it."""

    def __init__(self) -> None:
        super().__init__()
        self.traces: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the failure that is being told of."""
        if sys.exc_info()[1] is not None:
            self.traces.append(traceback.format_exc())
        else:
            self.traces.append(record.getMessage())


def targets(site: StaffSite) -> list[Target]:
    """List every route with every method, with the forms found on the pages of the office and of children."""
    known = plain_targets(site)
    return list(dict.fromkeys([*known, *_forms_on_pages(site, known)]))


def plain_targets(site: StaffSite) -> list[Target]:
    """List every route with every method, as the authorisation matrix calls it."""
    found: dict[Target, None] = {}
    for row in rows():
        values = {**row.values}
        if "consultation" in site.arguments(row.endpoint):
            values["consultation"] = site.consultation
        form = tuple((name, str(each)) for name, value in row.form.items() for each in _several(value))
        query = tuple((name, str(value)) for name, value in row.query.items())
        found[Target(f"staff.{row.endpoint}", row.method, tuple(values.items()), query, form)] = None
    for endpoint, method, known in _of_children(site):
        found[Target(endpoint, method, tuple(known.items()))] = None
    return list(found)


def _several(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _of_children(site: StaffSite) -> list[tuple[str, str, dict[str, Any]]]:
    with database.session(site.engine) as session:
        room = session.scalars(select(Dialogue.code).where(Dialogue.code.is_not(None))).first()
    listed = []
    for rule in site.app.url_map.iter_rules():
        if rule.endpoint.startswith("staff."):
            continue
        known = {"language": "en", "band": "14-18", "name": "tables.xlsx", "digest": "0" * 64}
        known["code"] = room if "/room/" in rule.rule else "kinds"
        values = {name: known[name] for name in rule.arguments}
        listed += [(rule.endpoint, method, values) for method in (rule.methods or set()) & {"GET", "POST"}]
    return sorted(listed, key=str)


def _forms_on_pages(site: StaffSite, known: Sequence[Target]) -> list[Target]:
    """Open every page as somebody who may, and take the forms from it."""
    clients = {role: site.client(role) for role in EVERYBODY}
    routes = {f"staff.{row.endpoint}": row for row in rows() if row.method == "GET"}
    made = []
    for target in known:
        if target.method != "GET" or target.endpoint == "staff.nowhere":
            continue
        row = routes.get(target.endpoint)
        client = clients[next(role for role in EVERYBODY if row is None or row.lets_in(role))]
        site.sign_in_again(client)
        reply = client.get(address(site, target), query_string=MultiDict(target.query))
        if reply.mimetype == "text/html" and reply.data:
            made += [_as_target(site, form) for form in html.document_fromstring(reply.data).forms]
        reply.close()
    return [each for each in made if each is not None]


def _as_target(site: StaffSite, form: Any) -> Target | None:
    action = urlsplit(form.get("action") or "/")
    method = (form.get("method") or "GET").upper()
    try:
        rule, values = site.app.url_map.bind("localhost").match(action.path, method=method)
    except HTTPException:
        return None
    fields, files = [], []
    for node in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]|.//button[@name]"):
        if node.get("type") == "file":
            files.append(node.get("name"))
        elif node.get("name") != "csrf_token":
            value = node.get("value") if node.tag == "button" else node.value
            fields.append((node.get("name"), value if isinstance(value, str) else ""))
    where = ((), tuple(fields)) if method == "POST" else (tuple(fields), ())
    return Target(rule, method, tuple(values.items()), *where, tuple(files))


def address(site: StaffSite, target: Target, **other: Any) -> str:
    """Write the address of a target; what cannot be an address is written as it is known."""
    values = dict(target.values)
    urls = site.app.url_map.bind("localhost")
    for name, value in other.items():
        tried = {**values, name: value}
        try:
            urls.build(target.endpoint, tried)
        except Exception:  # noqa: BLE001  # a converter does not take it: no browser gets there
            continue
        values = tried
    return urls.build(target.endpoint, values)


WORDS = st.one_of(
    st.sampled_from(EVERYTHING),
    st.text(max_size=30),
    st.integers(-(2**70), 2**70).map(str),
    st.dates().map(str),
)
CONTENTS = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(EVERYTHING).map(lambda words: words.encode("utf-8", "replace")),
    st.sampled_from(
        (b"PK\x03\x04" + b"\0" * 60, b"%PDF-1.7", b"\xff\xfe=\x001\x00", b"RIFF\0\0\0\0WAVE", b"")
    ),
)
PLACES = st.one_of(st.sampled_from(EVERYTHING), st.integers(-5, 2**70))


@st.composite
def requests(draw: st.DrawFn, site: StaffSite, known: Sequence[Target]) -> Sent:
    """Take a request that a page of ours sends and spoil some of it."""
    target = draw(st.sampled_from(known))
    other = {}
    for name, _ in target.values:
        if name != "consultation" and draw(st.integers(0, 7)) == 0:
            other[name] = draw(PLACES)
    query = _spoilt(draw, target.query)
    if draw(st.booleans()):
        query.append((draw(st.sampled_from(QUERY)), draw(WORDS)))
    form = _spoilt(draw, target.form)
    files = {name: draw(CONTENTS) for name in target.files}
    return Sent(target, address(site, target, **other), query, form, files)


def _spoilt(draw: st.DrawFn, fields: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    made = []
    spoil = draw(st.sampled_from((0, 1, 3, 9)))  # of ten
    for name, value in fields:
        if draw(st.integers(1, 10)) > spoil:
            made.append((name, value))
            continue
        how = draw(st.sampled_from(("other", "other", "twice", "gone", "named")))
        if how in {"other", "twice"}:
            made.append((name, draw(WORDS)))
        if how == "twice":
            made.append((name, value))
        if how == "named":
            made.append((f"{name}{draw(st.sampled_from(('[]', '-0', '.x', '__class__')))}", value))
    return made


class Range:
    """An app whose database is put back now and then, since those who attack it destroy it."""

    LASTS = 40  # requests

    def __init__(self, site: StaffSite, keep: Callable[[], Callable[[], object]] | None = None) -> None:
        """Take an app; `keep` copies a database that does not lie in its folder, and gives what puts it back."""
        self.site = site
        self.clients: dict[str | None, FlaskClient] = {role: site.client(role) for role in EVERYBODY}
        self.clients[None] = site.client(None)
        self.failures = Failures()
        for name in ("consult.web.errors", "consult.web.staffing.failures"):
            logging.getLogger(name).addHandler(self.failures)
        site.engine.dispose()
        self._kept = shutil.copytree(site.folder, site.folder.with_name("kept"))
        self._renew = keep() if keep else bool
        self._left = self.LASTS

    def close(self) -> None:
        """Stop listening."""
        for name in ("consult.web.errors", "consult.web.staffing.failures"):
            logging.getLogger(name).removeHandler(self.failures)
        self.site.engine.dispose()

    def put_back(self) -> None:
        """Undo what was done to the database."""
        self.site.engine.dispose()
        shutil.rmtree(self.site.folder)
        shutil.copytree(self._kept, self.site.folder)
        self._renew()
        self._left = self.LASTS

    def send(self, role: str | None, request: Sent) -> None:
        """Send a request as somebody and judge the reply."""
        self._left -= 1
        if self._left < 0:
            self.put_back()
        client = self.clients[role]
        self.site.sign_in_again(client)
        self.failures.traces.clear()
        reply = request.send(client)
        try:
            judge(request, reply, self.failures.traces)
        finally:
            reply.close()


def judge(request: Sent, reply: TestResponse, traces: Sequence[str]) -> None:
    """Say what is wrong with a reply: its status, its headers, or words of the attacker that became more."""
    assert reply.status_code in request.target.declared, (
        f"{request.target} answers {reply.status_code}\n{''.join(traces)[-3000:]}"
    )
    assert not traces, traces
    assert reply.headers.get("X-Content-Type-Options") == "nosniff"
    assert "X-Injected" not in reply.headers
    assert len(reply.headers.getlist("Set-Cookie")) <= 1
    where = urlsplit(reply.headers.get("Location", ""))
    if request.target.endpoint != "public.leave":
        assert where.netloc in {"", "localhost"}, reply.headers["Location"]
    if reply.data and reply.mimetype.startswith("text/"):
        assert "charset=utf-8" in reply.headers["Content-Type"]
    if reply.mimetype == "text/html" and reply.data:
        assert not ran(reply.data), f"{request.target}: {ran(reply.data)}"
    assert b"Traceback (most recent call last)" not in reply.data


def ran(page: bytes) -> list[str]:
    """List what a page holds that nobody of ours wrote: elements, handlers, addresses that are code."""
    tree = html.document_fromstring(page)
    found = []
    for node in tree.iter(etree.Element):
        if node.tag == MARK or (
            node.tag == "script" and "__hit(" in (node.text or "") and not node.get("type")
        ):
            found.append(html.tostring(node, encoding="unicode")[:200])
        for name, value in node.attrib.items():
            code = name in {"href", "src", "action", "formaction"} and re.match(
                r"\s*(javascript|data:text)", value
            )
            if name.startswith("on") or name == "srcdoc" or code:
                found.append(f"{node.tag} {name}={value[:100]}")
    return found
