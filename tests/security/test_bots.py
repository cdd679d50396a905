"""Bots at every door, a hundred times each; the script beside this knocks ten thousand times and prints figures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from bots import Doors
from staff_site import make_site

TRIES = 100


@pytest.fixture(scope="module")
def doors(office_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    site = make_site(office_folder, tmp_path_factory.mktemp("doors") / "office")
    yield Doors(site)
    site.engine.dispose()


def test_no_child_is_refused_for_her_address(doors: Doors) -> None:
    assert doors.children(TRIES).got_in == TRIES


def test_guessed_fields_store_nothing(doors: Doors) -> None:
    found = doors.nonsense(TRIES)
    assert found.got_in == 0
    assert set(found.statuses) <= {400, 409}


def test_one_form_counts_once(doors: Doors) -> None:
    assert doors.same_key(TRIES).got_in == 1


def test_guessed_codes_of_slips_store_nothing(doors: Doors) -> None:
    found = doors.slips(TRIES)
    assert found.got_in == 0
    assert set(found.statuses) == {400}


def test_rooms_are_looked_up_so_many_times_a_second(doors: Doors) -> None:
    assert doors.rooms(TRIES).got_in == 0


def test_few_passwords_are_compared(doors: Doors) -> None:
    found = doors.passwords(40)
    assert found.got_in == 0
    assert 40 - found.statuses[429] <= 12, "five are free, then each wait is twice the one before"
