"""A consultation's life: the pure steps, and the gates that no page can talk away."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from polls import document
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consult.services import approvals, consultations, database, settings
from consult.services.approvals import ApprovalError
from consult.services.fieldwork import contacts
from consult.services.people import accounts
from consult.services.planning import checks, corrections, influence
from consult.services.planning import life as planning
from consult.services.planning.checks import ITEMS, Answer, CheckError
from consult.services.planning.influence import InfluenceError, Line
from consult.services.planning.life import GateError
from consult.services.planning.steps import (
    AFTER,
    PREPARATION,
    STEPS,
    Approved,
    Block,
    Facts,
    Instruments,
    Round,
    life,
)
from consult.services.writing import drafts
from consult.services.writing.versions import IncomparableError
from consult.tables import Act, Consultation, Freeze, Release, Role

TODAY = date.today()
SOON, LATER = TODAY + timedelta(days=60), TODAY + timedelta(days=120)
CONTACT = {"country": "", "name": "Test contact", "url": "https://help.example.org", "checked_on": str(TODAY)}
READY = Facts(
    today=TODAY, title="Town", organisation="Office", purpose="Parks", feeds="Report", promised_on=SOON,
    delete_on=LATER, instruments=Instruments(languages=("en",), bands=("7-18",)),
    approval=Approved("approved"),
)  # fmt: skip
OPEN = Round("open", TODAY, LATER)


def codes(step) -> list[str]:
    return [block.code for block in step.blocks]


def test_with_everything_ready_only_opening_is_next() -> None:
    steps = life(READY)
    assert [step.name for step in steps.steps if step.state == "done"] == [*PREPARATION, "approval"]
    assert steps["open"].state == "next"
    assert steps.against("open") == ()
    assert [block.code for block in steps.against("closed")] == ["waits_for"]


@pytest.mark.parametrize(
    ("step", "change", "code"),
    [
        ("purpose", {"title": " "}, "no_title"),
        ("purpose", {"organisation": ""}, "no_organisation"),
        ("purpose", {"purpose": ""}, "no_purpose"),
        ("purpose", {"feeds": ""}, "no_feeds"),
        ("promises", {"promised_on": None}, "no_promised_date"),
        ("promises", {"promised_on": TODAY - timedelta(1)}, "promised_date_past"),
        ("promises", {"delete_on": None}, "no_deletion_date"),
        ("promises", {"delete_on": TODAY}, "deletion_date_past"),
        ("instruments", {"instruments": None}, "no_draft"),
        ("instruments", {"instruments": Instruments(problems=("bands",))}, "draft_problems"),
        ("instruments", {"bands": ("7-9",)}, "bands_lacking"),
        ("translations", {"instruments": Instruments(untranslated={"ar": 2})}, "language_incomplete"),
        ("translations", {"languages": ("en", "fr")}, "language_lacking"),
        ("contacts", {"uncovered": ("KE",)}, "no_contact"),
        ("contacts", {"uncovered": ("",)}, "no_international_contact"),
        ("contacts", {"stale": ("KE",)}, "stale_contact"),
        ("risk", {"checks_left": {"risk": ("tried",)}}, "checks_left"),
        ("lundy", {"checks_left": {"lundy": ("power",)}}, "checks_left"),
        ("approval", {"approval": None}, "not_asked"),
        ("approval", {"approval": Approved("asked", "A")}, "approval_asked"),
        ("approval", {"approval": Approved("changed", "A")}, "approval_changed"),
        ("approval", {"approval": Approved("refused", "A")}, "approval_refused"),
    ],
)
def test_each_lack_blocks_its_step_and_the_opening(step: str, change: dict, code: str) -> None:
    steps = life(replace(READY, **change))
    assert code in codes(steps[step])
    assert steps["open"].state == "waits"
    assert code in [block.code for block in steps.against("open")]


def test_the_end_of_a_life() -> None:
    closed = replace(OPEN, state="closed", closed_on=TODAY)
    frozen = replace(closed, frozen_on=TODAY)
    done = [closed, frozen, replace(frozen, drafted=True), replace(frozen, drafted=True, released=True)]
    following = ["frozen", "analysed", "released", "told"]
    for wave, name in zip(done, following, strict=True):
        assert (
            next(step.name for step in life(replace(READY, rounds=(wave,))).steps if step.state == "next")
            == name
        )
    told = replace(READY, rounds=(replace(done[3], summary=True),), influences=1)
    assert life(told).against("told") == ()
    assert codes(life(replace(told, influences=0))["told"]) == ["no_influence"]
    assert codes(life(replace(told, rounds=(done[3],)))["told"]) == ["no_child_summary"]
    assert (
        life(replace(told, told_on=TODAY, rounds=(replace(done[3], deleted_on=TODAY),)))["deleted"].state
        == "done"
    )
    assert codes(life(replace(READY, today=LATER, rounds=(OPEN,)))["deleted"]) == ["deletion_due"]


def test_an_open_poll_still_tells_of_stale_contacts() -> None:
    step = life(replace(READY, rounds=(OPEN,), stale=("KE",)))["contacts"]
    assert (step.state, codes(step)) == ("done", ["stale_contact"])


def test_no_step_waits_for_a_later_one() -> None:
    for name, before in AFTER.items():
        assert all(STEPS.index(each) < STEPS.index(name) for each in before)


@pytest.fixture
def session(database: Engine):
    from consult.services import database as databases  # noqa: PLC0415

    with databases.session(database) as opened:
        yield opened


def staff(session: Session) -> tuple[int, int]:
    return tuple(accounts.add(session, f"{name}@office.example", name).id for name in ("ada", "ben"))


def prepared(session: Session, first: int, *, skip: str = "") -> Consultation:
    """Begin a consultation that lacks at most one thing (`skip`) before it can be approved."""
    made = planning.begin(session, "Our town", first, purpose="Parks", feeds="Report", organisation="Office")
    if skip != "dates":
        planning.describe(session, made.id, first, {"promised_on": SOON, "delete_on": LATER})
    if skip != "draft":
        drafts.start(session, made.id, "Town", document("bands"), first)
    if skip != "contacts":
        contacts.load_contacts(session, [CONTACT])
    for name in {"risk", "lundy"} - {skip}:
        given = {item.name: Answer("yes", "as agreed") for item in ITEMS[name]}
        checks.save(session, made.id, name, given, first)
    return session.get_one(Consultation, made.id, populate_existing=True)


def opened(session: Session) -> tuple[Consultation, int, int]:
    first, second = staff(session)
    made = prepared(session, first)
    asked = planning.ask_approval(session, made, first)
    approvals.approve(session, made.id, "open", asked.digest, second)
    planning.open_consultation(session, made, first, code="our-town")
    return made, first, second


def test_from_a_title_to_an_open_poll(session: Session) -> None:
    made, first, _second = opened(session)
    assert session.scalars(select(Role.role).where(Role.account_id == first)).all() == ["coordinator"]
    live = consultations.live(session, "our-town")
    assert live is not None
    assert (live.questionnaire.name, live.promised_on, live.organisation) == (made.name, SOON, "Office")
    assert planning.stage(session, made)["open"].state == "done"
    acts = session.scalars(select(Act.what).where(Act.consultation_id == made.id)).all()
    assert {
        "consultation_begun",
        "checks_saved",
        "open_approval_asked",
        "open_approved",
        "poll_opened",
    } <= set(acts)


@pytest.mark.parametrize(
    ("skip", "code"),
    [
        ("dates", "no_promised_date"),
        ("draft", "no_draft"),
        ("contacts", "no_international_contact"),
        ("risk", "checks_left"),
        ("lundy", "checks_left"),
    ],
)
def test_nothing_is_approved_or_opened_while_something_lacks(session: Session, skip: str, code: str) -> None:
    first, _second = staff(session)
    made = prepared(session, first, skip=skip)
    for act in (planning.ask_approval, planning.open_consultation):
        with pytest.raises(GateError) as raised:
            act(session, made, first)
        assert code in [block.code for block in raised.value.blocks]
    assert consultations.open_codes(session) == ()


def test_contacts_that_nobody_checked_for_six_months_block(session: Session) -> None:
    first, _second = staff(session)
    made = prepared(session, first)
    contacts.load_contacts(session, [CONTACT | {"checked_on": str(TODAY - timedelta(days=190))}])
    with pytest.raises(GateError) as raised:
        planning.ask_approval(session, made, first)
    assert [block.code for block in raised.value.blocks] == ["stale_contact"]


def test_four_eyes(session: Session) -> None:
    first, second = staff(session)
    made = prepared(session, first)
    digest = planning.ask_approval(session, made, first).digest
    with pytest.raises(ApprovalError, match="same person"):
        approvals.approve(session, made.id, "open", digest, first)
    with pytest.raises(GateError):
        planning.open_consultation(session, made, first)
    approvals.approve(session, made.id, "open", digest, second)
    with pytest.raises(ApprovalError, match="not asked"):
        approvals.approve(session, made.id, "open", digest, second)
    assert planning.open_consultation(session, made, first).state == "open"


@pytest.mark.parametrize("what", ["draft", "promise"])
def test_what_changed_after_approval_must_be_approved_again(session: Session, what: str) -> None:
    first, second = staff(session)
    made = prepared(session, first)
    digest = planning.ask_approval(session, made, first).digest
    approvals.approve(session, made.id, "open", digest, second)
    if what == "draft":
        draft = drafts.current(session, made.id)
        words = document("bands")
        words["title"] = words["about"]
        drafts.save(session, draft, words, first)
    else:
        planning.describe(session, made.id, first, {"delete_on": LATER + timedelta(1)})
    made = session.get_one(Consultation, made.id, populate_existing=True)
    with pytest.raises(GateError) as raised:
        planning.open_consultation(session, made, first)
    assert [block.code for block in raised.value.blocks] == ["approval_changed"]
    planning.ask_approval(session, made, first)
    with pytest.raises(ApprovalError, match=r"not asked|changed"):
        approvals.approve(session, made.id, "open", digest, second)


def test_a_refusal_needs_its_reason_and_stands(session: Session) -> None:
    first, second = staff(session)
    made = prepared(session, first)
    digest = planning.ask_approval(session, made, first).digest
    with pytest.raises(ApprovalError, match="reason"):
        approvals.refuse(session, made.id, "open", digest, second, reason=" ")
    approvals.refuse(session, made.id, "open", digest, second, reason="The second question leads.")
    assert codes(planning.stage(session, made)["approval"]) == ["approval_refused"]
    assert planning.ask_approval(session, made, first).state == "asked"


def test_one_person_offices_say_so(session: Session) -> None:
    first, _second = staff(session)
    made = prepared(session, first)
    with database.writing(session):
        settings.put(session, "one_person", value=True)
    asked = planning.ask_approval(session, made, first)
    assert (asked.state, asked.alone) == ("approved", True)
    assert planning.open_consultation(session, made, first).state == "open"


def test_a_poll_closes_once_and_never_opens_again(session: Session) -> None:
    made, first, _second = opened(session)
    with pytest.raises(GateError):
        planning.open_consultation(session, made, first)
    assert planning.close(session, made, first).state == "closed"
    for act in (planning.close, planning.open_consultation):
        with pytest.raises(GateError):
            act(session, made, first)


def test_it_is_not_over_before_children_were_told(session: Session) -> None:
    made, first, _second = opened(session)
    wave = planning.close(session, made, first)
    with pytest.raises(GateError):
        planning.tell(session, made, first)
    with database.writing(session):
        freeze = Freeze(wave_id=wave.id, frozen_on=TODAY, manifest_sha256="0" * 64)
        session.add(freeze)
        session.flush()
        session.add(
            Release(
                consultation_id=made.id, wave_id=wave.id, freeze_id=freeze.id, state="approved", folder="x",
                manifest_sha256="0" * 64, languages=["en"], made_at=str(TODAY), settled_at=str(TODAY),
            )
        )  # fmt: skip
    with pytest.raises(GateError) as raised:
        planning.tell(session, made, first)
    assert [block.code for block in raised.value.blocks] == ["no_influence"]
    line = influence.save(
        session, made.id, Line("More parks", "not", "None", "No money", language="fr"), first
    )
    influence.remove(session, made.id, line.id, first)
    with pytest.raises(GateError):
        planning.tell(session, made, first)
    influence.remove(session, made.id, line.id, first, back=True)
    with pytest.raises(GateError) as raised:
        planning.tell(session, made, first)
    assert raised.value.blocks == (Block("influence_untranslated", {"language": "en", "number": 1}),)
    with pytest.raises(InfluenceError, match="because"):
        influence.translate(session, made.id, line.id, Line("More", "happened", "No", language="en"), first)
    influence.translate(session, made.id, line.id, Line("More", "", "No", "Why", language="en"), first)
    planning.tell(session, made, first)
    assert session.get_one(Consultation, made.id, populate_existing=True).told_on == TODAY


def test_a_wording_is_corrected_and_answers_stay(session: Session) -> None:
    made, first, second = opened(session)
    with pytest.raises(GateError, match="nothing_changed"):
        corrections.ask_approval(session, made, first)
    draft = drafts.current(session, made.id)
    words = document("bands")
    words["about"] = words["title"]
    drafts.save(session, draft, words, first)
    with pytest.raises(GateError, match="not_asked"):
        corrections.replace_version(session, made, first, "A slip")
    asked = corrections.ask_approval(session, made, first)
    approvals.approve(session, made.id, "open", asked.digest, second)
    wave = corrections.replace_version(session, made, first, "A slip")
    assert wave.questionnaire.version == "2"
    assert [each.why for each in corrections.made(session, wave.id)] == ["A slip"]
    live = consultations.live(session, "our-town")
    assert live.questionnaire.about.say("en") == live.questionnaire.title.say("en")


def test_a_correction_that_changes_questions_is_refused(session: Session) -> None:
    made, first, _second = opened(session)
    draft = drafts.current(session, made.id)
    words = document("bands")
    del words["sections"][0]["questions"][-1]
    drafts.save(session, draft, words, first)
    with pytest.raises((IncomparableError, GateError)):
        corrections.ask_approval(session, made, first)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"nothing": Answer("yes")}, "unknown"),
        ({"tried": Answer("perhaps")}, "unknown"),
        ({"tried": Answer("not_here", " ")}, "reason_missing"),
        ({"tried": Answer("yes", "x" * 2001)}, "too_long"),
    ],
)
def test_a_checklist_takes_only_what_it_knows(session: Session, answers: dict, code: str) -> None:
    first, _second = staff(session)
    made = planning.begin(session, "Our town", first)
    with pytest.raises(CheckError) as raised:
        checks.save(session, made.id, "risk", {"stop": Answer("yes", "Ada")} | answers, first)
    assert raised.value.code == code
    assert checks.answered(session, made.id, "risk") == {}


def test_an_item_that_must_say_who_holds_only_with_its_note() -> None:
    assert "stop" in checks.left("risk", {"stop": Answer("yes")})
    assert "stop" not in checks.left("risk", {"stop": Answer("yes", "Ada, by telephone")})
    assert "tried" in checks.left("risk", {"tried": Answer("no", "next week")})


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (Line("", "happened", "It did"), "said"),
        (Line("Parks", "never", "It did"), "outcome"),
        (Line("Parks", "not", "It did not"), "because"),
        (Line("Parks", "happened", " "), "what"),
        (Line("x" * 2001, "happened", "It did"), "said"),
    ],
)
def test_a_line_of_the_log_owes_children_a_reason(session: Session, line: Line, field: str) -> None:
    first, _second = staff(session)
    made = planning.begin(session, "Our town", first)
    with pytest.raises(InfluenceError) as raised:
        influence.save(session, made.id, line, first)
    assert raised.value.field == field


@pytest.mark.parametrize("title", ["Наш город", "我们的城市", "1 2 3", "Our town"])
def test_every_title_gets_a_name_that_files_can_bear(session: Session, title: str) -> None:
    first, _second = staff(session)
    names = {planning.begin(session, title, first).name for _ in range(2)}
    assert len(names) == 2
    assert all(name[0].isalpha() and len(name) <= 32 and name.isascii() for name in names)


@pytest.mark.parametrize(
    ("known", "planned", "offered", "result"),
    [
        ({"": True}, [], [], ((), ())),
        ({}, [], [], (("",), ())),
        ({"": False}, [], [], ((), ("",))),
        ({"": True}, ["KE"], ["KE", "UG"], (("KE",), ())),
        ({"KE": True}, ["KE"], ["KE"], ((), ())),
        ({"KE": False, "": True}, ["KE"], ["KE"], ((), ("KE",))),
        ({"KE": True}, ["KE"], ["KE", "UG"], (("",), ())),
        ({"KE": True, "UG": True}, [], ["KE", "UG"], ((), ())),
    ],
)
def test_which_contacts_are_lacking(known: dict, planned: list, offered: list, result: tuple) -> None:
    assert contacts.lacking(known, planned, offered) == result
