"""How sure a drawn sample lets us be: estimates, standard errors, intervals, tests, all by its design.

For a drawn sample only (a school survey with known chances of selection). A self-selected open poll has no
chances of selection, so it gets no standard error, no interval and no test: `design.drawn_sample` is the only
way in, and it asks for the weights and the draw that an open poll cannot have (AAPOR, design decision D6).
"""

from analysis.uncertainty.binomial import Interval, clopper_pearson, wilson
from analysis.uncertainty.columns import DesignError
from analysis.uncertainty.design import Design, drawn_sample
from analysis.uncertainty.estimates import Estimate, Shares, mean, proportion, ratio, shares, total
from analysis.uncertainty.independence import CrossTable, Independence, independence
from analysis.uncertainty.intervals import IntervalError, interval, normal_interval
from analysis.uncertainty.quantiles import Quantile, quantile
from analysis.uncertainty.variance import covariance

__all__ = [
    "CrossTable",
    "Design",
    "DesignError",
    "Estimate",
    "Independence",
    "Interval",
    "IntervalError",
    "Quantile",
    "Shares",
    "clopper_pearson",
    "covariance",
    "drawn_sample",
    "independence",
    "interval",
    "mean",
    "normal_interval",
    "proportion",
    "quantile",
    "ratio",
    "shares",
    "total",
    "wilson",
]
