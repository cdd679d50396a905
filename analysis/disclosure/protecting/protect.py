"""Protect: exact results in, a release out. The only maker of protected tables.

Order: join categories (done in tables) -> hide what the rules hide -> hide more until nothing hidden can be
worked out -> round. Then the audit attacks the release from what is printed alone; a question whose tables do
not stand it prints less, and a release that still does not is refused.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from analysis.disclosure.auditing.attack import Violation
from analysis.disclosure.auditing.audit import Report, audit
from analysis.disclosure.auditing.conditions import asked_of, named
from analysis.disclosure.policy import Policy
from analysis.disclosure.protected import ProtectedTable, Release
from analysis.disclosure.protecting.assess import assess
from analysis.disclosure.protecting.model import of_question
from analysis.disclosure.protecting.people import Known, known_groups, of_profile
from analysis.disclosure.protecting.printing import Hidden, print_profile, print_question, print_words
from analysis.disclosure.protecting.suppress import UnprotectableError, choose
from analysis.disclosure.protecting.themes import agreed, print_themes
from analysis.tables import Counted, Profile, Results

Progress = Callable[[str], None]
# How much of a question is printed: all its tables, the headline alone, or only that it was asked.
_ALL, _HEADLINE, _NOTHING = range(3)
_TWO_WAY = 2
# A refusal names so many numbers; whoever reads it must decide, not count.
_NAMED = 12
# Where a bundle's manifest says what its consultation asks beyond the policy.
DEMANDS = "disclosure"


class ReleaseRefusedError(Exception):
    """A release may not be written: a hidden number could be worked out from it; the message names it."""


def protect(
    results: Results,
    policy: Policy,
    progress: Progress = lambda _: None,
    beside: Callable[[Release], Sequence[Violation]] = lambda _: (),
) -> tuple[Release, Report]:
    """Make everything that may be shown of exact results, and the report of the audit it stood.

    `beside` may name further faults of a release, for whose questions then less is printed: what it tells
    together with earlier releases.
    ReleaseRefusedError where a number that must be hidden could be worked out whatever else is hidden;
    PolicyError where the consultation asks for a looser policy.
    """
    policy = _demanded(results, policy)
    conditions = asked_of(results.codebook).get("if", {})
    if results.profile.total < policy.minimum_cell:
        release = _release(results, policy, profile=(), tables=())
        return release, audit(release)
    profile_tables, known = _profile(results.profile, policy)
    # Of a question that led children past it for an unknown reason, no group is shown.
    routed = {table.question for table in results.tables if table.routed} - conditions.keys()
    detail = {t.question: _HEADLINE if t.question in routed else _ALL for t in results.tables}
    printed: dict[tuple[str, str | None, int], tuple[ProtectedTable, ...]] = {}
    while True:
        for table in results.tables:
            place = table.question, table.item, detail[table.question]
            if place not in printed:
                progress(f"protecting {table.question}{f', {table.item}' if table.item else ''}")
                printed[place] = _question(table, known, policy.of(table.question), place[2])
        tables = [t for c in results.tables for t in printed[c.question, c.item, detail[c.question]]]
        release = _release(results, policy, profile=profile_tables, tables=tables)
        progress("auditing the release")
        report = audit(release)
        faults = report.violations or tuple(beside(release))
        if not faults:
            return release, report
        if (release.words or release.themes) and any(fault.question not in detail for fault in faults):
            # Beside the words a group of those who took part is known too well: it is worth more than they.
            results = replace(results, words={}, themes={})
            continue
        _reduce(detail, faults, conditions)


def refusal(faults: Sequence[Violation]) -> str:
    """Say in words for whoever answers for data protection why a release may not be."""
    said = ["This release may not be published: it would tell too much about few children."]
    said += [f"  - {fault}" for fault in faults[:_NAMED]]
    if len(faults) > _NAMED:
        said.append(f"  - and {len(faults) - _NAMED} more numbers.")
    return "\n".join(said)


def _demanded(results: Results, policy: Policy) -> Policy:
    """Tighten the policy as the consultation asks in the manifest of its bundle."""
    asked = results.facts.get(DEMANDS)
    if asked is None:
        return policy
    return policy.demanded(asked, {question["name"]: None for question in results.codebook["questions"]})


def _reduce(detail: dict[str, int], faults: Sequence[Violation], conditions: Mapping[str, object]) -> None:
    """Print less of the questions at fault; refuse where there is nothing less to print.

    Where a hidden group of those who took part is at fault, the questions together gave it away. Where an
    answer is at fault on which another question hangs, those asked that one may give it away: it goes first.
    """
    names = {fault.question for fault in faults}
    hanging = {
        question
        for question, condition in conditions.items()
        if names & set(named(condition)) and detail.get(question, _NOTHING) < _NOTHING
    }
    guilty = (hanging or names) if names <= detail.keys() else set(detail)
    able = sorted(question for question in guilty if detail[question] < _NOTHING)
    if not able:
        raise ReleaseRefusedError(refusal(faults))
    for question in able:
        detail[question] += 1


def _profile(profile: Profile, policy: Policy) -> tuple[tuple[ProtectedTable, ...], Known]:
    model = of_profile(profile, policy)
    try:
        hide = choose(model.system)
    except UnprotectableError as error:
        raise ReleaseRefusedError(f"too few children took part to say who they are ({error})") from error
    hidden = Hidden(model.places, hide)
    return print_profile(profile, hidden, policy), known_groups(model, hide, profile)


def _question(table: Counted, known: Known, policy: Policy, detail: int) -> tuple[ProtectedTable, ...]:
    # D9: a question and a breakdown are two dimensions.
    shown = table if detail == _ALL and policy.dimensions >= _TWO_WAY else table.headline()
    evidence = assess(shown, policy)
    model = of_question(shown, evidence, known, policy)
    try:
        hide = choose(model.system)
    except UnprotectableError:
        hide = np.ones(len(model.system.names), dtype=np.bool_)
    if detail == _NOTHING:
        hide = np.ones(len(model.system.names), dtype=np.bool_)
    return print_question(shown, evidence, Hidden(model.places, hide), policy)


def _release(
    results: Results, policy: Policy, profile: Sequence[ProtectedTable], tables: Sequence[ProtectedTable]
) -> Release:
    small = results.profile.total < policy.minimum_cell
    words = () if small else tuple(print_words(results.words, profile, policy))
    # A sum beside words would tell how many children wrote something else.
    summed = {
        question: 0 if question in {t.question for t in words} else count
        for question, count in results.texts.items()
    }
    texts = {question: _enough(count, policy.of(question)) for question, count in summed.items()}
    themes = () if small else tuple(print_themes(results.themes, results.codebook, policy))
    return Release(
        tables=tuple(tables),
        profile=tuple(profile),
        words=words,
        texts={} if small else texts,
        responses=_enough(results.profile.total, policy),
        small=small,
        facts=results.facts,
        codebook=results.codebook,
        policy=policy.published(),
        themes=themes,
        coding=tuple(agreed(results.themes, themes, {table.question for table in words}, policy)),
    )


def _enough(count: int, policy: Policy) -> int | None:
    return policy.rounded(count) if count >= policy.minimum_cell else None
