"""k, uniqueness and l are what counting by hand gives."""

from collections import Counter, defaultdict

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.bundle import BundleError
from analysis.microdata import classes, risk
from analysis.microdata.risk import Attribute

QUASI = ("age_band", "gender", "region")
ATTRIBUTES = (
    Attribute("single", "single", ("single",)),
    Attribute("sensitive", "sensitive", ("sensitive",), sensitive=True),
    Attribute("several", "several", ("one", "two")),
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["7-9", "10-13"]),
        st.sampled_from(["girl", "boy", "skipped"]),
        st.sampled_from(["002", "019"]),
        *[st.sampled_from([-4, -1, 0, 1, 2])] * 4,
    ),
    min_size=1,
    max_size=60,
)
COLUMNS = (*QUASI, "single", "sensitive", "one", "two")


def counted(rows: list[tuple]) -> risk.Counted:
    columns = zip(*rows, strict=True)
    table = pa.table({name: list(column) for name, column in zip(COLUMNS, columns, strict=True)})
    return classes.count(table, QUASI, ATTRIBUTES)


def by_hand(rows: list[tuple], recoding: dict) -> tuple[Counter, dict[str, int | None]]:
    """Count classes and distinct values with dictionaries."""
    sizes, answers, silent = Counter(), defaultdict(set), set()
    for row in rows:
        key = tuple(recoding.get(name, {}).get(v, v) for name, v in zip(QUASI, row[:3], strict=True))
        sizes[key] += 1
        single, sensitive, *several = row[3:]
        for name, value, is_given in (
            ("single", single, single >= 0),
            ("sensitive", sensitive, sensitive >= 0),
            ("several", tuple(several), max(several) >= 0),
        ):
            if is_given:
                answers[name, key].add(value)
            else:
                silent.add((name, key))
    fewest = {}
    for attribute in ATTRIBUTES:
        found = [
            len(values) + ((name, key) in silent and not attribute.sensitive)
            for (name, key), values in answers.items()
            if name == attribute.name
        ]
        fewest[attribute.name] = min(found, default=None)
    return sizes, fewest


RECODINGS = [
    {},
    {"gender": {"girl": "", "boy": "", "skipped": ""}},
    {
        "gender": {"girl": "girl", "boy": "all_others", "skipped": "all_others"},
        "region": {"002": "", "019": ""},
    },
]


@pytest.mark.parametrize("recoding", RECODINGS)
@settings(max_examples=40, deadline=None)
@given(rows=ROWS)
def test_risk_is_what_counting_by_hand_gives(recoding: dict, rows: list[tuple]) -> None:
    file = counted(rows)
    # A mapping names the values that are there and may name more.
    found = risk.measure(file, [recoding])
    sizes, fewest = by_hand(rows, recoding)
    assert (found.responses, found.classes, found.k) == (len(rows), len(sizes), min(sizes.values()))
    assert found.below == {n: sum(s for s in sizes.values() if s < n) for n in (2, 3, 5, 10)}
    assert found.unique == sum(size == 1 for size in sizes.values())
    assert found.average == pytest.approx(len(sizes) / len(rows))
    assert found.distinct == fewest


@settings(max_examples=30, deadline=None)
@given(rows=ROWS)
def test_two_exports_side_by_side_are_as_fine_as_both_together(rows: list[tuple]) -> None:
    one, other = RECODINGS[1], RECODINGS[2]
    sizes = Counter()
    for age, gender, region, *_ in rows:
        sizes[age, "", region, other["gender"][gender]] += 1
    assert risk.measure(counted(rows), [one, other]).k == min(sizes.values())


@pytest.mark.parametrize(
    ("rows", "name", "expected"),
    [
        ([("7-9", "girl", "002", 1, 1, 1, 0)] * 10, "single", 1),
        ([("7-9", "girl", "002", 1, 1, 1, 0)] * 9 + [("7-9", "girl", "002", -1, -1, -1, -1)], "single", 2),
        # Of a sensitive question only answers count: nine yes and one silent give the nine away.
        ([("7-9", "girl", "002", 1, 1, 1, 0)] * 9 + [("7-9", "girl", "002", -1, -1, -1, -1)], "sensitive", 1),
        ([("7-9", "girl", "002", 1, 1, 1, 0)] * 9 + [("7-9", "girl", "002", 1, 1, 0, 1)], "several", 2),
        # Where nobody answered, nothing can be learnt.
        ([("7-9", "girl", "002", -4, -1, -1, -1)] * 10, "single", None),
    ],
)
def test_distinct_values(rows: list[tuple], name: str, expected: int | None) -> None:
    found = risk.measure(counted(rows))
    assert found.distinct[name] == expected
    assert (name in found.too_uniform()) == (expected == 1)


def test_a_file_without_identifying_columns_is_one_class() -> None:
    table = pa.table({"answer": [1, 2, 2]})
    found = risk.measure(classes.count(table, (), (Attribute("answer", "answer", ("answer",)),)))
    assert (found.k, found.classes, found.distinct) == (3, 1, {"answer": 2})


def test_a_response_without_a_group_is_an_error() -> None:
    with pytest.raises(BundleError, match="gender"):
        classes.count(pa.table({"gender": ["girl", None]}), ("gender",), ())


def test_hostile_column_names_and_values_are_only_names_and_values() -> None:
    name = 'x" FROM given; DROP TABLE classes; --'
    table = pa.table({name: ["a'b", "a'b", '"'], "n": [1, 2, 1]})
    found = classes.count(table, (name,), (Attribute("n", "n", ("n",)),))
    assert found.totals(name) == {"a'b": 2, '"': 1}


def test_sensitive_choices_stand_alone_and_others_together() -> None:
    codebook = {
        "questions": [
            {"name": name, "shape": "multiple", "sensitive": sensitive, "variables": columns}
            for name, sensitive in (("mild", False), ("hard", True))
            for columns in [[{"column": f"{name}.{part}"} for part in "ab"]]
        ]
    }
    found = {a.name: (a.columns, a.sensitive) for a in classes.attributes(codebook)}
    assert found == {
        "mild": (("mild.a", "mild.b"), False),
        "hard.a": (("hard.a",), True),
        "hard.b": (("hard.b",), True),
    }


def test_a_wide_product_of_classes_is_renumbered_not_overrun() -> None:
    n = 300
    table = pa.table({f"q{at}": [str(row * 7 % 100 + at) for row in range(n)] for at in range(12)})
    found = risk.measure(classes.count(table, tuple(table.column_names), ()))
    assert (found.classes, found.k) == (100, 3)
