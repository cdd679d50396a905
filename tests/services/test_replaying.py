"""Answers sent over real sockets to a server that loses replies, is busy, or refuses."""

import threading
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from consult.services.trying import replaying
from consult.services.trying.answer_files import Child
from consult.services.trying.replaying import ReplayError, Target


class Moody(ThreadingHTTPServer):
    """Treats the first request of each child by her mood (the field `mood`), every further one kindly."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.seen: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []

    def first_time(self, key: str) -> bool:
        return [form["key"] for _, form, _ in self.seen].count([key]) == 1


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Moody

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = urllib.parse.parse_qs(body)
        with self.server.lock:
            self.server.seen.append((self.path, form, {**dict(self.headers), "length": str(len(body))}))
            first = self.server.first_time(form["key"][0])
        mood = form["mood"][0]
        if mood == "refuse":
            return self.say(400)
        if mood == "never" or (first and mood == "busy"):
            return self.say(503)
        if first and mood == "lose":
            self.close_connection = True
            self.connection.close()
            return None
        return self.say(200)

    def say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def moody(monkeypatch: pytest.MonkeyPatch) -> Iterator[Moody]:
    monkeypatch.setattr(replaying, "FIRST_PAUSE", 0.001)
    server = Moody()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def send(server: Moody, *moods: str) -> list[replaying.Sent]:
    children = [Child("en", {"band": ("7-18",), "mood": (mood,)}) for mood in moods]
    target = Target.at(f"http://127.0.0.1:{server.server_port}", "poll", "0123456789abcdef")
    ticks: list[int] = []
    results = replaying.replay(target, children, 4, ticks.append)
    assert sum(ticks) == len(children)
    return results


def test_each_child_is_sent_as_a_phone_sends(moody: Moody) -> None:
    send(moody, *["kind"] * 20)
    assert len(moody.seen) == 20
    assert {path for path, _, _ in moody.seen} == {"/en/poll"}
    assert len({form["key"][0] for _, form, _ in moody.seen}) == 20, "every phone makes its own key"
    for _, form, headers in moody.seen:
        assert len(form["key"][0]) == 32
        assert set(form["key"][0]) <= set("0123456789abcdef")
        assert form["v"] == ["0123456789abcdef"]
        assert headers["Sec-Fetch-Site"] == "same-origin"
        assert int(headers["length"]) % 1024 == 0, "the length of the form must not tell the answers"


def test_children_are_shuffled(moody: Moody) -> None:
    moods = [f"kind-{number}" for number in range(60)]
    send(moody, *moods)
    assert [form["mood"][0] for _, form, _ in moody.seen] != moods


@pytest.mark.parametrize("mood", ["lose", "busy"])
def test_a_lost_reply_is_asked_for_again_with_the_same_key(moody: Moody, mood: str) -> None:
    results = send(moody, *[mood] * 8)
    assert results == [replaying.Sent("stored", 2)] * 8
    keys = Counter(form["key"][0] for _, form, _ in moody.seen)
    assert len(keys) == 8
    assert set(keys.values()) == {2}


def test_a_refusal_is_not_repeated(moody: Moody) -> None:
    assert send(moody, "refuse") == [replaying.Sent("refused", 1, "400")]
    assert len(moody.seen) == 1


def test_a_server_that_never_takes_it_is_given_up(moody: Moody) -> None:
    assert send(moody, "never") == [replaying.Sent("lost", replaying.TRIES, "503")]
    assert len(moody.seen) == replaying.TRIES


def test_a_server_that_is_not_there(moody: Moody) -> None:
    target = Target.at("http://127.0.0.1:9", "poll", "")
    (sent,) = replaying.replay(target, [Child("en", {"band": ("7-18",)})], 1, lambda _: None)
    assert sent == replaying.Sent("lost", replaying.TRIES, "ConnectionRefusedError")


@pytest.mark.parametrize("url", ["", "127.0.0.1:8000", "ftp://127.0.0.1", "http://", "http://a:b@c/"])
def test_an_address_no_phone_could_open(url: str) -> None:
    with pytest.raises(ReplayError):
        Target.at(url, "poll", "")
