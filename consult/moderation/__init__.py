"""Suggestions to the person who reads children's texts: what in a text may tell who somebody is. Pure.

Never a decision: a person reads every text, and names are found only where the office lists them.
"""

from consult.moderation.detectors import WHYS, suggest
from consult.moderation.finding import KINDS, STRONG, WEAK, Finding

__all__ = ["KINDS", "STRONG", "WEAK", "WHYS", "Finding", "suggest"]
