"""Protects what groups said: heads, answers by age band, words, themes and quotations, each part audited.

Groups are another counting than responses, perhaps of the same children: no equation ties the two, and
nothing of the one is added to the other. A question of groups has no kinds of missing, for a room knows only
who answered; so every question is a counting by itself, of those who answered it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from analysis.dialogues.exact import CONTRIBUTIONS, Groups
from analysis.disclosure.auditing.attack import Violation
from analysis.disclosure.auditing.audit import Report
from analysis.disclosure.auditing.groups import audit_groups
from analysis.disclosure.gate import may_name_group, may_show_theme
from analysis.disclosure.policy import Policy, recall
from analysis.disclosure.protected import (
    _SEAL,
    OVERALL,
    SHOWN,
    TOTAL,
    Cell,
    Column,
    ProtectedTable,
    Quote,
    Release,
    Row,
)
from analysis.disclosure.protecting.assess import assess
from analysis.disclosure.protecting.heads import print_heads
from analysis.disclosure.protecting.model import of_question
from analysis.disclosure.protecting.people import Known, visible
from analysis.disclosure.protecting.printing import BY_AGE, Hidden, print_question, print_words
from analysis.disclosure.protecting.suppress import UnprotectableError, choose
from analysis.tables import Counted

Progress = Callable[[str], None]
Beside = Callable[[Release], Sequence[Violation]]
_TWO_WAY = 2


def protect_groups(
    release: Release,
    report: Report,
    found: Sequence[Groups],
    progress: Progress = lambda _: None,
    beside: Beside = lambda _: (),
) -> tuple[Release, Report]:
    """Add to a release what groups said, and to its report what their audit found.

    Whatever does not stand its audit, or stands `beside` earlier releases badly, is left out.
    """
    policy = recall(release.policy)
    for groups in found:
        progress(f"protecting {groups.kind}")
        made = _made(release, groups, policy)
        own = audit_groups(made)
        while faults := (*own.violations, *beside(_with(release, groups.kind, made))):
            made = _less(made, faults)
            own = audit_groups(made)
        release = _with(release, groups.kind, made)
        report = Report(report.cells + own.cells, report.intervals + own.intervals, report.violations)
    return release, report


def _with(release: Release, kind: str, made: Release) -> Release:
    return replace(release, groups={**release.groups, kind: made})


def _made(release: Release, groups: Groups, policy: Policy) -> Release:
    heads = print_heads(groups.heads, policy)
    codebook: dict[str, Any] = {**groups.codebook, "themes": {CONTRIBUTIONS: _named(groups.themes)}}
    enough = groups.heads.total >= policy.minimum_cell
    return Release(
        tables=tuple(table for each in groups.tables for table in _question(each, policy.of(each.question))),
        profile=heads,
        words=tuple(print_words(groups.words, (), policy)),
        texts={},
        responses=policy.rounded(groups.heads.total) if enough else None,
        small=False,
        facts={**release.facts, groups.kind: dict(groups.facts), "source": groups.source},
        codebook=codebook,
        policy=release.policy,
        themes=tuple(_themes(groups.themes, policy)),
        quotes=tuple(_quotes(groups, heads, policy)),
    )


def _less(made: Release, faults: Sequence[Violation]) -> Release:
    """Leave out the questions at fault; where a fault is not a question's, the heads and all words."""
    names = {fault.question for fault in faults}
    tables = tuple(table for table in made.tables if table.question not in names)
    words = tuple(table for table in made.words if table.question not in names)
    themes = tuple(table for table in made.themes if table.question not in names)
    less = replace(made, tables=tables, words=words, themes=themes)
    if (tables, words, themes) != (made.tables, made.words, made.themes):
        return less
    if made.profile or made.responses is not None:
        unnamed = tuple(replace(quote, band="") for quote in made.quotes)
        return replace(made, profile=(), responses=None, quotes=unnamed)
    return replace(made, tables=(), words=(), themes=())


def _named(themes: Mapping[str, int]) -> list[dict[str, object]]:
    return [{"name": theme, "label": None} for theme in themes]


def _question(table: Counted, policy: Policy) -> Iterator[ProtectedTable]:
    """Print a question that enough children of groups answered, by age band too where that can be shown."""
    shown = table if policy.dimensions >= _TWO_WAY else table.headline()
    evidence = assess(shown, policy)
    model = of_question(shown, evidence, _known(shown, policy), policy)
    try:
        hide = choose(model.system)
    except UnprotectableError:
        hide = np.ones(len(model.system.names), dtype=np.bool_)
    for printed in print_question(shown, evidence, Hidden(model.places, hide), policy):
        # A room knows who answered; who did not answer was not counted.
        made = replace(printed, rows=printed.choices)
        groups = made.columns if made.breakdown == OVERALL else made.columns[1:]
        if any(column.status == SHOWN for column in groups):
            yield made


def _known(table: Counted, policy: Policy) -> Known:
    """Say what is known of those who answered: no more than the table itself prints of them."""
    answered = int(table.bases[OVERALL].answered.sum())
    most = visible(answered, policy, policy.minimum_cell)[1]
    bands = ((BY_AGE, band) for band in table.groups.get(BY_AGE, ()))
    return Known(dict.fromkeys([(OVERALL, TOTAL), *bands], (0.0, most)), frozenset(), {})


def _themes(found: Mapping[str, int], policy: Policy) -> Iterator[ProtectedTable]:
    """Print themes of what groups said: a contribution is counted as if a single child had made it."""
    counts = {
        theme: policy.rounded(number)
        for theme, number in found.items()
        if may_show_theme(number, number, 0, policy)
    }
    order = sorted(counts, key=lambda theme: (-counts[theme], theme))
    rows = tuple(Row(theme, "theme", (Cell(counts[theme], None, SHOWN),)) for theme in order)
    if rows:
        yield ProtectedTable(
            CONTRIBUTIONS, None, "themes", "theme", (Column(TOTAL, None, SHOWN),), rows, (), _SEAL
        )


def _quotes(groups: Groups, heads: Sequence[ProtectedTable], policy: Policy) -> Iterator[Quote]:
    """Give the cleared words, each once; a band is named only where enough children of it took part."""
    ages = next((table for table in heads if table.question == BY_AGE and table.breakdown == OVERALL), None)
    named = {row.name for row in ages.rows if may_name_group(row.cells[0], policy)} if ages else set()
    found = (
        Quote(each.question, each.language, each.band if each.band in named else "", each.text)
        for each in groups.cleared
    )
    yield from dict.fromkeys(found)
