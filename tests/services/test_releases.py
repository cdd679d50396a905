"""From what synthetic children answered to a page that everybody reads, with the real analysis, on both databases."""

import json
import re
import shutil
import stat
import zipfile
from datetime import date
from pathlib import Path

import polls
import pytest
import releasing_office
import reported
from moderated import put_texts
from pypdf import PdfReader
from releasing_office import Answered
from sqlalchemy import Engine, func, select
from stores import Poll, open_wave

from consult import create_app
from consult.config import Config
from consult.services import approvals, purge
from consult.services import database as databases
from consult.services.freezing import freezes
from consult.services.jobs import working
from consult.services.jobs.places import Places
from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import (
    files,
    holdings,
    making,
    publications,
    quotations,
    quoted,
    releases,
    wording,
)
from consult.services.releasing.wording import WordingError
from consult.tables import Act, Freeze, Holding, Job, Release, Wave, responses
from consult.web import polls as web_polls

CODE = "journey"
WHY = {"en": "A question was worded wrongly."}


def app_of(office: Answered, url: str):
    """Make the app that everybody sees, on the same installation."""
    config = Config(
        instance=office.places.instance, key_folder=office.places.instance / "keys", database_url=url,
        secret_key="for tests " * 4, exit_url="https://leave.example.org/",
    )  # fmt: skip
    return create_app(config)


def rename(engine: Engine, wave_id: int) -> None:
    with databases.session(engine) as session, databases.writing(session):
        session.get_one(Wave, wave_id).code = CODE


def test_the_whole_journey(database_url: str, database: Engine, tmp_path: Path, monkeypatch) -> None:
    """Close, freeze, analyse, read, approve by two, publish, export, withdraw, delete: in one office, once."""
    monkeypatch.setattr(web_polls, "FRESH", 0.0)
    monkeypatch.setattr("consult.web.public.results.FRESH", 0.0)
    office = releasing_office.answered(database, tmp_path)
    rename(database, office.wave_id)
    app = app_of(office, database_url)
    try:
        _journey(office, app.test_client().get)
    finally:
        app.extensions["consult-polls"].engine.dispose()


def _journey(office: Answered, read) -> None:
    address = f"/en/{CODE}/results"
    assert read(address).status_code == 404
    draft = the_draft(office)
    assert read(address).status_code == 404, "a draft is not public"
    the_approval(office, draft)
    assert CODE in read("/en").text
    page = read(address)
    assert page.status_code == 200
    assert re.search(r"About 130 children took part\.", page.text)
    assert len(re.findall(r"class=w\d+>", page.text)) > 3, "bars have their lengths"
    assert "Synthetic data" in page.text
    assert OWN in page.text
    first, second = (page.text.find(each) for each in ("Ask us first &amp; listen", "A lamp on our road"))
    assert 0 < first < second, "in the order that the office chose"
    assert read(f"/fr/{CODE}/results").status_code == 404, "nothing falls back to another language"
    files = re.findall(rf"href={address}/([^\s>]+\.\w+)", page.text)
    assert len(files) == 7, files  # the summary, two posters, the slide, the annex, all tables twice
    for name in files:
        offered = read(f"{address}/{name}")
        assert (offered.status_code, len(offered.data) > 1000) == (200, True), name
    the_exports(office)
    reported.the_report(office, draft)
    the_withdrawal(office, draft, read, address)
    the_end(office)


OWN = "No answer was given more often, as we say it ourselves."


def the_own_words(office: Answered) -> None:
    """Let the office say one sentence in its own words before anything is written."""
    built = {"en": {"7-18": {"sentence:most": "More children gave this answer than any other."}}}
    with databases.session(office.engine) as session:
        wave = session.get_one(Wave, office.wave_id)
        with pytest.raises(WordingError, match="digit"):
            wording.save(session, wave, built, "en", "7-18", {"sentence:most": {"": "All 9"}}, office.one)
        assert wording.save(session, wave, built, "en", "7-18", {"sentence:most": {"": OWN}}, office.one) == 1


def the_quotations(office: Answered) -> None:
    """Close the poll and choose two of its cleared texts."""
    with databases.session(office.engine) as session:
        wave = freezes.close(session, CODE)
        put_texts(
            Poll(office.engine, wave),
            ["A lamp on our road", "Ask us first & listen"],
            "words",
            state="cleared",
        )
        known = {each.text: each.key for each in quotations.cleared(session, wave)}
        for said in ("Ask us first & listen", "A lamp on our road"):
            quotations.add(session, wave, [known[said]], office.one)


def the_draft(office: Answered) -> int:
    the_own_words(office)
    the_quotations(office)
    job = office.draft()
    assert job.state == "done", job.reason
    assert "auditing the release" in job.log
    with databases.session(office.engine) as session:
        wave = session.get_one(Wave, office.wave_id)
        release = session.get_one(Release, job.result_id)
        found = files.files(office.places, release)
        found.check()
        assert wave.state == "closed"
        assert release.state == "draft"
        assert found.manifest["audit"]["violations"] == 0
        offered = wording.built_in(office.places, release)["en"]["7-18"]["sentence:most"]
        (part,) = (
            part
            for part in json.loads(found.read("child_summary.en.7-18.json"))["parts"]
            if part["key"] == "quotes"
        )
        assert [(each["text"], each["by"]) for each in part["quotes"]] == [
            ("Ask us first & listen", "A child, 7 to 18 years"),
            ("A lamp on our road", "A child, 7 to 18 years"),
        ]
        printed = "".join(
            page.extract_text() for page in PdfReader(found.path("child_summary.en.7-18.pdf")).pages
        )
        assert "A lamp on our road" in printed
        left = {path.name for path in found.folder.iterdir()}
        assert left == {"out", "tables.zip", "own-words.json", "wording.json", quoted.FILE}
        assert quoted.FILE not in found.names, "nobody is handed the list"
        assert offered == "More children gave this answer than any other.", "to be taken back"
        assert session.scalar(select(func.count()).select_from(Freeze)) == 1
        assert publications.publication(session, office.places, CODE) is None
    for folder in (office.places.releases, office.places.holdings, office.places.jobs, office.places.ledger):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, "readable by the server's user alone"
    assert list(office.places.ledger.iterdir()) == []
    return job.result_id


def the_approval(office: Answered, draft: int) -> None:
    with databases.session(office.engine) as session:
        release = session.get_one(Release, draft)
        with pytest.raises(ReleasingError, match="not_approved"):
            releases.publish(session, office.places, release, office.one)
        releases.ask_approval(session, office.places, release, office.one)
        with pytest.raises(approvals.ApprovalError, match="same person"):
            releases.approve(session, office.places, release, office.one)
    done = office.work(office.approved(draft))
    assert done.state == "done", done.reason
    assert len(list(office.places.ledger.iterdir())) == 1
    with databases.session(office.engine) as session:
        release = session.get_one(Release, draft)
        assert release.state == "approved"
        assert release.published_on == str(date.today())
        assert releases.is_told(session, release.consultation_id)
        with pytest.raises(ReleasingError, match="not_draft"):
            releases.publish(session, office.places, release, office.one)


def the_exports(office: Answered) -> None:
    with databases.session(office.engine) as session:
        wave = session.get_one(Wave, office.wave_id)
        wish = {"formats": ["csv"], "languages": ["en"], "recode": True}
        asked = holdings.ask(session, office.places, wave, "microdata", office.one, **wish)
        made = office.work(asked)
        assert made.state == "done", made.reason
        holding = session.get_one(Holding, made.result_id)
        with zipfile.ZipFile(office.places.holdings / holding.folder / holdings.EXPORT) as packed:
            assert "report.json" in packed.namelist()
            assert json.loads(packed.read("report.json"))["smallest_group"] >= 10
        wish["languages"] = ["xx"]
        asked = holdings.ask(session, office.places, wave, "microdata", office.one, **wish)
    refused = office.work(asked)
    assert (refused.state, refused.reason) == ("refused", "microdata:the poll was not held in xx")
    with databases.session(office.engine) as session:
        wave = session.get_one(Wave, office.wave_id)
        report = office.work(
            holdings.ask(session, office.places, wave, "quality", office.one, languages=["en", "ar"])
        )
        assert report.state == "done", report.reason
        holding = session.get_one(Holding, report.result_id)
        folder = office.places.holdings / holding.folder
        assert {path.name for path in folder.iterdir()} == {"report.en.txt", "report.ar.txt"}
        assert "Responses: about 130" in (folder / "report.en.txt").read_text()
        path, spoken = holdings.words_of(folder, "ar")
        assert ("نحو 130" in path.read_text(), spoken) == (True, "ar")
        assert holdings.words_of(folder, "ru") == (folder / "report.en.txt", "en")


def the_withdrawal(office: Answered, draft: int, read, address: str) -> None:
    with databases.session(office.engine) as session:
        release = session.get_one(Release, draft)
        with pytest.raises(ReleasingError, match="reason_missing"):
            releases.withdraw(session, release, {"en": "  "}, office.one)
        releases.withdraw(session, release, WHY, office.one)
    gone = read(address)
    assert gone.status_code == 410
    assert WHY["en"] in gone.text
    assert "130" not in gone.text
    assert read(f"{address}/tables.xlsx").status_code == 404
    assert f"{address}" not in read("/en").text
    assert [each.name for each in office.places.ledger.glob("*.json")] == ["0001.json"], (
        "the ledger forgets nothing"
    )


def the_end(office: Answered) -> None:
    """See single answers and all that was made of them go on their day, and protected tables stay."""
    with databases.session(office.engine) as session:
        wave = session.get_one(Wave, office.wave_id)
        purge.purge(session, wave.delete_on)
        holdings.forget(session, office.places, wave.delete_on)
        assert session.scalar(select(func.count()).select_from(responses)) == 0
        assert list(office.places.holdings.iterdir()) == []
        assert set(session.scalars(select(Holding.deleted_on))) == {str(wave.delete_on)}
        release = session.scalars(select(Release)).one()
        files.files(office.places, release).check()
        with pytest.raises(ReleasingError, match="deleted"):
            releases.start(session, office.places, session.get_one(Wave, office.wave_id), office.one)
        acts = set(session.scalars(select(Act.what)))
    done = {"release_started", "bundle_made", "release_drafted", "publish_started"}
    assert done | {"release_published", "microdata_started", "quality_made", "release_withdrawn"} <= acts


# ---- without the analysis ----


def test_a_draft_closes_the_poll_first(database: Engine, places: Places) -> None:
    """The poll is closed and frozen before anything is computed, and stays so where the rest cannot be done."""
    wave = open_wave(database, polls.document("kinds"))
    with databases.session(database) as session:
        job = releases.start(session, places, wave, None, address="nowhere:")
        working.work(database, places, making.KINDS, job.id)
        assert session.get_one(Job, job.id, populate_existing=True).state == "failed"
        assert session.get_one(Wave, wave.id, populate_existing=True).state == "closed"
        assert {"poll_closed", "bundle_made"} <= set(session.scalars(select(Act.what)))
    assert list(places.releases.iterdir()) == []


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path)


def made_release(database_: Engine, places: Places, state: str = "draft") -> int:
    """Put a small hand-made release into a fresh poll."""
    import stocked_results  # noqa: PLC0415

    wave = open_wave(database_, polls.document("kinds"))
    name = f"folder-{state}"
    digest = stocked_results.write_release(places.releases / name)
    with databases.session(database_) as session, databases.writing(session):
        freeze = Freeze(wave_id=wave.id, frozen_on=date(2026, 11, 22), manifest_sha256="0" * 64)
        session.add(freeze)
        session.flush()
        release = Release(
            consultation_id=wave.consultation_id, wave_id=wave.id, freeze_id=freeze.id, folder=name, state=state,
            manifest_sha256=digest, languages=["en"], made_at="x", settled_at="" if state == "draft" else "x",
        )  # fmt: skip
        session.add(release)
        session.flush()
        return release.id


@pytest.mark.parametrize(
    "name",
    [
        "../tables.zip",
        "../../../consult.db",
        "/etc/passwd",
        "tables/../../tables.zip",
        "",
        ".",
        "tables",
        "x\0y",
    ],
)
def test_no_name_leads_out_of_a_release(database: Engine, places: Places, name: str) -> None:
    with databases.session(database) as session:
        release = session.get_one(Release, made_release(database, places))
        assert files.files(places, release).path(name) is None


def test_a_changed_file_is_seen(database: Engine, places: Places) -> None:
    number = made_release(database, places)
    with databases.session(database) as session:
        found = files.files(places, session.get_one(Release, number))
        found.check()
        (found.folder / "out" / "tables.xlsx").write_bytes(b"other")
        with pytest.raises(ReleasingError, match=r"damaged: tables\.xlsx"):
            found.check()
        manifest = found.folder / "out" / "manifest.json"
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"counts": {}}))
        again = files.files(places, session.get_one(Release, number))
        with pytest.raises(ReleasingError, match="damaged"):
            again.names  # noqa: B018


def test_a_later_publication_takes_the_place_of_an_earlier_one(database: Engine, places: Places) -> None:
    first = made_release(database, places, "approved")
    with databases.session(database) as session:
        release = session.get_one(Release, first)
        shutil.copytree(places.releases / release.folder, places.releases / "later")
        later = Release(
            consultation_id=release.consultation_id, wave_id=release.wave_id, freeze_id=release.freeze_id,
            folder="later", manifest_sha256=release.manifest_sha256, languages=["en"], made_at="x",
        )  # fmt: skip
        session.add(later)
        session.commit()
        assert releases.digest(later) != releases.digest(release), "the same bytes are approved anew"
        releases.make_public(session, later, "2026-11-22", None)
        session.refresh(release)
        assert (release.state, later.state) == ("replaced", "approved")
        code = release.wave.code
        assert publications.publication(session, places, code).release_id == later.id
        releases.withdraw(session, later, {"en": "Wrong."}, None)
        assert publications.publication(session, places, code).state == "withdrawn", "the earlier stays away"
        assert publications.public_codes(session) == ()


def test_a_draft_set_aside_leaves_no_file(database: Engine, places: Places) -> None:
    number = made_release(database, places)
    with databases.session(database) as session:
        release = session.get_one(Release, number)
        releases.set_aside(session, places, release, None)
        assert not (places.releases / release.folder).exists()
        assert releases.find(session, release.consultation_id, number) is None
        assert releases.of_wave(session, release.wave_id) == []


def test_what_a_killed_job_left_is_swept_up(database: Engine, places: Places) -> None:
    made_release(database, places)
    for folder in (places.holdings / "9-half", places.releases / "9-half", places.holdings / ".9-x.partial"):
        folder.mkdir()
    with databases.session(database) as session:
        assert holdings.forget(session, places) == 3
    assert [path.name for path in places.releases.iterdir()] == ["folder-draft"]


def test_a_release_of_another_consultation_is_not_found(database: Engine, places: Places) -> None:
    number = made_release(database, places)
    with databases.session(database) as session:
        release = session.get_one(Release, number)
        assert releases.find(session, release.consultation_id + 1, number) is None
        assert releases.find(session, release.consultation_id, number) is release
