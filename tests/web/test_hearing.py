"""Texts read aloud by a person: sent only by our own host, only on a tap, and only where there are any."""

import hashlib

import pytest
from web_site import Site

from consult.services import database
from consult.tables import Sound, Spoken

CONTENT = b"OggS synthetic sound of the test"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
PLACES = (
    "sections.views.likelihood.label",
    "sections.views.likelihood.choices.likely.label",
    "title",
)


@pytest.fixture
def spoken(site: Site) -> Site:
    questionnaire = site.app.extensions["consult-polls"].live("safe").questionnaire
    with database.session(site.engine) as session, database.writing(session):
        session.add(Sound(sha256=DIGEST, kind="audio/ogg", content=CONTENT))
        session.flush()
        for place in PLACES:
            row = {
                "digest": questionnaire.digest,
                "place": place,
                "language": "en",
                "band": "",
                "sound": DIGEST,
            }
            session.add(Spoken(**row))
    return site


def test_the_page_names_what_can_be_heard_and_allows_only_our_own_sounds(spoken: Site) -> None:
    reply = spoken.phone.client.get("/en/safe")
    assert "media-src 'self'" in reply.headers["Content-Security-Policy"]
    assert reply.text.count(DIGEST) == 2
    assert "likelihood=likely" in reply.text


def test_a_poll_without_recordings_is_as_it_was(spoken: Site) -> None:
    reply = spoken.phone.client.get("/en/kinds")
    assert "media-src" not in reply.headers["Content-Security-Policy"]
    assert "/sound/" not in reply.text


def test_another_language_of_the_poll_can_play_but_has_nothing_to_play(spoken: Site) -> None:
    """A child may change the language on the page, and the page that she is on must be able to play."""
    reply = spoken.phone.client.get("/ar/safe")
    assert "media-src 'self'" in reply.headers["Content-Security-Policy"]
    assert DIGEST not in reply.text


def test_a_sound_is_sent_as_it_is_and_kept_nowhere(spoken: Site) -> None:
    reply = spoken.phone.client.get(f"/sound/{DIGEST}")
    assert (reply.data, reply.mimetype) == (CONTENT, "audio/ogg")
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in reply.headers


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..%2f..%2fetc"])
def test_what_no_poll_plays_is_not_there(spoken: Site, digest: str) -> None:
    assert spoken.phone.client.get(f"/sound/{digest}").status_code == 404


def test_a_sound_that_no_opened_poll_plays_is_not_sent(site: Site) -> None:
    with database.session(site.engine) as session, database.writing(session):
        session.add(Sound(sha256=DIGEST, kind="audio/ogg", content=CONTENT))
    assert site.phone.client.get(f"/sound/{DIGEST}").status_code == 404
