"""Two people find themes in cleared texts: blind at first, then together; the bundle says who by place only."""

import json
from datetime import date

import pyarrow.parquet as pq
import pytest
from moderated import people, put_texts
from stores import Poll

from consult.services import database
from consult.services.freezing import freezes
from consult.services.moderating import coding, moderation
from consult.services.moderating.coding import CodingError
from consult.services.moderating.coding_agreement import agreement
from consult.services.moderating.moderation import Choice
from consult.services.moderating.steps import Act

QUESTION = "words"
LABELS = {"en": "Parks", "fr": "Parcs"}


@pytest.fixture
def session(poll: Poll):
    with database.session(poll.engine) as opened:
        for name in ("parks", "school", "friends"):
            coding.put_theme(opened, poll.wave.consultation_id, QUESTION, name, LABELS)
        yield opened


def code(session, poll: Poll, coder: str, themes: dict[str, list[str]]) -> None:
    """Code what is left, by what the text says."""
    while found := coding.to_code(session, poll.wave.id, QUESTION, coder, b""):
        named = themes.get(found.text, [])
        coding.code(session, poll.wave.consultation_id, poll.wave.id, found.id, coder, named)


def test_only_cleared_texts_are_coded_and_as_they_are_published(session, poll: Poll) -> None:
    first, second = people(poll.engine, 2)
    put_texts(poll, ["I live at 5 Rose Lane and want parks"], QUESTION)
    assert coding.to_code(session, poll.wave.id, QUESTION, "first", b"") is None
    for act in (Act("paraphrase", first, wording="A child wants parks"), Act("confirm", second)):
        state = "held" if act.what == "paraphrase" else "proposed"
        found = moderation.following(session, poll.wave.id, Choice(state), b"")
        moderation.act(session, found, found.seen, act, date(2026, 11, 22))
    assert coding.to_code(session, poll.wave.id, QUESTION, "first", b"").text == "A child wants parks"


def test_coders_are_blind_until_both_are_done(session, poll: Poll) -> None:
    put_texts(poll, ["a", "b"], QUESTION, state="cleared")
    code(session, poll, "first", {"a": ["parks"]})
    found = coding.to_code(session, poll.wave.id, QUESTION, "second", b"")
    assert found.themes == {}
    with pytest.raises(CodingError, match="not_finished"):
        coding.to_agree(session, poll.wave.id, QUESTION)
    code(session, poll, "second", {"a": ["parks", "school"]})
    differs = coding.to_agree(session, poll.wave.id, QUESTION)
    assert differs.themes == {"first": ("parks",), "second": ("parks", "school")}
    coding.code(session, poll.wave.consultation_id, poll.wave.id, differs.id, "agreed", ["school"])
    assert coding.to_agree(session, poll.wave.id, QUESTION) is None
    assert coding.progress(session, poll.wave.id, QUESTION) == coding.Progress(2, 2, 2, 0)


def test_coding_again_takes_the_agreement_back(session, poll: Poll) -> None:
    put_texts(poll, ["a"], QUESTION, state="cleared")
    code(session, poll, "first", {"a": ["parks"]})
    code(session, poll, "second", {})
    found = coding.to_agree(session, poll.wave.id, QUESTION)
    coding.code(session, poll.wave.consultation_id, poll.wave.id, found.id, "agreed", [])
    coding.code(session, poll.wave.consultation_id, poll.wave.id, found.id, "first", ["school"])
    assert coding.to_agree(session, poll.wave.id, QUESTION).id == found.id


def test_a_text_that_is_no_longer_cleared_loses_its_themes(session, poll: Poll) -> None:
    (first,) = people(poll.engine, 1)
    put_texts(poll, ["a"], QUESTION, state="cleared")
    code(session, poll, "first", {"a": ["parks"]})
    found = moderation.following(session, poll.wave.id, Choice("cleared"), b"")
    moderation.act(session, found, found.seen, Act("undo", first), date(2026, 11, 22))
    assert coding.progress(session, poll.wave.id, QUESTION) == coding.Progress(0, 0, 0, 0)
    again = moderation.following(session, poll.wave.id, Choice("held"), b"")
    moderation.act(session, again, again.seen, Act("clear", first, one_person=True), date(2026, 11, 22))
    assert coding.to_code(session, poll.wave.id, QUESTION, "first", b"").themes == {}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda s, c: coding.put_theme(s, c, QUESTION, "No Name", LABELS), "bad_name"),
        (lambda s, c: coding.put_theme(s, c, QUESTION, "x", {"en": " "}), "no_label"),
        (lambda s, c: coding.appoint(s, c, QUESTION, {"first": 1, "second": 1}), "same_person"),
        (lambda s, c: coding.code(s, c, 1, b"0" * 16, "first", []), "not_cleared"),
    ],
)
def test_refused(session, poll: Poll, act, code: str) -> None:
    with pytest.raises(CodingError) as refused:
        act(session, poll.wave.consultation_id)
    assert refused.value.code == code


def test_a_theme_in_use_stays_and_coders_stay_once_they_have_begun(session, poll: Poll) -> None:
    consultation = poll.wave.consultation_id
    one, two, three = people(poll.engine, 3)
    coding.appoint(session, consultation, QUESTION, {"first": one, "second": two})
    put_texts(poll, ["a"], QUESTION, state="cleared")
    code(session, poll, "first", {"a": ["parks"]})
    parks, school, _ = coding.themes(session, consultation, QUESTION)
    with pytest.raises(CodingError, match="in_use"):
        coding.remove_theme(session, parks)
    coding.remove_theme(session, school)
    with pytest.raises(CodingError, match="already_coded"):
        coding.appoint(session, consultation, QUESTION, {"first": three, "second": two})
    coding.appoint(session, consultation, QUESTION, {"first": one, "second": two})
    found = coding.to_code(session, poll.wave.id, QUESTION, "second", b"")
    with pytest.raises(CodingError, match="unknown_theme"):
        coding.code(session, consultation, poll.wave.id, found.id, "second", ["school"])


def test_the_bundle_has_both_coders_without_names_and_without_the_text(session, poll: Poll, tmp_path) -> None:
    put_texts(poll, ["a", "b", "c"], QUESTION, state="cleared")
    put_texts(poll, ["held"], QUESTION)
    code(session, poll, "first", {"a": ["parks"], "b": ["school"]})
    code(session, poll, "second", {"a": ["parks"], "b": []})
    freezes.close(session, poll.wave.code)
    out = freezes.freeze(session, poll.wave.code, tmp_path / "coded.bundle")
    rows = pq.read_table(out / "coding.parquet").to_pylist()
    shared = {"question": QUESTION, "language": "en", "age_band": "7-18"}
    assert rows == [
        {**shared, "first": ["parks"], "second": ["parks"], "agreed": ["parks"]},
        {**shared, "first": ["school"], "second": [], "agreed": None},
        {**shared, "first": [], "second": [], "agreed": []},
    ]
    book = json.loads((out / "codebook.json").read_text())["themes"]
    assert book[QUESTION][0] == {"name": "parks", "label": LABELS}
    assert json.loads((out / "manifest.json").read_text())["files"]["coding.parquet"]["rows"] == 3


def test_kappa_of_a_known_table() -> None:
    """20 both yes, 15 both no, 5 and 10 apart: kappa 0.4 (the worked example of Cohen's kappa, Wikipedia)."""
    pairs = [({"x"}, {"x"})] * 20 + [({"x"}, set())] * 5 + [(set(), {"x"})] * 10 + [(set(), set())] * 15
    (found,) = agreement(pairs, ["x"])
    assert (found.texts, found.same) == (50, 35)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_is_undefined_where_nobody_found_the_theme() -> None:
    assert [each.kappa for each in agreement([(set(), set())] * 4, ["x"])] == [None]
    assert agreement([], ["x"])[0].kappa is None
