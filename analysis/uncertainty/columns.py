"""Columns laid beside a sample, one value per row: labels, numbers, and what is missing in them."""

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.intp]
Mask: TypeAlias = NDArray[np.bool_]

NUMBER = (int, float, np.number, np.bool_)


class DesignError(ValueError):
    """The description of the draw, or a variable laid beside it, cannot be used; the message says why."""


def encode(labels: ArrayLike, rows: int, name: str) -> Codes:
    """Turn labels into numbers 0, 1, ... in sorted order; DesignError if any is missing."""
    array = column(labels, rows, name)
    missing = int(np.count_nonzero(absent(array)))
    if missing:
        raise DesignError(f"{name}: {missing} of {rows} rows have no value")
    return distinct(array, name)[1]


def distinct(array: NDArray[np.generic], name: str) -> tuple[tuple[object, ...], Codes]:
    """Find the distinct values, sorted, and each row's place among them; DesignError if they cannot be."""
    try:
        values, places = np.unique(array, return_inverse=True)
    except TypeError as problem:
        raise DesignError(f"{name}: mixes words and numbers as labels") from problem
    return tuple(values.tolist()), np.asarray(places, dtype=np.intp)


def numbers(values: ArrayLike, rows: int, name: str) -> Numbers:
    """Read a column of numbers, NaN where missing; DesignError on words, infinities or a wrong length."""
    array = column(values, rows, name)
    if array.dtype.kind not in "biufO":
        raise DesignError(f"{name}: holds {array.dtype} where numbers belong")
    missing = absent(array)
    if array.dtype.kind == "O" and not all(isinstance(value, NUMBER) for value in array[~missing]):
        raise DesignError(f"{name}: holds something that is not a number")
    found = np.full(rows, np.nan)
    found[~missing] = array[~missing].astype(np.float64)
    if np.any(np.isinf(found)):
        raise DesignError(f"{name}: holds an infinite number")
    return found


def column(values: ArrayLike, rows: int, name: str) -> NDArray[np.generic]:
    """Take one value per row, or a DesignError that says how many came."""
    array = np.asarray(values)
    if array.shape != (rows,):
        raise DesignError(f"{name}: needs {rows} values in one column, has shape {array.shape}")
    return array


def absent(array: NDArray[np.generic]) -> Mask:
    """Tell which values are missing: None, or not equal to themselves (NaN in any dress)."""
    if array.dtype.kind == "O":
        return np.array([value is None or value != value for value in array.tolist()], dtype=np.bool_)  # noqa: PLR0124 - only NaN differs from itself
    return np.isnan(array) if array.dtype.kind == "f" else np.zeros(array.shape, dtype=np.bool_)
