"""Sent again and again, by many at once, with clocks that jump: every child counts exactly once."""

import http.client
import secrets
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from urllib.parse import urlencode

import pytest
from durability import figures
from durability.cutting import wire
from services.test_crashes import close
from stores import TODAY, Poll, child
from werkzeug.serving import make_server

from consult import create_app
from consult.config import Config
from consult.services import database as databases
from consult.services.collecting import responses, spending
from consult.services.purge import purge
from consult.survey import questionnaire
from consult.tables import responses as final

RETRIES = 5
WRITERS = 32
EACH = 6


@pytest.fixture
def server(poll: Poll, database_url: str, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """Serve the poll over a real socket."""
    config = Config(tmp_path, tmp_path / "keys", database_url, secret_key="for tests " * 4)
    app = create_app(config)
    served = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield "127.0.0.1", served.port
    served.shutdown()
    thread.join(timeout=10)
    served.server_close()
    app.extensions["consult-polls"].engine.dispose()


def post(port: int, poll: Poll, version: str, key: str) -> int:
    """Send answers as a phone does; 0 where the reply never came."""
    body = urlencode({"band": "7-18", "key": key, "v": version})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        connection.request("POST", f"/en/{poll.wave.code}", body, sent)
        return connection.getresponse().status
    except (ConnectionError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def test_a_reply_lost_five_times_stores_one_child(poll: Poll, server: tuple[str, int]) -> None:
    version = questionnaire.load(poll.wave.questionnaire.document).digest[:16]
    children = 3
    for _ in range(children):
        key = secrets.token_hex(16)
        with wire(server, RETRIES) as cut:
            tries = [post(cut.port, poll, version, key) for _ in range(RETRIES + 1)]
        assert tries == [0] * RETRIES + [200]
        assert cut.lost == RETRIES
    close(poll)
    assert poll.rows(final) == children
    figures.note(
        "reply lost after the commit", children=children, lost=children * RETRIES, on=poll.engine.name
    )


def test_a_key_that_is_not_kept_is_noticed(
    poll: Poll, server: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The seeded fault: every key passes for a fresh one."""
    monkeypatch.setattr(spending, "spend", lambda _c, _w, keys: [True] * len(keys))
    with pytest.raises(AssertionError):
        test_a_reply_lost_five_times_stores_one_child(poll, server)


def test_thirty_two_writers_at_once(poll: Poll) -> None:
    def send(writer: int) -> list[float]:
        took = []
        for each in range(EACH):
            began = time.perf_counter()
            assert poll.send(child(writer * EACH + each)) == "stored"
            took.append(time.perf_counter() - began)
        return took

    with ThreadPoolExecutor(WRITERS) as writers:
        times = sorted(chain.from_iterable(writers.map(send, range(WRITERS))))
    close(poll)
    found = Counter(row.answers["age_n"] for row in poll.all(final.c.answers))
    assert found == Counter(range(WRITERS * EACH))
    figures.note(
        "writers at once", writers=WRITERS, submissions=len(times), on=poll.engine.name,
        median_ms=round(1000 * statistics.median(times)), p99_ms=round(1000 * times[int(0.99 * len(times))]),
    )  # fmt: skip


def at(poll: Poll, day: date, key: str) -> str:
    return responses.submit(poll.engine, poll.wave.id, child(1), key, day)


def forget(poll: Poll, day: date) -> int:
    with databases.session(poll.engine) as session:
        return purge(session, day).spent_keys


def test_clocks_that_jump(poll: Poll) -> None:
    """A day back or forth changes nothing; three days and a purge are what a key outlives, as is promised."""
    key, day = secrets.token_hex(16), timedelta(1)
    assert at(poll, TODAY, key) == "stored"
    for jump in (-1, 1, -3, 3, -365):
        assert at(poll, TODAY + jump * day, key) == "already"
        assert forget(poll, TODAY + jump * day) == 0
    assert at(poll, TODAY, key) == "already"
    ahead = secrets.token_hex(16)
    assert at(poll, TODAY + 300 * day, ahead) == "stored"  # the clock was wrong when it came
    assert forget(poll, TODAY + 3 * day) == 0
    assert at(poll, TODAY, ahead) == "already"
    assert forget(poll, TODAY + 4 * day) == 1, "the first key, on time; the other one later, never earlier"
    assert at(poll, TODAY + 4 * day, ahead) == "already"
    close(poll)
    assert poll.rows(final) == 2
