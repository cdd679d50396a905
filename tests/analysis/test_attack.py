"""Whoever has the tables and nothing else works out no hidden count; and these tests would notice if she could."""

import importlib
from dataclasses import replace

import numpy as np
import pytest
from attacker import Attacker, too_narrow
from drawn_tables import Drawn, exact, results_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.disclosure import Policy, load_policy, protect
from analysis.disclosure.auditing.audit import Report
from analysis.disclosure.solver import SolverError

POLICY = load_policy()
protecting = importlib.import_module("analysis.disclosure.protecting.protect")

consultations = st.builds(
    Drawn,
    seed=st.integers(0, 10**6),
    children=st.integers(10, 600),
    bands=st.integers(1, 3),
    groups=st.integers(1, 3),
    choices=st.integers(2, 4),
    uneven=st.sampled_from([0.3, 1.0, 2.0]),
    gone=st.sampled_from([0.0, 0.05, 0.3]),
    shape=st.sampled_from(["single", "multiple"]),
    sensitive=st.booleans(),
    asked_bands=st.integers(1, 3),
)
attacks = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def recovered(drawn: Drawn) -> dict:
    """Protect, attack by both ways, and list what was worked out too closely or wrongly shown."""
    results = results_of(drawn)
    release, _ = protect(results, POLICY)
    if release.responses is None:
        return {}
    attacker = Attacker(release)
    faults = too_narrow(attacker.by_subtraction(), attacker.hidden)
    faults |= too_narrow(attacker.by_programming(), attacker.hidden)
    return faults | shown_wrongly(release, exact(results), sensitive=drawn.sensitive)


def shown_wrongly(release, truth: dict, *, sensitive: bool) -> dict:
    """List counts that stand in a table though the rules hide them, or that are not rounded."""
    wrong = {}
    for table in (*release.profile, *release.tables):
        for at, column in enumerate(table.columns):
            breakdown = "overall" if column.name == "total" else table.breakdown
            for row in table.rows:
                cell = row.cells[at]
                if cell.shown is None:
                    assert cell.percent is None
                    continue
                count = truth[table.question, breakdown, column.name, row.kind, row.name]
                zero = sensitive and row.kind == "choice" and count == 0
                if 0 < count < 10 or zero or cell.shown % 5 or abs(cell.shown - count) > 2:
                    wrong[table.name, column.name, row.name] = (count, cell.shown)
    return wrong


@attacks
@given(drawn=consultations)
def test_nobody_works_out_a_hidden_count(drawn: Drawn) -> None:
    assert recovered(drawn) == {}


@attacks
@given(drawn=consultations)
def test_what_is_printed_is_true(drawn: Drawn) -> None:
    """The truth fits all that is printed: an attacker's ranges always hold it, so intervals are no accident."""
    results = results_of(drawn)
    release, _ = protect(results, POLICY)
    if release.responses is None:
        return
    attacker, truth = Attacker(release), exact(results)
    for key, (low, high) in attacker.by_subtraction().items():
        if key[0] == "children":
            count = truth[key[1], "overall", "total", "group", key[2]]
        else:
            count = truth[key[0], key[2], key[3], key[4], key[5]]
        assert low <= count <= high, key


# Consultations that protection must work for: groups of unlike size, rare choices, an age band not asked.
HARD = [
    Drawn(seed=5, children=300, bands=2, groups=2, choices=2, uneven=2.0, gone=0.05),
    Drawn(seed=11, children=400, bands=3, groups=3, choices=3, uneven=1.0, gone=0.05),
    Drawn(seed=12, children=500, bands=2, groups=4, choices=4, uneven=1.0, asked_bands=1),
    Drawn(seed=3, children=350, bands=2, groups=2, choices=3, uneven=2.0, shape="multiple"),
    Drawn(seed=8, children=250, bands=2, groups=3, choices=2, uneven=1.0, sensitive=True),
]


@pytest.mark.parametrize("drawn", HARD, ids=lambda d: f"seed{d.seed}")
def test_hard_consultations_stand(drawn: Drawn) -> None:
    assert recovered(drawn) == {}


def of_the_circle(drawn: Drawn, policy: Policy) -> dict:
    """List what a child who took part works out of others: of each hidden count one may be herself."""
    release, _ = protect(results_of(drawn), policy)
    if release.responses is None:
        return {}
    attacker = Attacker(release)
    need = {"answer": POLICY.interval, "missing": POLICY.interval_missing}
    found = attacker.by_programming()
    return {k: e for k, e in found.items() if e[1] - max(e[0], 1) < need[attacker.hidden[k]] - 1e-6}


@pytest.mark.parametrize("drawn", HARD, ids=lambda d: f"seed{d.seed}")
def test_a_child_who_took_part_learns_no_more_where_the_circle_is_small(drawn: Drawn) -> None:
    assert of_the_circle(drawn, POLICY.stricter(contributor=1)) == {}


def test_by_default_an_interval_of_ten_may_leave_nine_to_her() -> None:
    """What the option is for: without it some hidden count leaves less to one of those in it."""
    assert any(of_the_circle(drawn, POLICY) for drawn in HARD)


def caught() -> list[Drawn]:
    """List the hard consultations in which the attacker finds something."""
    return [drawn for drawn in HARD if recovered(drawn)]


def unaudited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protecting, "audit", lambda _: Report(0, 0, ()))


def test_fault_no_complementary_suppression(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the small counts themselves are hidden: sums give them away."""
    unaudited(monkeypatch)
    monkeypatch.setattr(protecting, "choose", lambda system: system.must_hide)
    assert caught()


def test_fault_threshold_off_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The policy says nine where it means ten: a nine stands in a table, as a ten."""
    unaudited(monkeypatch)
    loose = replace(POLICY, minimum_cell=9)
    wrong = {}
    for seed in range(8):
        results = results_of(Drawn(seed=seed, children=400, bands=2, groups=3, choices=4))
        release, _ = protect(results, loose)
        wrong |= shown_wrongly(release, exact(results), sensitive=False)
    assert (9, 10) in wrong.values()


def test_fault_two_thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Assessing and printing disagree about the threshold: nothing is made at all."""
    assess = protecting.assess
    monkeypatch.setattr(
        protecting, "assess", lambda table, policy: assess(table, replace(policy, minimum_cell=9))
    )
    nine = results_of(Drawn(seed=9, children=400, bands=2, groups=3, choices=4))
    assert 9 in exact(nine).values()
    with pytest.raises(SolverError, match="outside what would be printed"):
        protect(nine, POLICY)


def test_fault_margins_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is protected alone, as if no other showed the same totals."""
    unaudited(monkeypatch)
    model = importlib.import_module("analysis.disclosure.protecting.model")
    monkeypatch.setattr(model._Writer, "margins", lambda _: None)
    assert caught()


def test_fault_interval_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    unaudited(monkeypatch)
    of_question = protecting.of_question

    def careless(table, evidence, known, policy):
        return of_question(table, evidence, known, replace(policy, interval=1))

    monkeypatch.setattr(protecting, "of_question", careless)
    assert caught()


def test_fault_not_rounded(monkeypatch: pytest.MonkeyPatch) -> None:
    unaudited(monkeypatch)
    exactly = type("Exactly", (type(POLICY),), {"__slots__": (), "rounded": lambda _, count: count})
    policy = exactly(**POLICY.published())
    release, _ = protect(results_of(HARD[0]), policy)
    assert shown_wrongly(release, exact(results_of(HARD[0])), sensitive=False)


def test_the_audit_catches_every_fault_of_the_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the audit on, a careless choice prints less or is refused, but leaks nothing."""
    monkeypatch.setattr(protecting, "choose", lambda system: system.must_hide)
    for drawn in HARD:
        try:
            faults = recovered(drawn)
        except protecting.ReleaseRefusedError:
            continue
        assert faults == {}


def test_whole_numbers_are_no_further_help() -> None:
    """A small table enumerated: every hidden count takes whole values as far apart as the policy says."""
    results = results_of(Drawn(seed=2, children=60, bands=1, groups=1, choices=2, uneven=2.0, gone=0.0))
    release, _ = protect(results, POLICY)
    table = release.tables[0]
    base = table.columns[0].base or 0
    fits = [
        (a, b)
        for a in range(base + 3)
        for b in range(base + 3)
        if base - 2 <= a + b <= base + 2
        and all(
            cell is None or cell - 2 <= n <= cell + 2
            for n, cell in zip((a, b), (row.cells[0].shown for row in table.choices), strict=True)
        )
    ]
    for at, row in enumerate(table.choices):
        if row.cells[0].shown is None:
            assert np.ptp([fit[at] for fit in fits]) >= POLICY.interval
