"""Are two answers related? Rao and Scott's test for a drawn sample; an open poll gets no test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from analysis.uncertainty.columns import Codes, DesignError, Mask, Numbers, absent, column
from analysis.uncertainty.design import Design
from analysis.uncertainty.estimates import members, shares


@dataclass(frozen=True, slots=True, eq=False)
class Independence:
    """The outcome of the test, and the table it is about.

    f_statistic with numerator and denominator degrees and p_value: the second-order test, the one to report.
    chi_square is Pearson's, on weights that sum to the number of rows; first_order_p its first-order p-value.
    weighted: the table of summed weights (row names x column names); answered: rows in it.
    """

    f_statistic: float
    numerator_degrees: float
    denominator_degrees: float
    p_value: float
    chi_square: float
    first_order_p: float
    row_names: tuple[object, ...]
    column_names: tuple[object, ...]
    weighted: Numbers
    answered: int


def independence(
    design: Design, rows: ArrayLike, columns: ArrayLike, domain: ArrayLike | None = None
) -> Independence:
    """Design-based test that two categorical variables are independent; missing (None, NaN) are left out.

    F = X^2 / trace(D) on d and d nu degrees, d = trace(D)^2 / trace(D^2), with D the generalised design
    effects and nu the design's degrees. Source: Rao & Scott 1984, Annals of Statistics 12:46.
    DesignError when a variable has fewer than two values or the test has no degrees of freedom.
    """
    across = column(rows, design.rows, "rows")
    down = column(columns, design.rows, "columns")
    used = members(design, domain) & ~absent(across) & ~absent(down) & (design.weights > 0)
    row_names, row_codes = np.unique(across[used], return_inverse=True)
    column_names, column_codes = np.unique(down[used], return_inverse=True)
    shape = (len(row_names), len(column_names))
    if min(shape) < 2:
        raise DesignError("a test of independence needs two values or more of each variable")
    cells = np.full(design.rows, np.nan)
    cells[used] = row_codes * shape[1] + column_codes
    weighted = _table(design.weights[used], cells[used].astype(np.intp), shape)
    chi_square, effects, degrees = _effects(design, cells, used, weighted)
    trace, squares = float(np.trace(effects)), float(np.trace(effects @ effects))
    freedom = trace**2 / squares
    statistic = chi_square / trace
    first_order = float(stats.chi2.sf(chi_square * len(effects) / trace, len(effects)))
    return Independence(
        f_statistic=statistic,
        numerator_degrees=freedom,
        denominator_degrees=freedom * degrees,
        p_value=float(stats.f.sf(statistic, freedom, freedom * degrees)),
        chi_square=chi_square,
        first_order_p=first_order,
        row_names=tuple(row_names.tolist()),
        column_names=tuple(column_names.tolist()),
        weighted=weighted,
        answered=int(used.sum()),
    )


def _effects(design: Design, cells: Numbers, used: Mask, weighted: Numbers) -> tuple[float, Numbers, int]:
    """Pearson's statistic on the number of rows, the matrix of design effects, and the degrees of freedom."""
    found = shares(design, cells, used)
    if found.degrees < 1:
        raise DesignError("no degrees of freedom: the table lies in as many clusters as strata")
    expected = np.outer(weighted.sum(axis=1), weighted.sum(axis=0)) / weighted.sum()
    chi_square = float(found.answered * np.sum((weighted - expected) ** 2 / expected) / weighted.sum())
    # Only cells that occur have a share; an empty cell has neither weight nor variance.
    present = np.array(found.names, dtype=np.intp)
    contrasts = interactions(*weighted.shape)[present] / found.values[:, None]
    simple = contrasts.T @ (contrasts * found.values[:, None]) / found.answered
    actual = contrasts.T @ found.covariance @ contrasts
    effects: Numbers = np.linalg.solve(simple, actual).astype(np.float64)
    return chi_square, effects, found.degrees


def interactions(rows: int, columns: int) -> Numbers:
    """Build contrasts (cells x (rows-1)(columns-1)) that vanish when every row has the same column shares."""
    centred_rows = (np.eye(rows) - 1 / rows)[:, 1:]
    centred_columns = (np.eye(columns) - 1 / columns)[:, 1:]
    return np.kron(centred_rows, centred_columns).astype(np.float64)


def _table(weights: Numbers, cells: Codes, shape: tuple[int, int]) -> Numbers:
    counted = np.bincount(cells, weights=weights, minlength=shape[0] * shape[1])
    return counted.reshape(shape).astype(np.float64)
