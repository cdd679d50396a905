"""Every route, asked by everybody for what no page of ours asks: no failure, no status that is not declared.

A longer run: CONSULT_FUZZ=5000 pytest tests/security/test_fuzzing.py (requests for each role; another seed each time).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacking import Range, Target, requests, targets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staff_site import EVERYBODY, make_site

LONGER = int(os.environ.get("CONSULT_FUZZ", "0"))
EXAMPLES = LONGER or 80


@pytest.fixture(scope="module")
def place(office_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Range]:
    site = make_site(office_folder, tmp_path_factory.mktemp("attacked") / "office")
    made = Range(site)
    yield made
    made.close()


@pytest.fixture(scope="module")
def known(place: Range) -> list[Target]:
    found = targets(place.site)
    place.put_back()
    return found


def test_every_route_is_attacked(place: Range, known: list[Target]) -> None:
    served = {
        (rule.endpoint, method)
        for rule in place.site.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == {(target.endpoint, target.method) for target in known}
    assert sum(1 for target in known if target.form) > 100


@pytest.mark.parametrize("role", [None, *EVERYBODY], ids=str)
def test_nothing_breaks(place: Range, known: list[Target], role: str | None) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=not LONGER,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def attack(data: st.DataObject) -> None:
        place.send(role, data.draw(requests(place.site, known)))

    attack()


@pytest.mark.parametrize("address", ["/en/a%00b", "/%00", "/staff/?page=%00", "/staff/people/log?who=a%00"])
def test_a_sign_that_no_table_can_hold_is_refused_in_addresses(place: Range, address: str) -> None:
    assert place.clients["administrator"].get(address).status_code == 400


def test_a_sign_that_no_table_can_hold_is_refused_in_forms(place: Range) -> None:
    place.put_back()
    client = place.clients["coordinator"]
    place.site.sign_in_again(client)
    form = {"name": "a\0b", "email": "nul@office.example", "roles": "analyst"}
    assert client.post(place.site.url("people_invite"), data=form).status_code == 400
    assert client.post(place.site.url("people_invite"), data=form | {"name": "ab"}).status_code == 200


def test_signs_that_nobody_sees_are_taken_out_of_what_an_office_pastes(place: Range) -> None:
    place.put_back()
    client = place.clients["coordinator"]
    place.site.sign_in_again(client)
    form = {"name": "Bell\x07 and\x1b \ufffewords", "email": "bell@office.example", "roles": "analyst"}
    reply = client.post(place.site.url("people_invite"), data=form)
    assert reply.status_code == 200
    assert "Bell and words" in reply.get_data(as_text=True)
