"""What the office quotes: cleared texts of a closed poll alone, and what becomes of one that is withdrawn."""

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import moderated
import pytest
from moderated import people
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from stores import Poll

from analysis.reporting.settings import settings_of
from consult.services import database as databases
from consult.services import purge
from consult.services.freezing.freezes import close
from consult.services.jobs import working
from consult.services.jobs.places import Places
from consult.services.jobs.rows import ReleasingError
from consult.services.moderating import moderation
from consult.services.moderating.moderation import Choice
from consult.services.moderating.steps import Act as Step
from consult.services.releasing import making, quotations, quoted, releases
from consult.services.reporting import plans
from consult.services.trying.example import results, voices
from consult.services.trying.example.beginning import People
from consult.tables import Act, Freeze, Job, Quotations, Release, Wave, texts

TODAY = date(2026, 11, 22)
QUESTION, ACT = "words", "quotations_changed"


def put_texts(
    poll: Poll, said: Sequence[str], state: str = "cleared", question: str = QUESTION, **more
) -> None:
    moderated.put_texts(poll, said, question, state=state, **more)


def closed(poll: Poll) -> None:
    with databases.session(poll.engine) as session:
        close(session, poll.wave.code, today=TODAY)


def keys(session, wave: Wave) -> dict[str, str]:
    """Give the key of each text that may be quoted."""
    return {each.text: each.key for each in quotations.cleared(session, wave)}


def words(session, wave: Wave) -> list[str]:
    return [each.text for each in quotations.chosen(session, wave).quoted]


def withdraw(session, wave_id: int, said: str, who: int) -> None:
    """Set a cleared text aside, as a moderator does."""
    found = next(t for t in moderation.page(session, wave_id, Choice("cleared"), b"", 99) if t.text == said)
    moderation.act(session, found, found.seen, Step("set_aside", who, reason="personal"), TODAY)


def test_cleared_texts_are_chosen_and_put_in_order(poll: Poll) -> None:
    (who,) = people(poll.engine, 1)
    put_texts(poll, ["Trees", "Lamps", "Bees", "Bees"])
    closed(poll)
    with databases.session(poll.engine) as session:
        wave = session.get_one(Wave, poll.wave.id)
        known = keys(session, wave)
        assert list(known) == ["Bees", "Lamps", "Trees"], "each once"
        quotations.add(session, wave, [known["Trees"], known["Lamps"]], who)
        quotations.add(session, wave, [known["Bees"], known["Trees"]], who)
        assert words(session, wave) == ["Trees", "Lamps", "Bees"]
        quotations.move(session, wave, known["Bees"], -1, who)
        quotations.move(session, wave, known["Trees"], -1, who)  # nothing is before the first
        assert words(session, wave) == ["Trees", "Bees", "Lamps"]
        quotations.take_out(session, wave, known["Trees"], who)
        assert words(session, wave) == ["Bees", "Lamps"]
        kept = json.dumps(session.scalars(select(Quotations.chosen)).one())
        assert "Bees" not in kept, "no words of a child stand here"
        noted = session.execute(select(Act.what, Act.account_id, Act.detail).where(Act.what == ACT)).all()
        assert [each.detail["number"] for each in noted] == [2, 3, 3, 3, 2]
        assert {each.account_id for each in noted} == {who}


@pytest.mark.parametrize("state", ["held", "proposed", "passed", "resolved"])
def test_nothing_but_a_cleared_text_is_quoted(poll: Poll, state: str) -> None:
    put_texts(poll, ["Cleared"])
    put_texts(poll, ["Not for anybody"], state=state)
    closed(poll)
    with databases.session(poll.engine) as session:
        wave = session.get_one(Wave, poll.wave.id)
        forged = quotations.Quotable(QUESTION, "en", "7-18", "Not for anybody").key
        fine = keys(session, wave)["Cleared"]
        for given in ([forged], [fine, forged], [fine, "x"]):
            with pytest.raises(ReleasingError, match="quote_not_cleared"):
                quotations.add(session, wave, given, None)
        with pytest.raises(ReleasingError, match="quote_not_cleared"):
            quotations.move(session, wave, fine, 1, None)
        assert session.get(Quotations, wave.id) is None
        assert session.scalars(select(Act).where(Act.what == ACT)).all() == []


def test_the_rule_is_kept(poll: Poll) -> None:
    """Closed polls, whole texts and not words, not too many in one language, not too long."""
    put_texts(poll, [f"Text {number}" for number in range(7)])
    put_texts(poll, ["Texte"], language="fr")
    put_texts(poll, ["x" * 501, "y" * 500], language="es")
    put_texts(poll, ["blue"], question="word")
    with databases.session(poll.engine) as session:
        wave = session.get_one(Wave, poll.wave.id)
        known = keys(session, wave)
        assert "blue" not in known
        with pytest.raises(ReleasingError, match="quote_open"):
            quotations.add(session, wave, [known["Text 0"]], None)
        close(session, wave.code, today=TODAY)
        for given, why in (
            ([], "quote_none"),
            ([known["x" * 501]], "quote_long"),
            ([known[f"Text {number}"] for number in range(7)], "quote_many"),
        ):
            with pytest.raises(ReleasingError, match=why):
                quotations.add(session, wave, given, None)
        most = [f"Text {number}" for number in range(6)]
        quotations.add(session, wave, [known[each] for each in (*most, "Texte", "y" * 500)], None)
        assert words(session, wave) == [*most, "Texte", "y" * 500]
        with pytest.raises(ReleasingError, match="quote_many"):
            quotations.add(session, wave, [known["Text 6"]], None)


def test_what_is_withdrawn_or_said_otherwise_drops_out(poll: Poll) -> None:
    first, second = people(poll.engine, 2)
    put_texts(poll, ["Trees", "Lamps", "Bees"])
    closed(poll)
    with databases.session(poll.engine) as session:
        wave = session.get_one(Wave, poll.wave.id)
        known = keys(session, wave)
        quotations.add(session, wave, list(known.values()), first)
        withdraw(session, wave.id, "Trees", first)
        with databases.writing(session):
            other = update(texts).where(texts.c.text == "Lamps").values(wording="A child wants lamps")
            session.execute(other)
        now = quotations.chosen(session, wave)
        assert ([each.text for each in now.quoted], now.gone) == (["Bees"], {"en": 2})
        assert "[A child wants lamps]" in keys(session, wave), "to be chosen anew, as it was cleared"
        quotations.take_out(session, wave, known["Bees"], second)
        assert quotations.chosen(session, wave) == quotations.Chosen((), {}), "the rest is forgotten"


def test_the_choice_goes_with_the_texts(poll: Poll) -> None:
    put_texts(poll, ["Trees"])
    closed(poll)
    with databases.session(poll.engine) as session:
        wave = session.get_one(Wave, poll.wave.id)
        quotations.add(session, wave, list(keys(session, wave).values()), None)
        purge.purge(session, wave.delete_on)
        assert session.scalars(select(Quotations)).all() == []
        with pytest.raises(ReleasingError, match="deleted"):
            quotations.add(session, wave, ["x"], None)


def drafted(session: Session, wave: Wave, places: Places) -> Release:
    """Put a draft that quotes every cleared text beside a poll; all its other files are left out."""
    quotes = [asdict(each) for each in quotations.cleared(session, wave)]
    (places.releases / "draft").mkdir()
    (places.releases / "draft" / quoted.FILE).write_text(json.dumps(quotes))
    with databases.writing(session):
        freeze = Freeze(wave_id=wave.id, frozen_on=TODAY, manifest_sha256="0" * 64)
        session.add(freeze)
        session.flush()
        release = Release(
            consultation_id=wave.consultation_id, wave_id=wave.id, freeze_id=freeze.id, folder="draft",
            manifest_sha256="0" * 64, languages=["en"], made_at="x",
        )  # fmt: skip
        session.add(release)
    return release


def test_a_draft_with_a_withdrawn_text_is_not_published(poll: Poll, tmp_path: Path) -> None:
    first, second = people(poll.engine, 2)
    put_texts(poll, ["Trees", "Lamps"])
    closed(poll)
    places = Places(tmp_path)
    with databases.session(poll.engine) as session:
        wave = session.get_one(Wave, poll.wave.id)
        release = drafted(session, wave, places)
        releases.ask_approval(session, places, release, first)
        withdraw(session, wave.id, "Lamps", first)
        for act, who in ((releases.approve, second), (releases.ask_approval, first)):
            with pytest.raises(ReleasingError, match="quote_withdrawn"):
                act(session, places, release, who)
        assert [each.text for each in quoted.standing(session, places, release)] == ["Trees"]
        assert quoted.withdrawn(session, places, release) == 1


def test_a_text_withdrawn_after_the_approval_stops_the_publication(poll: Poll, tmp_path: Path) -> None:
    first, second = people(poll.engine, 2)
    put_texts(poll, ["Trees"])
    closed(poll)
    places = Places(tmp_path)
    with databases.session(poll.engine) as session:
        wave = session.get_one(Wave, poll.wave.id)
        release = drafted(session, wave, places)
        releases.ask_approval(session, places, release, first)
        job = releases.approve(session, places, release, second)
        assert job is not None
        withdraw(session, wave.id, "Trees", first)
        working.work(poll.engine, places, making.KINDS, job.id)
        ended = session.get_one(Job, job.id, populate_existing=True)
        assert (ended.state, ended.reason.partition(":")[0]) == ("failed", "quote_withdrawn")
        assert session.get_one(Release, release.id, populate_existing=True).state == "draft"


def test_what_a_report_quotes_is_read_as_it_was_written() -> None:
    hard = 'A "quoted" \\ word, {braces} and = signs'
    told = [
        (quotations.Quotable(QUESTION, "en", "7-18", hard), TODAY),
        (quotations.Quotable(QUESTION, "ar", "", "نريد الضوء"), TODAY),
    ]
    said = settings_of(tomllib.loads(plans.as_toml({"organ": "hrc"}, told)))
    assert [(each.text, each.cleared, each.group) for each in said.quotes] == [
        ({"en": hard}, TODAY, ("age_band", "7-18")),
        ({"ar": "نريد الضوء"}, TODAY, None),
    ]


@pytest.mark.parametrize(("count", "named"), [("25", []), ("30", ["7-18"]), ("", [])])
def test_an_age_stands_only_beside_enough_children(tmp_path: Path, count: str, named: list[str]) -> None:
    folder = tmp_path / "draft"
    ages = folder / "out" / quoted.AGES
    ages.parent.mkdir(parents=True)
    status = "shown" if count else "hidden"
    ages.write_text(f"kind,row,status,count\ngroup,7-18,{status},{count}\n", encoding="utf-8-sig")
    seen = {"sha256": hashlib.sha256(ages.read_bytes()).hexdigest()}
    manifest = {"policy": {"minimum_base": 30}, "files": {quoted.AGES: seen}}
    (folder / "out" / "manifest.json").write_text(json.dumps(manifest))
    quoted.keep(folder, [quotations.Quotable(QUESTION, "en", "7-18", "Trees")])
    (kept,) = json.loads((folder / quoted.FILE).read_text())
    assert [kept["band"]] == (named or [""])


def test_the_example_quotes_a_few_texts_of_each_language(poll: Poll) -> None:
    """Made-up texts are cleared by two people, the same words at once, and chosen by the same service."""
    who = People(*people(poll.engine, 2))
    for language in ("en", "ar"):
        put_texts(poll, ["[synthetic] a", "[synthetic] b", "[synthetic] c"] * 3, "held", language=language)
    put_texts(poll, ["synthetic"] * 4, "held", "word")
    with databases.session(poll.engine) as session:
        wave = results.close(session, session.get_one(Wave, poll.wave.id), who)
        assert voices.clear_texts(session, wave, who, TODAY) == 22
        assert voices.quote(session, wave, who) == 4
        told = [(each.language, each.text) for each in quotations.chosen(session, wave).quoted]
        assert told == [(code, f"[synthetic] {word}") for code in ("ar", "en") for word in "ab"]
        done = session.scalars(select(Act.what).where(Act.account_id == who.first)).all()
        assert {"poll_closed", ACT} <= set(done)
