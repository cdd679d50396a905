"""Agreement statistics against the figures that their authors printed."""

import pytest

from analysis.agreement import cohen_kappa, krippendorff_alpha

_ = None

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability" (ScholarlyCommons, Univ. of Pennsylvania).
# A: two observers, binary; B: two observers, nominal; C: four observers, missing data, every metric.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
NOMINAL = [list("aabbdcccedda"), list("babbbccceddd")]
FOUR_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
]
# Wikipedia, "Krippendorff's alpha", computational example: three coders, fifteen units, missing data.
THREE_CODERS = [
    [_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
    [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
    [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4],
]


@pytest.mark.parametrize(
    ("ratings", "level", "printed"),
    [
        (BINARY, "nominal", 0.095),
        (NOMINAL, "nominal", 0.692),
        (FOUR_OBSERVERS, "nominal", 0.743),
        (FOUR_OBSERVERS, "ordinal", 0.815),
        (FOUR_OBSERVERS, "interval", 0.849),
        (THREE_CODERS, "nominal", 0.691),
        (THREE_CODERS, "interval", 0.811),
    ],
)
def test_alpha_as_printed(ratings: list[list[object]], level: str, printed: float) -> None:
    assert round(krippendorff_alpha(ratings, level).value, 3) == printed


def test_the_parts_of_alpha_with_missing_data() -> None:
    found = krippendorff_alpha(FOUR_OBSERVERS)
    assert (found.units, found.ratings, found.left_out) == (11, 40, 1), "unit 12 has a single rating"


@pytest.mark.parametrize(
    ("table", "printed"),
    [
        # Cohen 1960, 200 cases (as shares again in Cohen 1968 and in the help of R's psych::cohen.kappa).
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
        # Fleiss, Cohen & Everitt 1969, 200 cases (also in the help of R's DescTools::CohenKappa).
        ([[106, 10, 4], [22, 28, 10], [2, 12, 6]], 0.429),
        # Wikipedia, "Cohen's kappa", simple example: 50 grant proposals, two readers.
        ([[20, 5], [10, 15]], 0.4),
    ],
)
def test_kappa_as_printed(table: list[list[int]], printed: float) -> None:
    cells = [(a, b) for a, row in enumerate(table) for b, count in enumerate(row) for _case in range(count)]
    found = cohen_kappa([a for a, _b in cells], [b for _a, b in cells])
    assert round(found.value, 3) == printed
    assert found.units == sum(map(sum, table))
