"""Hostile words in every place that keeps words, and every page and file that shows them: nothing runs, all opens."""

import logging
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hostile
import pytest
from attacking import Failures, Range, address, plain_targets
from spoiling import judge_file, spoil
from staff_matrix import rows
from staff_site import EVERYBODY, StaffSite, make_site
from werkzeug.datastructures import MultiDict

# Each round puts words of one sort, one after the other, into every place.
ROUNDS = {
    "markup": [" ".join(hostile.MARKUP), " ".join(reversed(hostile.MARKUP))],
    "orders and letters": [
        *hostile.DOCUMENTS,
        *hostile.LETTERS,
        *hostile.TEMPLATES,
        *hostile.LINES,
        *hostile.PATHS,
        *hostile.QUERIES,
    ],
}


@pytest.fixture
def place(office_folder: Path, tmp_path: Path) -> Iterator[Range]:
    made = Range(make_site(office_folder, tmp_path / "office"))
    yield made
    made.close()


def sweep(place: Range, failures: Failures) -> Counter[str]:
    """Open every page and file as somebody who may, and judge it; give how many of each kind were opened."""
    site, opened = place.site, Counter[str]()
    wrong: list[str] = []
    allowed = {f"staff.{row.endpoint}": row for row in rows()}
    for target in plain_targets(site):
        if target.method != "GET":
            continue
        row = allowed.get(target.endpoint)
        role = next(role for role in EVERYBODY if row is None or row.lets_in(role))
        client = place.clients[role]
        site.sign_in_again(client)
        failures.traces.clear()
        reply = client.get(address(site, target), query_string=MultiDict(target.query))
        if reply.status_code not in target.declared:
            wrong.append(f"{target} {reply.status_code} {''.join(failures.traces)[-600:]}")
        try:
            opened[judge_file(reply)] += 1
        except Exception as found:  # noqa: BLE001  whatever the other program says
            wrong.append(f"{target}: {type(found).__name__} {found}")
        reply.close()
    assert not wrong, "\n\n".join(wrong)
    return opened


@pytest.mark.parametrize("sort", ROUNDS)
def test_words_stay_words_everywhere(place: Range, sort: str, caplog: pytest.LogCaptureFixture) -> None:
    assert spoil(place.site, ROUNDS[sort]) > 150
    with caplog.at_level(logging.INFO):
        opened = sweep(place, place.failures)
    assert opened["html"] > 90
    assert {"pdf", "xlsx", "csv", "xml"} <= set(opened)
    assert not [line for line in caplog.messages if "hit" in line or "\n" in line]


@pytest.mark.external
def test_words_that_others_collected_stay_words(place: Range) -> None:
    spoil(place.site, ["  ".join(part) for part in hostile.portions(hostile.collected(), 12)])
    sweep(place, place.failures)


@pytest.mark.parametrize("corpus", ["own", pytest.param("collected", marks=pytest.mark.external)])
def test_what_children_send_is_stored_or_refused(place: Range, corpus: str) -> None:
    """Every string in every sort of field of the poll: taken, or given back with a sentence."""
    words = hostile.OWN if corpus == "own" else hostile.collected()
    client, version = place.site.app.test_client(), _version(place.site)
    known = {"band": "14-18", "v": version, "mood": "good"}
    others = ("fruit", "friends", "band", "v", "key", "pad", "country", "games", "places.park")
    for number, each in enumerate(words):
        sent = hostile.encodable(each)
        for fields in ({"why_places": sent[:40], "word": sent}, {others[number % len(others)]: sent}):
            reply = client.post("/en/kinds", data=known | {"key": f"{number:08x}" * 4} | fields)
            assert reply.status_code in {200, 400, 409, 413}, (fields, place.failures.traces)
            judge_file(reply)


def _version(site: StaffSite) -> str:
    return site.app.extensions["consult-polls"].live("kinds").questionnaire.digest[:16]
