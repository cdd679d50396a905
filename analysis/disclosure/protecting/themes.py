"""Prints themes of texts as words are printed: from the smallest cell on, rounded, with no sum beside them.

A text may have several themes or none, so counts of themes add up to nothing, and neither they nor the number
of coded texts bound a theme that is not printed but from above, as that it is not printed does too.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from analysis.disclosure.gate import may_show_theme
from analysis.disclosure.policy import Policy
from analysis.disclosure.protected import _SEAL, SHOWN, TOTAL, Agreed, Cell, Column, ProtectedTable, Row
from analysis.themes import Coding


def print_themes(
    found: Mapping[str, Coding], codebook: Mapping[str, Any], policy: Policy
) -> Iterator[ProtectedTable]:
    """Print per question the themes of enough children's texts, most frequent first."""
    sensitive = {q["name"] for q in codebook["questions"] if q.get("sensitive")}
    for question, coding in found.items():
        rules = policy.of(question)
        spare = rules.spare if question in sensitive else 0
        counts = {
            theme: rules.rounded(number)
            for theme, number in coding.texts.items()
            if may_show_theme(number, coding.settled, spare, rules)
        }
        # Themes of one rounded count stand by name: the exact order would say more than the count.
        order = sorted(counts, key=lambda theme: (-counts[theme], theme))
        rows = tuple(Row(theme, "theme", (Cell(counts[theme], None, SHOWN),)) for theme in order)
        if rows:
            column = Column(TOTAL, None, SHOWN)
            yield ProtectedTable(question, None, "themes", "theme", (column,), rows, (), _SEAL)


def agreed(
    found: Mapping[str, Coding], tables: Collection[ProtectedTable], worded: Collection[str], policy: Policy
) -> Iterator[Agreed]:
    """Say how far coders agreed on the themes shown, where a group of so many texts may be shown at all.

    Nothing of a question whose words are shown (`worded`): a number of texts would be the sum beside them.
    """
    for table in tables:
        coding, rules = found[table.question], policy.of(table.question)
        if coding.coded < rules.minimum_base or table.question in worded:
            continue
        kappas = {row.name: coding.kappas[row.name] for row in table.rows if row.name in coding.kappas}
        yield Agreed(
            table.question,
            rules.rounded(coding.coded),
            _least(coding.alpha),
            {theme: tenths for theme, kappa in kappas.items() if (tenths := _least(kappa)) is not None},
        )


def _least(value: float | None) -> int | None:
    """Give whole tenths, rounded down: agreement is never told better than it is, nor exact counts by it."""
    return None if value is None else int((value + 1e-9) * 10 // 1)
