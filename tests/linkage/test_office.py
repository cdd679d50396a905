"""The linkage game inside the office: who watches numbers, holds exports, or reads a bundle."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import make_bundle
import numpy as np
import pyarrow.parquet as pq
import pytest
from findings import Finding, order_findings
from planted import growing, seeds
from polls import document
from staff_matrix import rows
from staff_site import StaffSite, make_site, stocked_folder
from stores import Poll, child, open_wave

from analysis import bundle
from analysis.microdata import rows as written_rows
from analysis.microdata.export import Wish, export
from consult.services import database
from consult.services.collecting.pool import K
from consult.services.freezing import freezes
from consult.survey.answers import Accepted, TextAnswer
from consult.tables import Wave
from consult.web import polls

LAST = 31
LOOKS = {8, 9, 10, 11, 19, 20, 21, 29, 30, LAST}


@pytest.fixture
def office(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StaffSite]:
    """Give a stocked office of one's own."""
    monkeypatch.setattr(polls, "FRESH", 0.0)
    (tmp_path / "stock").mkdir()
    made = make_site(stocked_folder(prepared, tmp_path / "stock"), tmp_path / "office")
    yield made
    made.engine.dispose()


def seen(html: str) -> list[int]:
    """Give the numbers that a page shows, without the proofs in its forms and the addresses of its files."""
    return [
        int(number) for number in re.findall(r"(?<![\w.-])\d{1,6}(?![\w.-])", re.sub(r"<[^>]*>", " ", html))
    ]


def watched(office: StaffSite, names: list[str]) -> list[Finding]:
    """A16: let children come one by one, look before and after each batch, count moves of fewer than ten."""
    staff = {role: office.client(role) for role in ("coordinator", "moderator", "analyst")}
    who = {
        row.endpoint: row
        for row in rows()
        if row.method == "GET" and row.endpoint in names and row.status == 200
    }
    with database.session(office.engine) as session:
        poll = Poll(office.engine, session.get_one(Wave, 1))
    said = Accepted(
        "14-18",
        "en",
        {},
        (TextAnswer("why_places", "en", "14-18", "Synthetic words"),),
        "girl",
        "skipped",
        "KE",
    )
    before: dict[str, list[int]] = {}
    moves: Counter[str] = Counter(dict.fromkeys(who, 0))
    for came in range(1, LAST + 1):
        poll.send(said)
        if came not in LOOKS:
            continue
        for name, row in tuple(who.items()):
            role = next(role for role in staff if row.lets_in(role))
            reply = staff[role].get(office.url(name, **row.values), query_string=row.query)
            if reply.mimetype != "text/html":
                del who[name], moves[name]
                continue
            now = seen(reply.text)
            moves[name] += name in before and not _safe(before[name], now)
            before[name] = now
    return [Finding(name, moved, 0) for name, moved in moves.items()]


def _safe(before: list[int], now: list[int]) -> bool:
    """Tell whether all that is new or gone in a page are whole tens."""
    changed = (Counter(before) - Counter(now)) + (Counter(now) - Counter(before))
    return all(number % K == 0 for number in changed)


def names() -> list[str]:
    """Name every page of the office that one of these three may read.

    Not those that tell of staff themselves, nor the one that shows a text drawn by chance, numbers in it and all.
    """
    ours = ("coordinator", "moderator", "analyst")
    about_staff = ("people", "signing_in")  # when they signed in, what they did
    chosen = (row for row in rows() if row.method == "GET" and row.room not in about_staff)
    return [
        row.endpoint for row in chosen if row.endpoint != "moderating_read" and any(map(row.lets_in, ours))
    ]


SLOW = pytest.mark.skipif(
    os.environ.get("CONSULT_PROVE") != "full",
    reason="tests/web/staffing/test_fieldwork.py watches one page sooner",
)


@SLOW
def test_staff_see_no_child_arrive(office: StaffSite, record) -> None:
    found = watched(office, names())
    assert len(found) > 20
    assert not record("A16", "office", found, children=LAST)


@SLOW
def test_numbers_that_move_with_each_child_are_noticed(office: StaffSite, record) -> None:
    with growing(["counts_by_one"]):
        found = watched(office, ["fieldwork_overview"])
    assert found[0].leaks
    record("A16", "office", [], seed=seeds()["counts_by_one"].says, seen=found[0].leaks)


def exports(folder: Path) -> list[Finding]:
    """A17: export the same answers twice; hold each order against the other and against the bundle's."""
    n = 1000
    same = {"gender": "girl", "region": "002", "country": "KE", "language": "en"}
    columns = {name: np.full(n, value) for name, value in same.items()} | {"hours": np.arange(n)}
    made = bundle.read(make_bundle.write(folder / "n.bundle", responses=n, columns=columns))
    places, findings = [], []
    for name in ("one", "two"):
        export(made, folder / name, Wish(formats=("parquet",)), lambda _words: None)
        table = pq.read_table(folder / name / "responses.parquet")
        places.append({value: at for at, value in enumerate(table["hours"].to_pylist())})
        numbered = [c for c in table.column_names if c != "hours" and len(set(table[c].to_pylist())) == n]
        findings.append(Finding(f"columns that number the rows of export {name}", len(numbered), 0))
    orders = {"bundle and export one": places[0], "bundle and export two": places[1]}
    orders["export one and export two"] = {places[0][value]: places[1][value] for value in range(n)}
    return findings + order_findings(orders)


def test_exports_share_no_order(tmp_path: Path, record) -> None:
    assert not record("A17", "exports", exports(tmp_path))


def test_an_order_that_two_exports_share_is_noticed(
    tmp_path: Path, record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written_rows.secrets, "token_hex", lambda _bytes: "always the same")
    found = exports(tmp_path)
    leak = any(each.leaks for each in found if each.place == "export one and export two")
    assert leak
    record("A17", "exports", [], seed="rows in the order of a digest without a fresh secret", seen=leak)


def languages(poll: Poll, folder: Path) -> list[Finding]:
    """A20: count the languages of a bundle that fewer than ten children share."""
    for number in range(30):
        poll.send(child(number, language="fr" if number % 10 == 0 else "en"))
    with database.session(poll.engine) as session:
        freezes.close(session, poll.wave.code)
        freezes.freeze(session, poll.wave.code, folder / "a.bundle")
    found = Counter(pq.read_table(folder / "a.bundle" / "responses.parquet")["language"].to_pylist())
    return [
        Finding(f"language {name}", float(number < K and name != "other"), 0)
        for name, number in found.items()
    ]


@pytest.fixture
def poll(database) -> Poll:
    """Give an open poll."""
    return Poll(database, open_wave(database, document("kinds")))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", ["", "rare_languages"], ids=["folded", "planted"])
def test_a_rare_language_leaves_the_database_as_other(poll: Poll, tmp_path: Path, record, seed: str) -> None:
    with growing([seed] if seed else []):
        found = languages(poll, tmp_path)
    if seed:
        assert any(each.leaks for each in found)
        record("A20", "bundle", [], seed=seeds()[seed].says, seen=True)
    else:
        assert not record("A20", "bundle", found)
