"""/metrics: not there without a token, and with one nothing in it moves with one child."""

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from child_pages import Phone
from web_site import Site

from consult import create_app
from consult.config import Config
from consult.web import watching

TOKEN = "0123456789abcdef" * 2
ASKING = {"Authorization": f"Bearer {TOKEN}"}


def made(folder: Path, token: str) -> Site:
    address = f"sqlite:///{folder / 'consult.db'}"
    config = Config(folder, folder / "keys", address, secret_key="for tests " * 4, metrics_token=token)
    app = create_app(config)
    return Site(app, Phone(app), folder / "consult.db")


@pytest.fixture
def watched(stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(watching, "MEMORY", tmp_path)
    folder = tmp_path / "office"
    shutil.copytree(stocked, folder)
    site = made(folder, TOKEN)
    yield site
    site.engine.dispose()


def numbers(site: Site) -> dict[str, int]:
    said = site.phone.client.get("/metrics", headers=ASKING).get_data(as_text=True)
    lines = [line.rpartition(" ") for line in said.splitlines()]
    return {name: int(number) for name, _, number in lines}


def test_without_a_token_there_is_nothing(site: Site) -> None:
    assert site.phone.client.get("/metrics", headers=ASKING).status_code == 404
    assert "consult-counts" not in site.app.extensions


@pytest.mark.parametrize("given", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}], ids=str)
def test_whoever_has_no_token_sees_nothing(watched: Site, given: dict[str, str]) -> None:
    reply = watched.phone.client.get("/metrics", headers=given)
    assert reply.status_code == 404
    assert b"consult_" not in reply.data


def test_prometheus_can_read_it(watched: Site) -> None:
    reply = watched.phone.client.get("/metrics", headers=ASKING)
    assert reply.mimetype == "text/plain"
    assert reply.headers["Cache-Control"] == "no-store"
    line = re.compile(r'^consult_[a-z_]+(\{[a-z]+="[a-z]+"\})? \d+$')
    lines = reply.get_data(as_text=True).splitlines()
    assert all(line.match(each) for each in lines), lines
    found = numbers(watched)
    assert found["consult_processes"] == 1
    assert found["consult_memory_bytes"] > 10_000_000
    assert found['consult_well{question="database"}'] == 1
    assert found['consult_well{question="worker"}'] == 0
    assert found['consult_jobs{state="waiting"}'] == 0


def test_numbers_move_in_steps_that_nobody_can_foresee(watched: Site) -> None:
    counts = watched.app.extensions["consult-counts"]
    name = 'consult_requests_total{for="everybody"}'
    starts = set()
    for _ in range(12):
        counts.__init__(counts._file.parent)
        seen = [numbers(watched)[name]]
        for _ in range(25):
            watched.phone.client.get("/en/safe")
            seen.append(numbers(watched)[name])
        assert {later - earlier for earlier, later in pairwise(seen)} == {0, watching.STEP}
        starts.add(next(at for at, number in enumerate(seen) if number != seen[0]))
    assert len(starts) > 2, "the step begins at the same place every time"


def test_nothing_names_a_poll_and_sizes_are_rounded(watched: Site) -> None:
    said = watched.phone.client.get("/metrics", headers=ASKING).get_data(as_text=True)
    assert not [word for word in ("safe", "kinds", "poll", "wave", "response", "submission") if word in said]
    for name, number in numbers(watched).items():
        assert not name.endswith("_bytes") or number % watching.ROUNDED == 0


def test_a_failure_is_counted_and_a_database_that_is_away_is_told(watched: Site) -> None:
    counts = watched.app.extensions["consult-counts"]
    watched.file.rename(watched.file.with_name("away.db"))
    watched.engine.dispose()
    for end in ("-wal", "-shm"):
        watched.file.with_name(f"consult.db{end}").unlink(missing_ok=True)
    watched.file.mkdir()
    before = counts._true["failures"]
    assert watched.phone.client.get("/healthz").status_code == 503
    assert counts._true["failures"] == before + 1
    assert numbers(watched)['consult_well{question="database"}'] == 0


def test_what_ended_servers_left_in_memory_is_swept_up(
    watched: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = next(tmp_path.glob("consult-*"))
    gone = left.with_name(f"{left.name.rpartition('-')[0]}-999999999")
    left.rename(gone)
    watching._folder()
    assert not gone.exists()


def test_all_processes_of_a_server_are_added_up(watched: Site) -> None:
    counts = watched.app.extensions["consult-counts"]
    (counts._file.parent / "1").write_text("everybody 500\nstaff 20\n")
    assert counts.all()["everybody"] >= 500
    assert counts.all()["staff"] >= 20
    assert len(counts.processes()) == 2
