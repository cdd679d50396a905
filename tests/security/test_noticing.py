"""What happens at the doors of the office stands in the log of the service; nothing that was typed does."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from staff_site import PASSWORD, StaffSite, email, make_site


@pytest.fixture
def site(office_folder: Path, tmp_path: Path) -> Iterator[StaffSite]:
    made = make_site(office_folder, tmp_path / "office")
    yield made
    made.engine.dispose()


def test_who_comes_in_and_who_does_not_is_noted(site: StaffSite, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    client, account = site.client(None), site.account("moderator").id
    form = {"email": email("moderator"), "password": "canary-typed-by-mistake"}
    assert client.post("/staff/sign-in", data=form).status_code == 403
    assert client.post("/staff/sign-in", data=form | {"email": "nobody@office.example"}).status_code == 403
    assert client.post("/staff/sign-in", data=form | {"password": PASSWORD}).status_code == 303
    assert client.post("/staff/sign-out").status_code == 303
    for _ in range(7):
        last = client.post("/staff/sign-in", data=form).status_code
    assert last == 429
    told = caplog.messages
    assert told[:4] == [
        f"office: POST refused with 403: /staff/sign-in, account {account}",
        "office: POST refused with 403: /staff/sign-in, account None",
        f"office: signed in with a password, account {account}",
        f"office: signed out, account {account}",
    ]
    assert told[-1] == "office: POST refused with 429: /staff/sign-in, account None"
    assert not [line for line in told if "canary" in line or "@" in line or PASSWORD in line]


def test_what_is_not_allowed_is_noted(site: StaffSite, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    analyst, account = site.client("analyst"), site.account("analyst").id
    assert analyst.get(site.url("people_log")).status_code == 403
    assert analyst.get(site.url("people_team", consultation=site.foreign)).status_code == 404
    assert analyst.post("/staff/sign-in", data={"email": "a\0b"}).status_code == 400
    assert analyst.get("/staff/nowhere").status_code == 404
    statuses = [line.split("refused with ")[1][:3] for line in caplog.messages]
    assert statuses == ["403", "404", "400"], "what is nowhere is no refusal"
    assert all(line.endswith(f"account {account}") for line in caplog.messages)


def test_a_forged_post_is_noted(
    office_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    site = make_site(office_folder, tmp_path / "guarded", forgeable=False)
    assert site.client("analyst").post("/staff/sign-out").status_code == 400
    assert caplog.messages == [
        f"office: POST refused with 400: /staff/sign-out, account {site.account('analyst').id}"
    ]
    site.engine.dispose()


def test_nothing_is_noted_of_children(site: StaffSite, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    child = site.app.test_client()
    assert child.post("/en/kinds", data={"v": "old"}).status_code in {400, 409}
    assert child.post("/en/join", data={"code": "aaaaaa"}).status_code == 404
    assert child.post("/en/kinds", data={}, headers={"Origin": "https://else.example"}).status_code == 403
    assert caplog.messages == []
