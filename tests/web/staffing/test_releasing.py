"""The pages of results: what they let whom do, what they hand out, and what they note."""

import json

import pytest
from sqlalchemy import select, update
from staff_site import StaffSite

from consult.services import database, settings
from consult.services.jobs import rows
from consult.tables import Account, Act, Job, Release

RELEASE, QUALITY, MICRODATA = 1, 2, 3


def state(staff: StaffSite) -> Release:
    with database.session(staff.engine) as session:
        return session.get_one(Release, RELEASE)


def acts(staff: StaffSite) -> list[str]:
    with database.session(staff.engine) as session:
        return list(session.scalars(select(Act.what).order_by(Act.id)))


def post(staff: StaffSite, role: str, endpoint: str, follow: bool = True, **form: str):  # noqa: FBT001, FBT002
    client = staff.client(role)
    return client.post(staff.url(endpoint, release=RELEASE), data=form, follow_redirects=follow)


def test_the_draft_is_shown_as_children_will_see_it(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    page = client.get(staff.url("releasing_as_children", release=RELEASE, language="ar"))
    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "ما قاله لنا الأطفال" in page.text
    assert "/as-children/en" in page.text, "the other language stays inside the frame"
    assert client.get(staff.url("releasing_as_children", release=RELEASE, language="fr")).status_code == 404


@pytest.mark.parametrize(
    ("name", "kind", "how"),
    [
        ("tables.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
        ("tables.zip", "application/zip", "attachment"),
        ("charts/colour.en.png", "image/png", "inline"),
        ("charts/colour.en.svg", "image/svg+xml", "attachment"),
        ("child_summary.en.7-9.pdf", "application/pdf", "inline"),
        ("manifest.json", "application/json", "attachment"),
    ],
)
def test_every_file_says_what_it_is(staff: StaffSite, name: str, kind: str, how: str) -> None:
    reply = staff.client("analyst").get(staff.url("releasing_file", release=RELEASE, name=name))
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == kind
    assert reply.headers["Content-Disposition"].startswith(how)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert int(reply.headers["Content-Length"]) == len(reply.data) > 0
    assert ("release_file_read" in acts(staff)) == (not name.endswith(".png"))


@pytest.mark.parametrize(
    "name", ["../tables.zip", "..%2ftables.zip", "%2e%2e/%2e%2e/consult.db", "/etc/passwd", "tables", "x"]
)
def test_no_address_leads_out_of_the_folder(staff: StaffSite, name: str) -> None:
    start = staff.url("releasing_file", release=RELEASE, name="x").removesuffix("x")
    assert staff.client("coordinator").get(start + name).status_code in {308, 404}


def without_publication(staff: StaffSite) -> None:
    """Take away the publication that waits in the stock."""
    with database.session(staff.engine) as session, database.writing(session):
        session.execute(Job.__table__.delete().where(Job.kind == "publish"))


def test_two_people_make_it_public(staff: StaffSite) -> None:
    without_publication(staff)
    assert "A second person is now asked" in post(staff, "coordinator", "releasing_ask").text
    assert "a second person must" in post(staff, "coordinator", "releasing_approve").text
    assert "Take the request back" in staff.client("coordinator").get(release_page(staff)).text
    reader = staff.client("analyst").get(release_page(staff)).text
    assert "Coordinator Here has asked for approval" in reader
    reply = post(staff, "analyst", "releasing_approve", follow=False)
    assert "/results/jobs/" in reply.headers["Location"]
    assert acts(staff)[-3:] == ["release_approval_asked", "release_approved", "publish_started"]


def release_page(staff: StaffSite) -> str:
    return staff.url("releasing_release", release=RELEASE)


def test_one_person_is_enough_where_the_office_says_so(staff: StaffSite) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        settings.put(session, "one_person", value=True)
        session.execute(Job.__table__.delete().where(Job.kind == "publish"))
    reply = post(staff, "coordinator", "releasing_ask", follow=False)
    assert "/results/jobs/" in reply.headers["Location"]
    assert "by one person alone" in staff.client("coordinator").get(release_page(staff)).text


def test_a_refusal_needs_its_reason_and_is_shown(staff: StaffSite) -> None:
    post(staff, "coordinator", "releasing_ask")
    assert "Please write the reason" in post(staff, "analyst", "releasing_refuse", reason=" ").text
    page = post(staff, "analyst", "releasing_refuse", reason="A title is <wrong>.").text
    assert "A title is &lt;wrong&gt;." in page
    assert "Ask for approval" in page


def test_a_withdrawal_is_told_in_every_language(staff: StaffSite) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        release = session.get_one(Release, RELEASE)
        release.state, release.settled_at, release.published_on = "approved", rows.now(), "2026-11-21"
    half = {"reason-en": "Wrong."}
    assert "in every language" in post(staff, "coordinator", "releasing_withdraw", **half).text
    assert state(staff).state == "approved"
    assert post(staff, "analyst", "releasing_withdraw", **half).status_code == 403
    page = post(staff, "coordinator", "releasing_withdraw", **half, **{"reason-ar": "خطأ."}).text
    assert "خطأ." in page
    assert state(staff).reason == {"en": "Wrong.", "ar": "خطأ."}


def test_a_closed_poll_leads_to_what_is_public(staff: StaffSite) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        wave = session.get_one(Release, RELEASE).wave
        wave.state, wave.closed_on = "closed", wave.opened_on
    page = staff.app.test_client().get("/en/kinds")
    assert (page.status_code, "/en/kinds/results" in page.text) == (410, False)
    with database.session(staff.engine) as session, database.writing(session):
        release = session.get_one(Release, RELEASE)
        release.state, release.settled_at, release.published_on = "approved", rows.now(), "2026-11-21"
    assert "/en/kinds/results" in staff.app.test_client().get("/en/kinds").text


def test_a_hidden_cell_stays_hidden_on_the_screen(staff: StaffSite) -> None:
    page = staff.client("analyst").get(staff.url("releasing_table", release=RELEASE, name="colour__age_band"))
    assert "75%" in page.text
    assert page.text.count(">–<") == 2
    address = staff.url("releasing_table", release=RELEASE, name="other")
    assert staff.client("analyst").get(address).status_code == 404


def test_single_answers_are_for_analysts_alone(staff: StaffSite) -> None:
    page, file = (
        staff.url(name, holding=MICRODATA) for name in ("releasing_export", "releasing_export_file")
    )
    assert staff.client("coordinator").get(page).status_code == 403
    assert staff.client("analyst").get(page).status_code == 200
    assert staff.client("analyst").get(file).data[:2] == b"PK"
    assert acts(staff)[-1] == "microdata_taken"
    bundle = staff.url("releasing_export", holding=1)
    assert staff.client("analyst").get(bundle).status_code == 404, "a bundle is for the analysis alone"


@pytest.mark.parametrize(
    ("reader", "said", "how"),
    [
        ("ar", "عدد الردود", 'lang="ar" dir="rtl"'),
        ("en", "Responses: about 130", 'lang="en" dir="ltr"'),
        ("ru", "Responses: about 130", 'lang="en" dir="ltr"'),
    ],
)
def test_the_report_on_quality_speaks_the_readers_language(staff: StaffSite, reader, said, how) -> None:
    client = staff.client("analyst")
    with database.session(staff.engine) as session, database.writing(session):
        session.execute(update(Account).values(language=reader))
    page = client.get(staff.url("releasing_export", holding=QUALITY)).text
    report = page.split('<div class="told" ')[1].split("</div>")[0]
    assert report.startswith(how)
    assert f"<h2>{said}" in report
    assert '<p class="in1">' in report
    file = client.get(staff.url("releasing_export_file", holding=QUALITY))
    assert said in file.data.decode()


def test_the_page_of_a_job_follows_it(staff: StaffSite) -> None:
    client = staff.client("analyst")
    page = client.get(staff.url("releasing_job", job=5)).text
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "No worker is running" in page
    found = json.loads(client.get(staff.url("releasing_progress", job=5)).data)
    assert found["state"] == "waiting"
    refused = client.get(staff.url("releasing_job", job=2)).text
    assert "a cell could be worked out" in refused
    assert "refresh" not in refused


def test_a_job_is_started_once(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    first = client.post(staff.url("releasing_start", wave=1))
    assert "/results/jobs/" in first.headers["Location"]
    again = client.post(staff.url("releasing_start", wave=1), follow_redirects=True)
    assert "This is being done already" in again.text
    assert client.post(staff.url("releasing_start", wave=2)).status_code == 404, "a foreign wave"


def test_a_changed_release_is_not_shown(staff: StaffSite) -> None:
    (manifest,) = (staff.folder / "releases").glob("*/out/manifest.json")
    manifest.write_text(manifest.read_text().replace("130", "131"))
    assert "not those that were made" in staff.client("coordinator").get(release_page(staff)).text
