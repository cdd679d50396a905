"""The gate for what is no table: words, quotations and statements. Pure; every limit is the policy's.

Texts come into a bundle only once a person has cleared them, so that none other can be quoted. What a room
sees of itself while it answers has its own gate in consult/survey/showing.py, for the half that collects
carries no analysis; a test there compares its numbers with policy.toml.
"""

from analysis.disclosure.policy import Policy
from analysis.disclosure.protected import SHOWN, Cell

_NONE, _ALL = 0, 100


def may_show_word(children: int, policy: Policy) -> bool:
    """Say whether as many children said a word as the smallest cell holds (D2)."""
    return children >= policy.minimum_cell


def may_show_theme(texts: int, settled: int, spare: int, policy: Policy) -> bool:
    """Say whether as many children's texts have a theme (D2), and not all, or all but a few, do (D5).

    `settled`: all texts whose themes are agreed; `spare`: how many must be without it.
    """
    return texts >= policy.minimum_cell and settled - texts >= spare


def may_name_group(group: Cell, policy: Policy) -> bool:
    """Say whether a quotation may name a group: shown among those who took part, and as large as D1 asks."""
    return group.status == SHOWN and (group.shown or 0) >= policy.minimum_base


def may_state(share: int | None) -> bool:
    """Say whether a share may be told in a sentence: never that all of them, or none, said so.

    A share of 100 comes of rounded counts and proves nothing; where it is true it tells what each of them
    said (D5). Tables show it: their zeros have passed D6, and their groups D5.
    """
    return share is not None and _NONE < share < _ALL
