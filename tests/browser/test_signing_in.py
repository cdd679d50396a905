"""Signing in as a person does: first account at the command line, a passkey made and used, a link followed."""

import re
import subprocess
import sys
import time

import pyotp
import pytest
from playwright.sync_api import Page, expect
from staff import PHONE, OfficeServer, StaffPage
from staff_site import PASSWORD, email

pytestmark = pytest.mark.browser

# A device that has a passkey keeper of its own and has made sure who holds it.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

COMMAND = [sys.executable, "-m", "consult.cli", "admin"]


def give_device(page: Page, **changed: object) -> tuple[object, str]:
    """Put a virtual device into the browser; give the line to it and its name."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | changed})
    return line, made["authenticatorId"]


def test_a_passkey_is_made_and_lets_in(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("moderator", "en", PHONE)
    line, device = give_device(page)
    page.goto(office.address("signing_in_second_steps"))
    page.get_by_label("Name of a new passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey can be used from now on.")).to_be_visible()
    expect(page.get_by_text("My phone", exact=True)).to_be_visible()
    page.get_by_text("Moderator Here").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert page.context.cookies() == []
    page.goto(office.address("signing_in_sign_in"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My consultations")).to_be_visible()
    # Somebody who holds the device but cannot show who they are is not let in.
    page.goto(office.address("signing_in_signed_out"))
    page.context.clear_cookies()
    line.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.goto(office.address("signing_in_sign_in"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This did not work.")).to_be_visible()


def test_a_foreign_passkey_is_not_known(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("facilitator", "en")
    give_device(page)
    page.goto(office.address("signing_in_second_steps"))
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey can be used from now on.")).to_be_visible()
    page.get_by_text("Remove", exact=True).click()
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
    page.context.clear_cookies()
    page.goto(office.address("signing_in_sign_in"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey is not known here.")).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_password_and_generator_by_hand(staff_page: StaffPage, office: OfficeServer, *, script: bool) -> None:
    who = "translator" if script else "safeguarding"
    page = staff_page(who, "en", PHONE, script=script)
    page.goto(office.address("signing_in_generator"))
    secret = re.sub(r"\s", "", page.locator(".secret").inner_text())
    assert page.locator("img.qr").evaluate("node => node.naturalWidth") > 100 if script else True
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(for_time=_now() - 30))
    page.get_by_role("button", name="Use this generator").click()
    expect(page.get_by_text("The generator is set up.")).to_be_visible()
    page.get_by_role("button", name="Make recovery codes").click()
    expect(page.locator("ol.codes li")).to_have_count(10)
    page.context.clear_cookies()
    page.goto(office.address("signing_in_account"))
    page.get_by_label("E-mail address").fill(email(who))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def _now() -> int:
    return int(time.time())


@pytest.fixture
def link(office: OfficeServer) -> str:
    """Make an administrator at the command line and give the link that it prints."""
    said = subprocess.run(
        [*COMMAND, "add", "first@office.example", "--name", "First Person", "--link", "--base", office.url],
        env=office.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return said.stdout.splitlines()[-1]


def test_the_first_account_follows_its_link(staff_page: StaffPage, link: str) -> None:
    page = staff_page(None, "en")
    page.goto(link)
    expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    assert "#" not in page.url
    page.get_by_label("New password").fill("short")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("alert")).to_contain_text("at least 12 characters")
    assert page.evaluate("document.activeElement.className").endswith("problems")
    page.get_by_label("New password").fill("eleven green teapots")
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="My consultations")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("alert")).to_contain_text("This link has been used")
