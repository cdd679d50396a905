"""A request that hides another: the server itself refuses it, whatever stands before it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from browser_server import Server, running
from smuggled import AMBIGUOUS, statuses


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("served")) as server:
        yield server


@pytest.mark.parametrize("how", AMBIGUOUS)
def test_the_server_refuses_what_could_end_in_two_places(served: Server, how: str) -> None:
    found = statuses(urlsplit(served.url).port or 0, "/en/safe", AMBIGUOUS[how])
    assert len(found) <= 1, "a second request was read"
    assert found in ([], [b"400"], [b"501"]), found
