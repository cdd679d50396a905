"""k-anonymity by blanking single values: the yardstick of the literature. Pure, for hundreds of rows.

Exports do not do this: a blank shows which child was hard to hide (see recoding.py). Here it tells what a
recoding costs beside it. A blank agrees with any value, as sdcMicro counts (Templ, Kowarik, Meindl 2015,
Journal of Statistical Software 67:4).
"""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
BLANK = -1


def frequencies(keys: Ints, weights: npt.NDArray[np.float64] | None = None) -> npt.NDArray[np.float64]:
    """Count (or weigh) for every row of `keys` the rows that agree with it; a BLANK agrees with all."""
    agree = ~_differ(keys).any(axis=2)
    return np.asarray(agree @ (np.ones(len(keys)) if weights is None else weights))


def suppress(keys: Ints, k: int, most: int) -> Ints:
    """Blank values until every row agrees with at least `k` rows, itself one of them.

    No row loses more than `most` values: one row of blanks would agree with all, and any file seem safe.
    Greedy: always the blanks in one row that help most rows per blank; then each blank is taken back that is
    not needed. ValueError where so few blanks do not suffice.
    """
    found = keys.copy()
    while (lacks := np.maximum(0, k - frequencies(found))).any():
        left = most - (found == BLANK).sum(axis=1)
        row, blanks = _best(_differ(found), lacks, left)
        if not blanks.any():
            raise ValueError(f"{most} blanks a row do not make every row agree with {k}")
        found[row, blanks] = BLANK
    for place in np.argwhere(found == BLANK):
        again = found.copy()
        again[tuple(place)] = keys[tuple(place)]
        if frequencies(again).min() >= k:
            found = again
    return found


def _differ(keys: Ints) -> Bools:
    """Say of every two rows in which columns they differ; rows x rows x columns."""
    known = keys != BLANK
    return np.asarray((keys[:, None] != keys[None]) & known[:, None] & known[None])


def _best(differ: Bools, lacks: npt.NDArray[np.float64], left: Ints) -> tuple[int, Bools]:
    """Find the row, and what to blank in it, that helps most per blank: of equals a row that lacks itself."""
    best, chosen = (0.0, 0.0), (0, np.zeros(differ.shape[2], dtype=np.bool_))
    for row, others in enumerate(differ):
        apart = others.any(axis=1)
        for blanks in np.unique(others[apart & (others.sum(axis=1) <= left[row])], axis=0):
            joined = apart & ~(others & ~blanks).any(axis=1)
            helped = float((joined & (lacks > 0)).sum() + min(lacks[row], joined.sum()))
            score = helped / float(blanks.sum()), float(lacks[row])
            if helped and score > best:
                best, chosen = score, (row, blanks)
    return chosen
