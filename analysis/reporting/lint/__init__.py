"""The lint of a report: what the conventions of United Nations documents ask, with place, rule and source."""

from analysis.reporting.lint.checking import Checked, Found, check
from analysis.reporting.lint.rules import RULES, Rule

__all__ = ["RULES", "Checked", "Found", "Rule", "check"]
