"""Linearised (Taylor series) variance of weighted totals, for any number of stages."""

import numpy as np

from analysis.uncertainty.columns import Codes, Numbers
from analysis.uncertainty.design import TAKEN_WHOLE, Adjustment, Design, Stage


def covariance(design: Design, scores: Numbers) -> Numbers:
    """Estimate the covariance (p x p) of the column totals of `scores` (rows x p), weights multiplied in.

    A statistic that is not a total is first linearised: its scores are weight x derivative (Binder 1983).
    Rows outside a domain have score 0 and stay, so that every cluster drawn is counted.
    First stage: sum over strata of (1 - n/N) n/(n-1) sum over clusters of squared distances of cluster totals
    from their stratum's mean; each later stage likewise inside its cluster, times the fractions n/N drawn
    before it (Sarndal, Swensson & Wretman 1992, 4.3; R survey, svyrecvar). After post-stratification, raking
    or calibration the scores are replaced by their residuals (Deville & Sarndal 1992).
    """
    columns = scores.reshape(design.rows, -1)
    if design.adjustment is not None:
        columns = _residuals(design.adjustment, columns)
    result = np.zeros((columns.shape[1], columns.shape[1]))
    fraction = np.ones(design.rows)
    for stage in design.stages:
        result += _one_stage(stage, columns, fraction, centred=design.lonely != "adjust")
        fraction = fraction * (1 - stage.remaining)
    return result


def _one_stage(stage: Stage, scores: Numbers, fraction: Numbers, *, centred: bool) -> Numbers:
    _, first = np.unique(stage.units, return_index=True)
    totals = sums(scores, stage.units)
    strata, drawn, remaining = stage.strata[first], stage.drawn[first], stage.remaining[first]
    centre = (sums(totals, strata) / np.bincount(strata).clip(min=1)[:, None])[strata]
    alone = drawn == 1
    if not centred:
        parents = stage.parents[first]
        everywhere = sums(totals, parents) / np.bincount(parents).clip(min=1)[:, None]
        centre[alone] = everywhere[parents][alone]
    scale = fraction[first] * remaining * np.where(alone, 1.0, drawn / np.maximum(drawn - 1, 1))
    scale[remaining < TAKEN_WHOLE] = 0.0
    distances = totals - centre
    result: Numbers = (distances * scale[:, None]).T @ distances
    return result


def sums(values: Numbers, codes: Codes) -> Numbers:
    """Add up columns (groups x p) of `values` (rows x p) by group number."""
    groups = int(codes.max(initial=0)) + 1
    result = np.zeros((groups, values.shape[1]))
    np.add.at(result, codes, values)
    return result


def _residuals(adjustment: Adjustment, scores: Numbers) -> Numbers:
    """Take from the scores what the auxiliary variables explain, weighted by the weights before."""
    after = adjustment.after[:, None]
    variable = np.divide(scores, after, out=np.zeros_like(scores), where=after > 0)
    root = np.sqrt(adjustment.before)[:, None]
    explained = np.linalg.lstsq(root * adjustment.auxiliary, root * variable, rcond=None)[0]
    result: Numbers = (variable - adjustment.auxiliary @ explained) * after
    return result
