"""Signing in: the password, the second step, the growing wait, invitations, and signing out."""

import re
import statistics
import time

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from staff_site import CONSULTATION, COSTLY, FOREIGN, PASSWORD, SECRET, TITLES, StaffSite, email

from consult.errors import ConsultError
from consult.services import database, settings
from consult.services.people import accounts, invitations, passwords, sessions, signing
from consult.services.people import second_step as codes
from consult.tables import Account, Generator, Invitation, RecoveryCode, Sitting

NEW = "eleven green teapots"


def sign_in(site: StaffSite, who: str, password: str = PASSWORD, **query: str) -> tuple[FlaskClient, object]:
    client = site.client(None)
    data = {"email": who, "password": password}
    return client, client.post("/staff/sign-in", data=data, query_string=query)


def test_signing_in_shows_my_consultations(staff: StaffSite) -> None:
    asked = staff.client(None).get("/staff/")
    assert (asked.status_code, asked.location) == (303, "/staff/sign-in?next=/staff/")
    client, reply = sign_in(staff, email("coordinator").upper())
    assert (reply.status_code, reply.location) == (303, "/staff/")
    assert TITLES[CONSULTATION] in client.get("/staff/").text
    assert TITLES[FOREIGN] not in client.get("/staff/").text


@pytest.mark.parametrize("who", [email("coordinator"), "nobody@office.example"])
def test_a_wrong_password_says_the_same_for_everybody(staff: StaffSite, who: str) -> None:
    _, reply = sign_in(staff, who, "wrong words")
    assert reply.status_code == 403
    assert "do not belong together" in reply.text


@pytest.mark.parametrize("who", [email("coordinator"), "nobody@office.example"])
def test_the_wait_says_the_same_for_everybody(staff: StaffSite, who: str) -> None:
    statuses = [sign_in(staff, who, "wrong words")[1].status_code for _ in range(signing.FREE + 2)]
    assert statuses == [403] * (signing.FREE + 1) + [429]
    _, reply = sign_in(staff, who)
    assert reply.status_code == 429, "the right password does not help while one has to wait"
    assert "Please wait a minute" in reply.text


def test_the_wait_grows_and_ends() -> None:
    waits = [signing.wait_after(number).total_seconds() for number in (5, 6, 7, 10, 30)]
    assert waits == [0, 2, 4, 32, 900]


def test_unknown_names_take_as_long(staff: StaffSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a hash that takes 30 ms a way around it would stand out by far; medians differ by less than a third."""
    monkeypatch.setattr(passwords, "hasher", type(passwords.hasher)(time_cost=4, memory_cost=16384))
    taken: dict[str, list[float]] = {"known": [], "unknown": [], "closed": []}
    with database.session(staff.engine) as session:
        for role in ("coordinator", "analyst"):
            account = accounts.by_email(session, email(role))
            with database.writing(session):
                account.password = passwords.hasher.hash(PASSWORD)
                account.active = role == "coordinator"
        names = {"known": email("coordinator"), "unknown": "x@office.example", "closed": email("analyst")}
        monkeypatch.setattr(signing, "FREE", 1000)
        for _ in range(7):
            for kind, name in names.items():
                began = time.perf_counter()
                assert signing.with_password(session, SECRET, name, "wrong words") is None
                taken[kind].append(time.perf_counter() - began)
    medians = [statistics.median(each) for each in taken.values()]
    assert max(medians) < 1.5 * min(medians)


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/staff/account", "/staff/account"),
        ("https://elsewhere.example/", "/staff/"),
        ("//elsewhere.example/staff/", "/staff/"),
        ("/staff/\\elsewhere.example", "/staff/"),
        ("/en/kinds", "/staff/"),
    ],
)
def test_after_signing_in_only_our_own_pages(staff: StaffSite, asked: str, goes: str) -> None:
    assert sign_in(staff, email("analyst"), next=asked)[1].location == goes


def with_generator(site: StaffSite, role: str) -> tuple[str, tuple[str, ...]]:
    """Set up a generator and recovery codes; give the secret and the codes."""
    with database.session(site.engine) as session:
        account = accounts.by_email(session, email(role))
        sealed = codes.new_secret(session)
        secret = codes.opened(session, sealed)
        assert codes.begin_generator(session, account, sealed, pyotp.TOTP(secret).at(time.time() - 30))
        return secret, codes.new_recovery_codes(session, account)


def test_the_second_step_is_asked_for(staff: StaffSite) -> None:
    secret, _ = with_generator(staff, "coordinator")
    client, reply = sign_in(staff, email("coordinator"), next="/staff/account")
    assert reply.location == "/staff/sign-in/second-step?next=/staff/account"
    assert client.get("/staff/").status_code == 303, "not in yet"
    wrong = client.post("/staff/sign-in/second-step", data={"code": "000000"})
    assert wrong.status_code == 403
    code = pyotp.TOTP(secret).now()
    reply = client.post("/staff/sign-in/second-step?next=/staff/account", data={"code": code})
    assert reply.location == "/staff/account"
    assert client.get("/staff/").status_code == 200
    again, _ = sign_in(staff, email("coordinator"))
    replayed = again.post("/staff/sign-in/second-step", data={"code": code})
    assert replayed.status_code == 403, "a code counts once"


def test_a_recovery_code_counts_once(staff: StaffSite) -> None:
    _, (first, *_) = with_generator(staff, "coordinator")
    for wanted in (303, 403):
        client, _ = sign_in(staff, email("coordinator"))
        reply = client.post("/staff/sign-in/second-step", data={"code": first.upper().replace("-", " ")})
        assert reply.status_code == wanted


def test_guessing_codes_has_to_wait_too(staff: StaffSite) -> None:
    with_generator(staff, "coordinator")
    client, _ = sign_in(staff, email("coordinator"))
    post = [
        client.post("/staff/sign-in/second-step", data={"code": "000000"}) for _ in range(signing.FREE + 2)
    ]
    assert [reply.status_code for reply in post][-2:] == [403, 429]


def test_secrets_lie_in_the_database_only_sealed_or_digested(staff: StaffSite) -> None:
    secret, (first, *_) = with_generator(staff, "coordinator")
    client, _ = sign_in(staff, email("analyst"))
    token = client.get_cookie("consult").value
    staff.engine.dispose()
    stored = b"".join(path.read_bytes() for path in staff.folder.glob("consult.db*"))
    for words in (secret, first.replace("-", ""), first, token, PASSWORD):
        assert words.encode() not in stored
    with database.session(staff.engine) as session:
        assert session.scalars(select(Generator.account_id)).all()
        assert len(session.scalars(select(RecoveryCode.digest)).all()) == codes.CODES
        for kept in session.scalars(select(Account.password).where(Account.password != "")):
            assert kept.startswith("$argon2id$")


def test_without_the_key_outside_the_database_a_generator_makes_nothing(staff: StaffSite) -> None:
    secret, _ = with_generator(staff, "coordinator")
    (staff.folder / "keys" / "office.key").write_bytes(bytes(32))
    with database.session(staff.engine) as session:
        number = accounts.by_email(session, email("coordinator")).id
        assert not codes.right_code(session, number, pyotp.TOTP(secret).now())


@pytest.mark.parametrize("role", ["administrator", "coordinator", "analyst"])
def test_much_power_needs_a_second_step(staff: StaffSite, role: str) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        settings.put(session, "second_step", value=True)
    client, _ = sign_in(staff, email(role))
    reply = client.get("/staff/")
    if role == "analyst":
        assert reply.status_code == 200
        return
    assert (reply.status_code, reply.location) == (303, "/staff/account/second-step")
    shown = client.get("/staff/account/generator").text
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", shown))
    reply = client.post("/staff/account/generator", data={"code": pyotp.TOTP(secret).now()})
    assert reply.status_code == 303
    assert client.get("/staff/").status_code == 200


GOOD = ["quiet river under snow", "Чай и варенье у окна", "短い言葉では足りません長く"]
BAD = {
    "short": "elevenchars",
    "long": "x1y2z3" * 50,
    "common": "Sunshine2026!",
    "context": "coordinator-here-2027",
}


@pytest.mark.parametrize("password", GOOD)
def test_a_good_password_is_taken(password: str) -> None:
    passwords.check(password, ("somebody@office.example", "Some Body"))


@pytest.mark.parametrize("code", BAD)
def test_a_bad_password_is_refused(code: str) -> None:
    with pytest.raises(ConsultError) as error:
        passwords.check(BAD[code], ("coordinator@here.example", "Coordinator Here"))
    assert error.value.code == code


def test_passwords_are_kept_with_argon2id_as_rfc_9106_says() -> None:
    real = COSTLY  # what runs outside of the tests
    assert (real.type.name, real.time_cost, real.memory_cost, real.parallelism) == ("ID", 3, 65536, 4)


def invited(site: StaffSite, address: str, **more: object) -> str:
    with database.session(site.engine) as session:
        return invitations.invite(session, address, "New Person", by=1, **more)


def follow(client: FlaskClient, secret: str) -> str:
    """Follow a link and give where it leads."""
    reply = client.post("/staff/invitation", data={"secret": secret})
    return reply.location if reply.status_code == 303 else str(reply.status_code)


def test_an_invitation_makes_an_account_with_its_roles_once(staff: StaffSite) -> None:
    secret = invited(staff, "New@office.example", roles=["translator"], consultation_id=CONSULTATION)
    client = staff.client(None)
    assert follow(client, f"http://localhost/staff/invitation#{secret}") == "/staff/invitation/accept"
    assert "Translator" in client.get("/staff/invitation/accept").text
    weak = client.post("/staff/invitation/accept", data={"name": "Neu", "password": "password"})
    assert weak.status_code == 400
    reply = client.post("/staff/invitation/accept", data={"name": "Neu", "password": NEW})
    assert (reply.status_code, reply.location) == (303, "/staff/")
    assert TITLES[CONSULTATION] in client.get("/staff/").text
    assert follow(staff.client(None), secret) == "400", "used up"
    assert sign_in(staff, "new@office.example", NEW)[1].status_code == 303


def test_an_invitation_never_takes_over_an_account(staff: StaffSite) -> None:
    """A coordinator who invites the administrator to a consultation gets no way to set her password."""
    secret = invited(staff, email("administrator"), roles=["analyst"], consultation_id=CONSULTATION)
    thief = staff.client("coordinator")
    assert follow(thief, secret) == "/staff/invitation/accept"
    assert "somebody else’s account" in thief.get("/staff/invitation/accept").text
    thief.post("/staff/invitation/accept", data={"name": "x", "password": NEW})
    assert sign_in(staff, email("administrator"), NEW)[1].status_code == 403
    owner = staff.client("administrator")
    follow(owner, secret)
    assert owner.post("/staff/invitation/accept").location == "/staff/"
    assert TITLES[CONSULTATION] in owner.get("/staff/").text


def test_an_invitation_is_kept_while_one_signs_in(staff: StaffSite) -> None:
    secret = invited(staff, email("analyst"), roles=["moderator"], consultation_id=CONSULTATION)
    client = staff.client(None)
    follow(client, secret)
    assert "sign in to it" in client.get("/staff/invitation/accept").text
    client.post("/staff/sign-in", data={"email": email("analyst"), "password": PASSWORD})
    assert client.post("/staff/invitation/accept").location == "/staff/"
    assert "Moderator" in client.get("/staff/").text


@pytest.mark.parametrize("spoil", ["withdrawn", "expired", "wrong"])
def test_a_link_that_is_no_longer_good(staff: StaffSite, spoil: str) -> None:
    secret = invited(staff, "late@office.example", roles=["analyst"], consultation_id=CONSULTATION)
    with database.session(staff.engine) as session:
        made = session.scalars(select(Invitation).where(Invitation.email == "late@office.example")).one()
        if spoil == "withdrawn":
            invitations.withdraw(session, made, by=1)
        elif spoil == "expired":
            with database.writing(session):
                made.expires_at = sessions.now().isoformat()
    assert follow(staff.client(None), secret if spoil != "wrong" else secret[:-1]) == "400"


def test_a_new_password_link_ends_all_sittings_and_keeps_the_second_step(staff: StaffSite) -> None:
    before = staff.client("analyst")
    secret_of_generator, _ = with_generator(staff, "analyst")
    with database.session(staff.engine) as session:
        secret = invitations.new_password_link(session, accounts.by_email(session, email("analyst")))
    client = staff.client(None)
    follow(client, secret)
    reply = client.post("/staff/invitation/accept", data={"name": "x", "password": NEW})
    assert reply.location == "/staff/sign-in"
    assert before.get("/staff/").status_code == 303, "signed out"
    assert sign_in(staff, email("analyst"), NEW)[1].location.startswith("/staff/sign-in/second-step")
    assert secret_of_generator


def test_signing_out_forgets_everything(staff: StaffSite) -> None:
    client, _ = sign_in(staff, email("analyst"))
    token = client.get_cookie("consult").value
    reply = client.post("/staff/sign-out")
    assert reply.location == "/staff/signed-out"
    assert client.get_cookie("consult") is None
    assert client.get("/staff/signed-out").headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    client.set_cookie("consult", token)
    assert client.get("/staff/").status_code == 303
    with database.session(staff.engine) as session:
        assert session.get(Sitting, sessions.digest(token)) is None
