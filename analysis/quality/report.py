"""The findings as staff may read them, in codes and numbers: counts rounded, small ones hidden.

Staff see no cell that the public may not: the smallest cell, the smallest base and the rounding of the policy
hold here too. A count is hidden where it, or what is left of the whole it is part of, is too small.
"""

from typing import Any, Final

from analysis.disclosure import Policy
from analysis.disclosure.policy import percent
from analysis.quality.effect import Effect
from analysis.quality.findings import Findings
from analysis.quality.grids import Grid

FORMAT: Final = "consult-quality/2"
# Why a count is hidden: it is too small, or what is left of the whole is.
FEW, REST = "few", "rest"


def document(found: Findings, policy: Policy) -> dict[str, Any]:
    """Give everything that may be read, JSON-ready; a hidden count is {"count": null} with its reason.

    The reason is `few` (fewer than `smallest`) or `rest` (all but fewer than that).
    """
    whole = found.responses
    signs = {
        "identical_answers": found.copied,
        "against_reversed_rows": found.contradicting,
        "straight_in_every_grid": found.lines,
    }
    doubtful = shown(found.doubtful, whole, policy)
    return {
        "format": FORMAT,
        "smallest": policy.minimum_cell,
        "responses": shown(whole, whole, policy),
        "straight_lines": [_grid(grid, policy) for grid in found.grids],
        "identical": _alike(found, policy),
        "doubtful": doubtful,
        "doubtful_by_sign": {name: shown(n, found.doubtful, policy, whole) for name, n in signs.items()},
        "greatest_possible_change": _bound(found, policy) if doubtful["count"] else None,
        "with_and_without": _effect(found.effect),
    }


def shown(count: int, part_of: int, policy: Policy, of: int | None = None) -> dict[str, Any]:
    """Round a count and give its share of `of` (or of what it is part of), or say why it is hidden."""
    base = part_of if of is None else of
    if count < policy.minimum_cell:
        return {"count": None, "percent": None, "hidden": FEW}
    if 0 < part_of - count < policy.minimum_cell:
        return {"count": None, "percent": None, "hidden": REST}
    rounded = policy.rounded(count), policy.rounded(base)
    share = percent(*rounded) if base >= policy.minimum_base else None
    return {"count": rounded[0], "percent": share, "hidden": None}


def _grid(grid: Grid, policy: Policy) -> dict[str, Any]:
    straight = shown(grid.straight, grid.complete, policy)
    told = straight["count"] is not None and grid.usual_count >= policy.minimum_cell
    against = grid.contradicting
    enough = grid.complete >= policy.minimum_base
    return {
        "question": grid.question,
        "complete": shown(grid.complete, grid.complete, policy),
        "straight": straight,
        "percent_by_chance": round(100 * grid.expected / grid.complete) if enough else None,
        "usual_answer": grid.usual if told else None,
        "against_reversed_rows": None if against is None else shown(against, grid.straight, policy),
    }


def _alike(found: Findings, policy: Policy) -> dict[str, Any]:
    alike = found.alike
    large = alike.responses >= policy.minimum_base
    return {
        "pairs": policy.rounded(alike.pairs) if large else None,
        "pairs_by_chance": round(alike.expected_pairs) if large else None,
        "responses_far_beyond_chance": shown(alike.clustered, alike.responses, policy),
        "largest_cluster": shown(alike.largest, alike.responses, policy),
        "channels": [
            {
                "channel": channel.name,
                "far_beyond_chance": shown(channel.clustered, channel.responses, policy),
                "pairs_of_whole_rows": policy.rounded(channel.pairs),
                "pairs_by_chance": round(channel.expected_pairs),
                "far_more_pairs_than_by_chance": channel.batches,
                "whole_rows_found_twice": shown(channel.twice, channel.responses, policy),
            }
            for channel in alike.channels
            if channel.responses >= policy.minimum_base
        ],
    }


def _bound(found: Findings, policy: Policy) -> int:
    """Give the most points by which leaving them out can change the share of a question all answered."""
    doubtful, whole = policy.rounded(found.doubtful), policy.rounded(found.responses)
    return -(-100 * doubtful // max(1, whole - doubtful)) if whole > doubtful else 100


def _effect(effect: Effect | None) -> dict[str, Any] | None:
    if effect is None:
        return None
    changes = [
        {
            "question": change.question,
            "item": change.item,
            "choice": change.choice,
            "percent_of_all": change.of_all,
            "points_without": change.points,
        }
        for change in effect.changes
    ]
    return {"changes": changes, "not_shown": list(effect.silent)}
