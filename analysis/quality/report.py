"""The findings as staff may read them: counts rounded, small ones hidden, in words and as JSON. In English.

Staff see no cell that the public may not: the smallest cell, the smallest base and the rounding of the policy
hold here too. A count is hidden where it, or what is left of the whole it is part of, is too small.
"""

from collections.abc import Iterator
from typing import Any, Final

from analysis.disclosure import Policy
from analysis.disclosure.policy import percent
from analysis.quality.effect import Effect
from analysis.quality.findings import Findings
from analysis.quality.grids import Grid

FORMAT: Final = "consult-quality/1"
NOTES: Final = (
    "These are signs, not verdicts. No response was removed, and none may be in silence.",
    "How fast somebody answered is not known: no time is stored.",
    "Honest opinions hang together: more straight lines, and more children who answer alike, are usual.",
    "Texts take no part: they are stored apart from the answers.",
)
NOT_REVERSED: Final = (
    "No row is marked as reversed in the codebook, so one answer to all rows need not contradict itself."
)


def document(found: Findings, policy: Policy) -> dict[str, Any]:
    """Give everything that may be read, JSON-ready; a hidden count is {"count": null} with its reason."""
    whole = found.responses
    signs = {
        "identical_answers": found.copied,
        "against_reversed_rows": found.contradicting,
        "straight_in_every_grid": found.lines,
    }
    doubtful = shown(found.doubtful, whole, policy)
    return {
        "format": FORMAT,
        "responses": shown(whole, whole, policy),
        "straight_lines": [_grid(grid, policy) for grid in found.grids],
        "identical": _alike(found, policy),
        "doubtful": doubtful,
        "doubtful_by_sign": {name: shown(n, found.doubtful, policy, whole) for name, n in signs.items()},
        "greatest_possible_change": _bound(found, policy) if doubtful["count"] else None,
        "with_and_without": _effect(found.effect),
        "notes": list(NOTES),
    }


def shown(count: int, part_of: int, policy: Policy, of: int | None = None) -> dict[str, Any]:
    """Round a count and give its share of `of` (or of what it is part of), or say why it is hidden."""
    base = part_of if of is None else of
    if count < policy.minimum_cell:
        return {"count": None, "percent": None, "hidden": f"fewer than {policy.minimum_cell}"}
    if 0 < part_of - count < policy.minimum_cell:
        return {"count": None, "percent": None, "hidden": f"all but fewer than {policy.minimum_cell}"}
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


def words(found: dict[str, Any]) -> Iterator[str]:
    """Give the report line by line."""
    yield f"Quality of the data of {_said(found['responses'])} responses"
    yield from (f"  {note}" for note in found["notes"])
    yield from ("", "The same answer in every row of a grid")
    for grid in found["straight_lines"]:
        yield from _grid_words(grid)
    if not any(grid["against_reversed_rows"] for grid in found["straight_lines"]):
        yield f"  {NOT_REVERSED}"
    yield from ("", "Identical answers to all questions, within age band and language")
    yield from _alike_words(found["identical"])
    yield from ("", f"Doubtful in any of these ways: {_said(found['doubtful'])}")
    for sign, count in found["doubtful_by_sign"].items():
        yield f"  {sign.replace('_', ' ')}: {_said(count)}"
    yield from _effect_words(found)


def _grid_words(grid: dict[str, Any]) -> Iterator[str]:
    chance = grid["percent_by_chance"]
    yield f"  {grid['question']}: {_said(grid['complete'])} answered all rows they were asked"
    by_chance = "" if chance is None else f"; by chance {chance} %"
    yield f"    one answer throughout: {_said(grid['straight'])}{by_chance}"
    if grid["usual_answer"]:
        yield f"    most of these: {grid['usual_answer']}"
    if grid["against_reversed_rows"]:
        yield f"    against reversed rows: {_said(grid['against_reversed_rows'])}"


def _alike_words(alike: dict[str, Any]) -> Iterator[str]:
    if alike["pairs"] is None:
        yield "  too few responses to compare with chance"
    else:
        by_chance = alike["pairs_by_chance"]
        yield f"  pairs of children who answered alike: {alike['pairs']}; by chance {by_chance}"
    yield f"  in clusters far beyond chance: {_said(alike['responses_far_beyond_chance'])}"
    yield f"  largest such cluster: {_said(alike['largest_cluster'])}"
    for channel in alike["channels"]:
        yield f"  {channel['channel']}: {_said(channel['far_beyond_chance'])} far beyond chance"
        pairs, chance = channel["pairs_of_whole_rows"], channel["pairs_by_chance"]
        yield f"    pairs of equal whole rows: {pairs}; by chance {chance}"
        if channel["far_more_pairs_than_by_chance"]:
            twice = _said(channel["whole_rows_found_twice"])
            yield f"    whole rows found exactly twice: {twice}; was a batch of forms entered two times?"


def _effect_words(found: dict[str, Any]) -> Iterator[str]:
    effect = found["with_and_without"]
    if found["greatest_possible_change"] is not None:
        most = found["greatest_possible_change"]
        yield f"  leaving them out can change a share of all children by {most} points at most"
    if effect is None:
        yield "  results without them: not compared"
        return
    yield from ("", "Shares of all children who answered, and the change when the doubtful are left out")
    for change in effect["changes"]:
        place = f"{change['question']}{'.' + change['item'] if change['item'] else ''}: {change['choice']}"
        yield f"  {place}: {change['percent_of_all']} %, {change['points_without']:+d}"
    if effect["not_shown"]:
        yield "  not shown, since it would tell what a few children answered: " + ", ".join(
            effect["not_shown"]
        )


def _said(count: dict[str, Any]) -> str:
    if count["hidden"]:
        return str(count["hidden"])
    share = "" if count["percent"] in {None, 100} else f" ({count['percent']} %)"
    return f"about {count['count']:,}{share}"
