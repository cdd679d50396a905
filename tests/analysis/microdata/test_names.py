"""SPSS takes the names we give, and no two columns share one."""

import pytest

from analysis.microdata.spss import variable_names


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["age_band", "safety.games"], ["age_band", "safety_games"]),
        (["a.b", "a_b", "A_B"], ["a_b", "a_b_2", "A_B_3"]),
        (["with", "or", "ALL"], ["with_1", "or_1", "ALL_1"]),
        (["1st", "عمر", "_x"], ["v_1st", "v_", "v__x"]),
        (["q" * 32 + "." + "c" * 32, "q" * 32 + "." + "c" * 31 + "d"], None),
    ],
)
def test_names(columns: list[str], expected: list[str] | None) -> None:
    found = variable_names(columns)
    assert all(name.isascii() and name[0].isalpha() and len(name) <= 64 for name in found)
    assert len({name.lower() for name in found}) == len(columns)
    if expected is not None:
        assert found == expected
