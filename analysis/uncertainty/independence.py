"""Are two answers related? Rao and Scott's test for a drawn sample; an open poll gets no test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from analysis.uncertainty.columns import DesignError, Mask, Numbers, absent, column, distinct
from analysis.uncertainty.design import Design
from analysis.uncertainty.estimates import members, shares

# Design effects this small are rounding: the draw itself fixed the table.
FIXED = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class CrossTable:
    """Summed weights of two variables (row names x column names), and how many rows they come from."""

    row_names: tuple[object, ...]
    column_names: tuple[object, ...]
    weighted: Numbers
    answered: int

    def chi_square(self) -> float:
        """Pearson's statistic, on weights scaled to sum to the number of rows."""
        whole = self.weighted.sum()
        expected = np.outer(self.weighted.sum(axis=1), self.weighted.sum(axis=0)) / whole
        return float(np.sum((self.weighted - expected) ** 2 / expected) * self.answered / whole)


@dataclass(frozen=True, slots=True, eq=False)
class Independence:
    """The outcome of the test, and the table it is about.

    f_statistic with numerator and denominator degrees and p_value: the second-order test, the one to report.
    chi_square is Pearson's statistic, first_order_p its first-order p-value.
    """

    f_statistic: float
    numerator_degrees: float
    denominator_degrees: float
    p_value: float
    chi_square: float
    first_order_p: float
    table: CrossTable


def independence(
    design: Design, rows: ArrayLike, columns: ArrayLike, domain: ArrayLike | None = None
) -> Independence:
    """Design-based test that two categorical variables are independent; missing (None, NaN) are left out.

    F = X^2 / trace(D) on d and d nu degrees, d = trace(D)^2 / trace(D^2), with D the generalised design
    effects and nu the design's degrees. Source: Rao & Scott 1984, Annals of Statistics 12:46.
    DesignError when a variable has fewer than two values, too many cells are empty, or no degrees are left.
    """
    table, cells, used = _cross(design, rows, columns, domain)
    effects, degrees = _design_effects(design, cells, used, table)
    chi_square, trace = table.chi_square(), float(np.trace(effects))
    freedom = trace**2 / float(np.trace(effects @ effects))
    return Independence(
        f_statistic=chi_square / trace,
        numerator_degrees=freedom,
        denominator_degrees=freedom * degrees,
        p_value=float(stats.f.sf(chi_square / trace, freedom, freedom * degrees)),
        chi_square=chi_square,
        first_order_p=float(stats.chi2.sf(chi_square * len(effects) / trace, len(effects))),
        table=table,
    )


def _cross(
    design: Design, rows: ArrayLike, columns: ArrayLike, domain: ArrayLike | None
) -> tuple[CrossTable, Numbers, Mask]:
    """Make the table, the number of each row's cell in it, and which rows are in it."""
    down, across = column(rows, design.rows, "rows"), column(columns, design.rows, "columns")
    used = members(design, domain) & ~absent(down) & ~absent(across) & (design.weights > 0)
    row_names, row_codes = distinct(down[used], "rows")
    column_names, column_codes = distinct(across[used], "columns")
    if min(len(row_names), len(column_names)) < 2:
        raise DesignError("a test of independence needs two values or more of each variable")
    cells = np.full(design.rows, np.nan)
    cells[used] = row_codes * len(column_names) + column_codes
    weighted = np.zeros((len(row_names), len(column_names)))
    np.add.at(weighted, (row_codes, column_codes), design.weights[used])
    return CrossTable(row_names, column_names, weighted, int(used.sum())), cells, used


def _design_effects(design: Design, cells: Numbers, used: Mask, table: CrossTable) -> tuple[Numbers, int]:
    """Weigh the covariance of the interactions against that of a simple sample: the matrix D, and nu."""
    found = shares(design, cells, used)
    if found.degrees < 1:
        raise DesignError("no degrees of freedom: the table lies in as many clusters as strata")
    # Only cells that occur have a share; an empty cell has neither weight nor variance.
    present = np.array(found.names, dtype=np.float64).astype(np.intp)
    contrasts = _interactions(*table.weighted.shape)[present] / found.values[:, None]
    simple = contrasts.T @ (contrasts * found.values[:, None]) / found.answered
    if np.linalg.matrix_rank(simple) < len(simple):
        raise DesignError("too many cells of the table are empty: join categories")
    actual = contrasts.T @ found.covariance @ contrasts
    effects: Numbers = np.linalg.solve(simple, actual).astype(np.float64)
    if np.trace(effects) < FIXED:
        raise DesignError("the table is fixed by the design: it has no error that a test could weigh")
    return effects, found.degrees


def _interactions(rows: int, columns: int) -> Numbers:
    """Contrasts (cells x (rows-1)(columns-1)) that vanish when every row has the same column shares."""
    centred_rows = (np.eye(rows) - 1 / rows)[:, 1:]
    centred_columns = (np.eye(columns) - 1 / columns)[:, 1:]
    return np.kron(centred_rows, centred_columns).astype(np.float64)
