"""Adding the counts of several installations or waves, exactly, where they count the same things.

`python -m analysis.adding` writes the tables of the sum, protected, with all children beside the median part.
"""

from analysis.adding.cubes import DisagreementError, Part, add, check, count_together

__all__ = ["DisagreementError", "Part", "add", "check", "count_together"]
