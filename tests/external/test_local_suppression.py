"""Known answers of sdcMicro: how often keys occur when blanks agree with everything, and how few blanks suffice."""

import gzip

import numpy as np
import pandas as pd
import pytest
from material import material

from analysis.microdata.local_suppression import BLANK, frequencies, suppress

# The sample of sdcMicro's tests of freqCalc, re-typed as facts: eight records of three keys, and weights.
SAMPLE = np.array([[2, 3, 2, 2, 3, 3, 1, 2], [3, 3, 3, 3, 3, 3, 4, 3], [1, 3, 1, 2, 1, 1, 1, 1]]).T
WEIGHTS = np.array([18, 45.5, 39, 17, 92, 8, 123.5, 51])
KEYS = ["urbrur", "roof", "walls", "water", "electcon", "relat", "sex"]


def test_how_often_each_record_of_the_sample_occurs() -> None:
    found = frequencies(SAMPLE)
    assert found.tolist() == [3, 1, 3, 1, 2, 2, 1, 3]
    assert [(found == n).sum() for n in (1, 2)] == [3, 2]
    assert frequencies(SAMPLE, WEIGHTS).tolist() == [108, 45.5, 108, 17, 100, 100, 123.5, 108]


def test_a_blank_agrees_with_everything() -> None:
    """Two values of the sample are missing: of the third and of the seventh record."""
    keys = SAMPLE.copy()
    keys[[2, 6], 2] = BLANK
    found = frequencies(keys)
    assert found.tolist() == [3, 1, 4, 2, 2, 2, 1, 3]
    assert [(found == n).sum() for n in (1, 2)] == [2, 3]
    assert frequencies(keys, WEIGHTS).tolist() == [108, 45.5, 125, 56, 100, 100, 123.5, 108]


def test_one_widow_among_four() -> None:
    """Five records, two single, two married, one widowed: one blank is enough, and all others gain by it."""
    keys = np.array([[1, 1, 5], [1, 2, 5], [1, 2, 5], [1, 1, 5], [1, 3, 5]])
    assert frequencies(keys).tolist() == [2, 2, 2, 2, 1]
    found = suppress(keys, 2, most=1)
    assert (found == BLANK).sum() == 1
    assert frequencies(found).tolist() == [3, 3, 3, 3, 5]


def test_too_few_blanks_are_refused() -> None:
    with pytest.raises(ValueError, match="1 blanks a row do not make every row agree with 9"):
        suppress(SAMPLE, 9, most=1)


def test_a_blank_that_later_ones_made_needless_is_taken_back() -> None:
    rng = np.random.default_rng(1)
    keys = rng.integers(0, 3, (30, 4))
    for k in (2, 3, 5):
        found = suppress(keys, k, most=3)
        assert frequencies(found).min() >= k
        for place in np.argwhere(found == BLANK):
            again = found.copy()
            again[tuple(place)] = keys[tuple(place)]
            assert frequencies(again).min() < k


@pytest.mark.external
def test_francdat() -> None:
    with gzip.open(material("sdc/francdat.csv.gz")) as source:
        records = pd.read_csv(source)
    keys = records[["Key1", "Key2", "Key3", "Key4"]].to_numpy()
    assert frequencies(keys).tolist() == [2, 2, 2, 1, 1, 1, 1, 2]
    weighted = frequencies(keys, records["w"].to_numpy(dtype=float))
    assert weighted.tolist() == [110, 84.5, 84.5, 17, 541, 8, 5, 110]


@pytest.mark.external
def test_testdata2_needs_no_more_blanks_than_sdcmicro_sets() -> None:
    """Its localSuppression sets 97 for 2-anonymity over seven keys; its test says so.

    A row is 2 keys away from its nearest at most, so no row need lose more.
    """
    with gzip.open(material("sdc/testdata2.csv.gz")) as source:
        keys = pd.read_csv(source)[KEYS].to_numpy()
    assert (frequencies(keys) < 2).sum() == 93
    found = suppress(keys, 2, most=2)
    assert frequencies(found).min() >= 2
    assert (found == BLANK).sum() <= 97
    print("blanks in testdata2:", (found == BLANK).sum())
