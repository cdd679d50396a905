"""Known answers: the CDC's, and those of R's survey package, from the shared material (never committed)."""

import csv
import json
from collections.abc import Iterable

import known_statistics as known
import pytest
from material import PLACE

pytestmark = pytest.mark.external

# R stops its logistic fit early, and reads likelihood limits off a spline: fewer of its own digits are right.
LOGISTIC_FIT = {"logit_lo": 7, "logit_hi": 7}
SPLINE = "strat_schwide_likelihood"


def listed(name: str) -> list[object]:
    """Read the rows to test, one test each; a single skipped test where the material is absent."""
    path = PLACE / name
    if not path.exists():
        return [pytest.param(None, marks=pytest.mark.skip(f"the shared material is absent: no {path}"))]
    if path.suffix == ".json":
        return [pytest.param(one, id=f"{one['row']}-{one['col']}") for one in json.loads(path.read_text())]
    with path.open(newline="") as lines:
        return [pytest.param(row, id="-".join(list(row.values())[:4])) for row in csv.DictReader(lines)]


def agree(checks: Iterable[known.Check], digits: float = 10) -> None:
    found = list(checks)
    assert found
    wrong = [check for check in found if check.digits < LOGISTIC_FIT.get(check.quantity, digits)]
    assert not wrong


def test_the_cdc_example_to_every_printed_digit() -> None:
    agree(known.helmet_checks(), digits=15)


@pytest.mark.parametrize("row", listed(known.PUBLISHED))
def test_published_percentages(row: dict[str, str]) -> None:
    agree(known.published_checks(row), digits=15)


@pytest.mark.parametrize("row", listed(known.ESTIMATES))
def test_estimates_of_r_survey(row: dict[str, str]) -> None:
    agree(known.estimate_checks(row))


@pytest.mark.parametrize("table", listed(known.CROSSTABS))
def test_independence_of_r_survey(table: dict[str, object]) -> None:
    agree(known.crosstab_checks(table))


@pytest.mark.parametrize("row", listed(known.BINOMIAL))
def test_binomial_intervals_of_r(row: dict[str, str]) -> None:
    agree(known.binomial_checks(row), digits=13)


def test_samples_of_californian_schools() -> None:
    found = list(known.api_checks())
    exact = [check for check in found if check.row not in (SPLINE, "strat_schwide_logit")]
    agree(exact)
    agree((check for check in found if check.row == "strat_schwide_logit"), digits=9)
    agree((check for check in found if check.row == SPLINE), digits=5)
    assert len(found) == 814, "every number of the reference is compared"


def test_the_whole_reference_is_used() -> None:
    """Every entry of the api results is compared: nothing is left out because it did not fit."""
    compared = {check.row for check in known.api_checks()}
    names = set(known.api_reference())
    assert names - compared == {"svychisq_stype_schwide", "quantile_api00"}
    assert {"svychisq", "quantile 0.25", "quantile 0.5", "quantile 0.75"} <= compared


def test_a_wrong_number_is_noticed() -> None:
    with pytest.raises(AssertionError):
        agree([known.Check("here", "row", "se", 2.00890065, 2.00890066)])
