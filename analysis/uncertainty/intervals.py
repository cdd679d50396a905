"""Confidence intervals of survey estimates; for a drawn sample only, an open poll has none."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from scipy import optimize, special, stats

from analysis.uncertainty.binomial import Interval, check_level, clopper_pearson, score_limits
from analysis.uncertainty.estimates import Estimate

Method = Callable[[Estimate, float], Interval]


# A share this sure is fixed by the design itself, as a stratum's own share is; the rest is rounding.
FIXED = 1e-12
# On the logit scale: beyond this distance a share is 0 or 1 to every digit that a number can hold.
FARTHEST = 700.0


class IntervalError(ValueError):
    """No interval by this method can be given for this estimate; the message says why."""


def interval(estimate: Estimate, method: str = "logit", level: float = 0.95) -> Interval:
    """Interval (0 to 1) of a proportion by one of METHODS, with Student's t on the design's degrees.

    The names in R survey's svyciprop: logit = logit and xlogit, clopper_pearson = beta, wilson = wilson,
    arcsine = asin, likelihood = likelihood, normal = mean (the only one that can leave 0 to 1).
    At a share of exactly 0 or 1 the linearised error is 0 and only wilson and clopper_pearson say anything:
    they take the number who answered for the effective sample size (NCHS, Vital Health Stat 2(175), 2017).
    IntervalError: not a proportion, no degrees of freedom, or a share of 0 or 1 with another method.
    """
    check_level(level)
    if method not in METHODS:
        raise IntervalError(f"no interval is called {method!r}; there are {', '.join(METHODS)}")
    if not 0 <= estimate.value <= 1:
        raise IntervalError(f"{estimate.value} is not a proportion: use normal_interval")
    if estimate.degrees < 1:
        raise IntervalError("no degrees of freedom: the domain lies in as many clusters as strata")
    extreme = estimate.value in (0, 1)
    if extreme and method not in ("wilson", "clopper_pearson"):
        raise IntervalError(f"a share of {estimate.value:g} has no {method} interval: use clopper_pearson")
    if estimate.standard_error < FIXED and not extreme:
        return Interval(estimate.value, estimate.value)
    return METHODS[method](estimate, level)


def normal_interval(estimate: Estimate, level: float = 0.95, degrees: float | None = None) -> Interval:
    """Value +- t x standard error, for means, totals and ratios; degrees=math.inf gives the normal 1.96."""
    check_level(level)
    freedom = estimate.degrees if degrees is None else degrees
    if freedom < 1:
        raise IntervalError("no degrees of freedom: the domain lies in as many clusters as strata")
    reach = _point(level, freedom) * estimate.standard_error
    return Interval(estimate.value - reach, estimate.value + reach)


def effective_size(estimate: Estimate) -> float:
    """Size of the simple random sample of the same precision: p (1 - p) / SE^2; Korn & Graubard 1998."""
    if estimate.standard_error == 0:
        return float(estimate.answered)
    return estimate.value * (1 - estimate.value) / estimate.standard_error**2


def _point(level: float, degrees: float) -> float:
    return float(stats.t.isf((1 - level) / 2, degrees))


def _logit(estimate: Estimate, level: float) -> Interval:
    """Logit(p) +- t SE / (p (1 - p)), turned back. Source: Korn & Graubard 1999, 2.2; R survey, xlogit."""
    middle = float(special.logit(estimate.value))
    slope = estimate.value * (1 - estimate.value)
    reach = _point(level, estimate.degrees) * estimate.standard_error / slope
    return Interval(float(special.expit(middle - reach)), float(special.expit(middle + reach)))


def _wilson(estimate: Estimate, level: float) -> Interval:
    """Wilson's limits on the effective sample size, with t. Source: Dean & Pagano 2015."""
    return score_limits(estimate.value, effective_size(estimate), _point(level, estimate.degrees))


def _clopper_pearson(estimate: Estimate, level: float) -> Interval:
    """Clopper and Pearson's on n_eff (t(n - 1) / t(degrees))^2. Korn & Graubard 1998; R survey, beta."""
    shrink = _point(level, max(estimate.base - 1, 1)) / _point(level, estimate.degrees)
    base = effective_size(estimate) * shrink**2
    return clopper_pearson(estimate.value * base, base, level)


def _arcsine(estimate: Estimate, level: float) -> Interval:
    """Symmetric on asin(sqrt(p)), kept inside 0 and pi/2 before it turns back."""
    middle = math.asin(math.sqrt(estimate.value))
    slope = 2 * math.sqrt(estimate.value * (1 - estimate.value))
    reach = _point(level, estimate.degrees) * estimate.standard_error / slope
    low, high = max(middle - reach, 0.0), min(middle + reach, math.pi / 2)
    return Interval(math.sin(low) ** 2, math.sin(high) ** 2)


def _likelihood(estimate: Estimate, level: float) -> Interval:
    """All p whose log-likelihood, scaled by the design effect, is within t^2 / 2 of the best.

    Source: Rao & Scott 1984, Annals of Statistics 12:46; with n / (n - 1), the dispersion of R's svyglm.
    R reads the limits off a spline through the profile, so its last digits differ from these exact roots.
    """
    share, size = estimate.value, effective_size(estimate)
    dispersion = estimate.answered / max(estimate.answered - 1, 1)
    allowed = _point(level, estimate.degrees) ** 2 * dispersion

    def excess(logit: float) -> float:
        distance = -share * special.log_expit(logit) - (1 - share) * special.log_expit(-logit) - least
        return float(2 * size * distance - allowed)

    least, middle = float(special.entr(share) + special.entr(1 - share)), float(special.logit(share))
    ends = (middle - FARTHEST, middle + FARTHEST)
    low, high = (optimize.brentq(excess, middle, end) if excess(end) > 0 else end for end in ends)
    return Interval(float(special.expit(low)), float(special.expit(high)))


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "logit": _logit,
        "wilson": _wilson,
        "clopper_pearson": _clopper_pearson,
        "arcsine": _arcsine,
        "likelihood": _likelihood,
        "normal": normal_interval,
    }
)
