"""Quality of the data of one bundle: signs of careless or copied answers, for staff, never used to delete.

What is looked for, fixed before anybody answers: the same answer in all rows of a grid; children with exactly
the same answers to everything, far beyond chance; paper forms entered twice. How fast somebody answered is
not known, since no time is stored. A sign is a reason to ask the people in the field, not a verdict.
"""

from analysis.quality.alike import Alike
from analysis.quality.effect import Effect
from analysis.quality.findings import Findings, look
from analysis.quality.grids import Grid

__all__ = ["Alike", "Effect", "Findings", "Grid", "look"]
