"""Every route, asked by everybody for what no page of ours asks: no failure, no status that is not declared.

On SQLite and on PostgreSQL. A longer run: CONSULT_FUZZ=5000 pytest tests/security/test_fuzzing.py (requests for
each role; another seed each time).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacking import Range, Target, requests, targets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from staff_site import EVERYBODY, StaffSite, make_site

from consult.services import database
from consult.services.backups import portable

LONGER = int(os.environ.get("CONSULT_FUZZ", "0"))
SHORT = {"sqlite": 80, "postgresql": 25}  # requests for each role; to put PostgreSQL back takes longer


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(
    request: pytest.FixtureRequest, office_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Range]:
    folder = tmp_path_factory.mktemp("attacked") / "office"
    if request.param == "sqlite":
        made = Range(make_site(office_folder, folder))
        yield made
        made.close()
        return
    postgres = request.getfixturevalue("postgres")
    url = postgres.make(request.getfixturevalue("prepared_postgres"))
    engine = database.engine(url, folder.with_name("keys"))
    portable.fill(engine, office_folder / "consult.db")
    engine.dispose()
    made = Range(make_site(office_folder, folder, url), lambda: postgres.keep(url))
    yield made
    made.close()


@pytest.fixture(scope="module")
def site(office_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> StaffSite:
    return make_site(office_folder, tmp_path_factory.mktemp("looked-at") / "office")


@pytest.fixture(scope="module")
def known(site: StaffSite) -> list[Target]:
    return targets(site)


def test_every_route_is_attacked(site: StaffSite, known: list[Target]) -> None:
    served = {
        (rule.endpoint, method)
        for rule in site.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert served == {(target.endpoint, target.method) for target in known}
    assert sum(1 for target in known if target.form) > 100


@pytest.mark.parametrize("role", [None, *EVERYBODY], ids=str)
def test_nothing_breaks(place: Range, known: list[Target], role: str | None) -> None:
    @settings(
        max_examples=LONGER or SHORT[place.site.engine.dialect.name],
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
