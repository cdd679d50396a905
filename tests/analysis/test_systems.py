"""What the gate and the audit write down before anything is solved: ranges, widths asked for, sums, comparisons."""

from dataclasses import replace

import numpy as np
import pytest
from test_conditional import results_of

from analysis.bases import KINDS
from analysis.disclosure import SHOWN, SUPPRESSED, Policy, load_policy, protect
from analysis.disclosure.auditing.audit import audit_lines, written
from analysis.disclosure.auditing.conditions import asked_of
from analysis.disclosure.ledger.compare import _may_nest
from analysis.disclosure.lines import Line, lines_of
from analysis.disclosure.protecting.assess import assess
from analysis.disclosure.protecting.model import of_question
from analysis.disclosure.protecting.people import Known, Model, known_groups, of_profile
from analysis.disclosure.protecting.suppress import choose
from analysis.tables import Counted, Profile, Results

POLICY = load_policy()
PLAIN = Line("q", "", "single", "gender", "girl", SHOWN, 50, "choice", "c1", "", SHOWN, 20, 40)


@pytest.fixture(scope="module", params=[(1, 900, 0.0), (2, 120, 0.3)], ids=["many", "few"])
def drawn(request: pytest.FixtureRequest) -> Results:
    seed, children, gone = request.param
    return results_of(seed, children, gone=gone)


def models(found: Results, policy: Policy = POLICY) -> list[tuple[Counted, Known, Model]]:
    people = of_profile(found.profile, policy)
    known = known_groups(people, choose(people.system), found.profile)
    return [
        (table, known, of_question(table, assess(table, policy), known, policy)) for table in found.tables
    ]


def test_the_exact_counts_obey_everything_that_is_written_down(drawn: Results) -> None:
    for _, _, model in models(drawn):
        system = model.system
        everywhere = system.must_hide | True
        for (low, high), so in ((system.shown, ~system.must_hide), (system.hidden, everywhere)):
            assert (low <= system.truth)[so].all()
            assert (system.truth <= high)[so].all()
        assert not (system.sums @ system.truth).any()
        assert (system.limits @ system.truth <= 0).all()
        assert len(set(system.names)) == len(system.names)


def test_a_hidden_count_may_be_nought_and_no_more_than_the_children_of_its_group(drawn: Results) -> None:
    for table, known, model in models(drawn):
        for (sort, breakdown, _, group), place in model.places.items():
            low, high = model.system.hidden[:, place]
            of_them = known.ranges[breakdown, group]
            if sort == "children":
                assert (low, high) == of_them
                continue
            assert low == 0
            assert high in {of_them[1], 0, POLICY.minimum_base - 1}
            if table.question == "first" and breakdown == "overall" and sort in {"choice", "base"}:
                assert high == of_them[1]


def test_how_wide_a_hidden_count_must_stay(drawn: Results) -> None:
    policy = replace(POLICY, contributor=1)  # a child in a hidden count knows that she is one of it
    for _, known, model in models(drawn, policy):
        for (sort, breakdown, _, group), place in model.places.items():
            need = model.system.need[place]
            if sort == "choice":
                assert need in {0, policy.interval + 1}
            elif sort == "missing":
                assert need in {0, policy.interval_missing + 1}
            elif sort == "children":
                assert bool(need) == ((breakdown, group) in known.hidden)
        printed = [
            p
            for (sort, *_), p in model.places.items()
            if sort in {"choice", "missing"} and model.system.may_hide[p]
        ]
        assert all(model.system.need[place] > 0 for place in printed)


def test_who_did_not_state_a_group_is_one_group_for_the_tables() -> None:
    """Whatever the reason: the tables of the questions have one column for all of them."""
    kinds = (*KINDS, "not_asked")
    counts = np.array([300, 200, *range(12, 12 + len(kinds))])
    total = int(counts.sum())
    people = of_profile(Profile({"gender": ("girl", "boy", *kinds)}, {"gender": counts}, total, {}), POLICY)
    hide = np.zeros(len(people.system.names), dtype=np.bool_)
    low, high = people.system.ranges(hide)
    known = known_groups(people, hide, Profile({}, {}, total, {}))
    silent = [people.places["group", "gender", "", kind] for kind in kinds]
    assert known.ranges["gender", "not_stated"] == (low[silent].sum(), high[silent].sum())
    assert {group for breakdown, group in known.ranges if breakdown == "gender"} == {
        "girl",
        "boy",
        "not_stated",
    }
    hide[silent[-1]] = True
    assert known_groups(people, hide, Profile({}, {}, total, {})).hidden == {("gender", "not_stated")}


def test_the_auditor_knows_of_every_number_whether_it_was_printed(drawn: Results) -> None:
    release, _ = protect(drawn, POLICY)
    lines = tuple(lines_of(release.everything))
    made = written(lines, POLICY, release.responses, {}, {})
    bases = {
        (line.question, line.item, "base", line.breakdown, "", line.group): line.group_status == SHOWN
        for line in lines
        if line.shape != "profile" and line.group != "total" and line.group_status != "not asked"
    }
    assert bases
    assert {key: made.printed[key] for key in bases} == bases


def test_a_small_base_is_known_to_be_small_and_that_of_everybody_is_not(drawn: Results) -> None:
    """Of a group the table prints why nothing is shown; of everybody it prints only that it is hidden."""
    few = replace(POLICY, minimum_cell=2000, minimum_base=400)
    for table, known, model in models(drawn, POLICY):
        evidence = assess(table, few)
        again = of_question(table, evidence, known, few)
        for breakdown, groups in table.groups.items():
            for at, group in enumerate(groups):
                if evidence.not_asked[breakdown][at] or not evidence.small[breakdown][at]:
                    continue
                top = known.ranges[breakdown, group][1]
                place = again.places["base", breakdown, "", group]
                least = top if breakdown == "overall" else min(top, 399.0)
                assert tuple(again.system.hidden[:, place]) == (0.0, least)
        assert evidence.small["overall"].all()
        assert model.places.keys() == again.places.keys()


def test_a_choice_that_a_group_could_not_choose_is_known_to_be_nobody(drawn: Results) -> None:
    table, known, _ = models(drawn)[0]
    offered = {name: marks.copy() for name, marks in table.offered.items()}
    counts = {name: numbers.copy() for name, numbers in table.counts.items()}
    offered["gender"][0, 0], counts["gender"][0, 0] = False, 0
    other = replace(table, offered=offered, counts=counts)
    model = of_question(other, assess(other, POLICY), known, POLICY)
    place = model.places["choice", "gender", other.choices[0], other.groups["gender"][0]]
    assert tuple(model.system.hidden[:, place]) == (0.0, 0.0)
    assert not model.system.may_hide[place]


def test_the_auditor_adds_up_every_column_to_the_children_of_its_group(drawn: Results) -> None:
    """Who answered, who did not for each reason, and who was not asked: all children of the group, and no other."""
    release, _ = protect(drawn, POLICY)
    made = written(tuple(lines_of(release.everything)), POLICY, release.responses, {}, {})
    keys = {place: key for key, place in made.places.items()}
    sums = {frozenset(keys[place] for place in places) for places, _ in made.sums}
    bases = [key for key in made.places if "base" in key[2:3]]
    assert bases
    for question, item, _, breakdown, _, group in bases:
        missing = {
            key
            for key in made.places
            if len(key) == 6
            and key[:4] == (question, item, "missing", breakdown)
            and key[5] == group
            and key[4] != "not_asked"
        }
        unasked = (question, item, "missing", breakdown, "not_asked", group)
        whole = {(question, item, "base", breakdown, "", group), *missing, unasked}
        assert frozenset({*whole, ("children", breakdown, group)}) in sums, (question, breakdown, group)


def test_every_sum_of_a_table_is_written_down(drawn: Results) -> None:
    for table, _, model in models(drawn):
        sums = {
            (tuple(sorted(found.indices[found.data > 0].tolist())), *found.indices[found.data < 0].tolist())
            for found in (model.system.sums[[at]].tocoo().tocsr() for at in range(model.system.sums.shape[0]))
        }
        place = model.places
        for breakdown, groups in table.groups.items():
            for group in groups:
                kinds = [place["missing", breakdown, kind, group] for kind in (*KINDS, "not_asked")]
                base, children = place["base", breakdown, "", group], place["children", breakdown, "", group]
                assert (tuple(sorted([base, *kinds])), children) in sums
                choices = [place["choice", breakdown, choice, group] for choice in table.choices]
                assert (tuple(sorted(choices)), base) in sums
            if breakdown != "overall":
                rows = {(sort, row) for sort, of, row, _ in place if of == "overall"}
                for sort, row in rows:
                    parts = tuple(sorted(place[sort, breakdown, row, group] for group in groups))
                    assert (parts, place[sort, "overall", row, "total"]) in sums


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (PLAIN, None),
        (replace(PLAIN, percent=None), None),
        (replace(PLAIN, percent=41), "its share tells more than the printed counts"),
        (replace(PLAIN, count=None), "its share tells more than the printed counts"),
        (replace(PLAIN, base=None), "its share tells more than the printed counts"),
        (replace(PLAIN, base=0), "its share tells more than the printed counts"),
        (replace(PLAIN, count=21, percent=42), "its count is not rounded"),
        (replace(PLAIN, status=SUPPRESSED), "a hidden cell carries a number"),
        (replace(PLAIN, status=SUPPRESSED, count=None), "a hidden cell carries a number"),
        (replace(PLAIN, status=SUPPRESSED, percent=None), "a hidden cell carries a number"),
        (replace(PLAIN, status=SUPPRESSED, count=None, percent=None), None),
    ],
)
def test_a_share_or_a_number_that_tells_too_much(line: Line, reason: str | None) -> None:
    report = audit_lines([line], POLICY.published(), None, {})
    assert (report.cells, [fault.reason for fault in report.violations]) == (1, [reason] if reason else [])
    for fault in report.violations:
        assert (fault.question, fault.place) == ("q", "q: c1, gender girl")


def test_in_numbers_of_children_alone_the_questions_meet() -> None:
    found = results_of(3, 400)
    release, _ = protect(found, POLICY)
    lines = lines_of([*release.profile, *release.tables])
    equations = written(lines, POLICY, release.responses, {}, asked_of(found.codebook))
    marked = {key for key, place in equations.places.items() if equations.shared()[place]}
    assert marked == {key for key in equations.places if key[0] == "children"}
    assert {key[1] for key in marked} >= {"age_band", "gender"}
    assert any(key[0] == "first" for key in equations.places.keys() - marked)


def choice(row: str, at: int, name: str) -> tuple[str, ...]:
    key = ["q", "", "choice", "gender", row, "girl"]
    key[at] = name
    return tuple(key)


@pytest.mark.parametrize(
    ("at", "one", "other", "nests"),
    [
        (4, "a b", "a", True),
        (4, "a", "a b", True),
        (4, "a b", "a b", False),
        (4, "a b", "c", False),
        (4, "a b", "b c", False),
        (4, "unheard", "a b", False),
        (4, "7-9", "7-10", True),
        (4, "7-9", "10-13", False),
        (5, "7-9", "7-10", True),
        (5, "7-10", "8-9", True),
        (5, "7-9", "7-9", False),
        (5, "7-9", "9-11", False),
        (5, "13+", "14-18", True),
        (5, "girl", "7-9", True),
        (5, "girl", "young woman", True),
    ],
)
def test_whether_one_class_may_lie_within_another(at: int, one: str, other: str, nests: bool) -> None:  # noqa: FBT001
    rows = [
        {("q", "", name): frozenset(name.split()) for name in names if " " in name}
        for names in ([other], [one])
    ]
    assert _may_nest(choice("c", at, one), choice("c", at, other), at, rows) is nests
