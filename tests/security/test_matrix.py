"""The matrix of the security standard holds; and a few requirements that no other test was there for."""

import re
from collections.abc import Iterator
from pathlib import Path

import matrix
import pytest
from lxml import html
from polls import document
from staff_site import PASSWORD, StaffSite, email, make_site

from consult.errors import QuestionnaireError
from consult.services.collecting import codes
from consult.services.people import passwords, second_step, sessions
from consult.survey import questionnaire
from consult.survey.formats.naming import RESERVED_QUESTIONS, own_name

ROOT = Path(__file__).resolve().parents[2]
NGINX = (ROOT / "docs" / "operations" / "nginx.conf").read_text(encoding="utf-8")
PAGES_WITH_PASSWORDS = {
    "/staff/sign-in": None,
    "/staff/account/password": "coordinator",
    "/staff/prove": "coordinator",
}


@pytest.fixture
def site(office_folder: Path, tmp_path: Path) -> Iterator[StaffSite]:
    made = make_site(office_folder, tmp_path / "office")
    yield made
    made.engine.dispose()


def test_every_requirement_has_its_entry_and_every_entry_its_test_or_reason() -> None:
    assert matrix.problems(matrix.entries()) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tests": ["tests/web/test_sending.py::test_that_nobody_wrote"]}, "there is no test"),
        ({"tests": []}, "names tests or documents"),
        ({"state": "nearly"}, "is no state"),
        ({"documents": ["docs/security.md#Nothing"]}, "there is no heading"),
        ({"id": "1.1.2"}, "stands twice"),
    ],
)
def test_an_entry_that_errs_is_found(change: dict, told: str) -> None:
    first, *rest = matrix.entries()
    assert any(told in wrong for wrong in matrix.problems([first | change, *rest]))


def test_the_table_in_the_document_is_of_this_matrix() -> None:
    words = matrix.PAGE.read_text(encoding="utf-8")
    assert words == matrix.page(words, matrix.table(matrix.entries()))


def test_the_proxy_tells_browsers_to_use_https() -> None:
    found = re.search(
        r'add_header Strict-Transport-Security "max-age=(\d+); includeSubDomains" always;', NGINX
    )
    assert found
    assert int(found[1]) >= 365 * 24 * 3600
    assert "return 301 https://$host$request_uri;" in NGINX


def test_the_proxy_speaks_only_current_tls() -> None:
    assert re.findall(r"ssl_protocols (.*);", NGINX) == ["TLSv1.2 TLSv1.3"]


def test_no_reply_lets_other_origins_read(site: StaffSite) -> None:
    client = site.client("coordinator")
    for address in ("/", "/en/kinds", "/healthz", "/staff/", "/staff/sign-in", "/en/nowhere"):
        reply = client.get(address, headers={"Origin": "https://evil.example"})
        assert not [name for name, _ in reply.headers if name.lower().startswith("access-control-")]
        asked = client.options(address, headers={"Origin": "https://evil.example"})
        assert not [name for name, _ in asked.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("address", PAGES_WITH_PASSWORDS)
def test_passwords_are_typed_unseen_and_can_be_pasted(site: StaffSite, address: str) -> None:
    page = html.document_fromstring(site.client(PAGES_WITH_PASSWORDS[address]).get(address).data)
    fields = page.xpath("//input[contains(@name, 'password') or @name = 'old' or @name = 'new']")
    assert fields
    for each in fields:
        assert each.get("type") == "password"
        assert each.get("autocomplete") in {"current-password", "new-password"}
        assert not each.get("maxlength")
    scripts = (ROOT / "consult" / "static" / "staff").glob("*.js")
    assert not [path.name for path in scripts if "'paste'" in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize(
    "typed", [PASSWORD.upper(), PASSWORD + "x", PASSWORD[:-1], f" {PASSWORD}", f"{PASSWORD} "]
)
def test_a_password_is_checked_letter_by_letter(site: StaffSite, typed: str) -> None:
    client = site.client(None)
    assert (
        client.post("/staff/sign-in", data={"email": email("moderator"), "password": typed}).status_code
        != 303
    )
    right = {"email": email("moderator"), "password": PASSWORD}
    assert client.post("/staff/sign-in", data=right).status_code == 303
    long = "quiet river under snow, " * 4
    kept = passwords.made(long)
    assert passwords.matches(long, kept)
    assert not passwords.matches(long[:72], kept)


# What every object of a script has (Object.prototype): answers kept under such a name would meet it.
MEMBERS = (
    "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
    "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__",
)  # fmt: skip


@pytest.mark.parametrize("name", MEMBERS)
def test_no_question_is_called_like_a_member_of_every_object(name: str) -> None:
    made = document("kinds")
    made["sections"][0]["questions"][0]["name"] = name
    with pytest.raises(QuestionnaireError):
        questionnaire.load(made)
    assert own_name(name, set(), "q", RESERVED_QUESTIONS) not in MEMBERS


def test_scripts_join_no_objects_of_others() -> None:
    scripts = list((ROOT / "consult" / "static").rglob("*.js"))
    assert len(scripts) > 15
    joined = re.compile(
        r"__proto__|\.prototype\[|Object\.(assign|fromEntries|setPrototypeOf)|\bextend\(|\bfor \(\w+ in (?!found\b)"
    )
    assert not [path.name for path in scripts if joined.search(path.read_text(encoding="utf-8"))]


def test_secrets_are_as_long_as_is_said() -> None:
    """Bits of chance: slips 52, recovery codes 64 and more, tokens 256."""
    assert len(codes.LETTERS) ** codes.DRAWN > 2**52
    assert len(second_step.LETTERS) ** 16 > 2**64
    assert sessions.BEFORE_SIGNING_IN.total_seconds() <= 15 * 60
