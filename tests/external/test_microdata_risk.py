"""Known answers for k-anonymity: the numbers sdcMicro's own data are known to have, and real children's profiles."""

import json
import os
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pytest

from analysis.microdata import classes, risk

ROOT = Path(__file__).resolve().parents[2]
MATERIAL = Path(os.environ.get("CONSULT_MATERIAL", ROOT.parent / "shared" / "material"))
REFERENCE = MATERIAL / "sdc" / "reference.json"
pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(
        not REFERENCE.is_file(),
        reason=f"no material at {MATERIAL}; set CONSULT_MATERIAL to the folder that holds sdc/",
    ),
]


def reference(name: str) -> dict:
    return json.loads(REFERENCE.read_text(encoding="utf-8"))[name]


def table(path: Path) -> pa.Table:
    return pa_csv.read_csv(path)


@pytest.mark.parametrize("name", ["sdcMicro_testdata", "sdcMicro_francdat"])
def test_records_that_violate_k_anonymity(name: str) -> None:
    known = reference(name)
    rows = table(MATERIAL / "sdc" / known["file"])
    found = risk.measure(classes.count(rows, known["key_variables"], ()))
    assert found.responses == known["rows"]
    for k in (2, 3, 5):
        expected = known.get(f"records_violating_{k}_anonymity")
        assert expected is None or found.below[k] == expected
    if "distinct_combinations" in known:
        assert found.classes == known["distinct_combinations"]


def test_testdata_to_the_printed_digits() -> None:
    known = reference("sdcMicro_testdata")
    found = risk.measure(classes.count(table(MATERIAL / "sdc" / known["file"]), known["key_variables"], ()))
    assert (found.below[2], found.below[3], found.below[5], found.classes) == (157, 281, 458, 412)


def test_francdat_class_of_every_record() -> None:
    """The sizes of the classes are those of freqCalc: 2, 2, 2, 1, 1, 1, 1, 2 over the records."""
    known = reference("sdcMicro_francdat")
    file = classes.count(table(MATERIAL / "sdc" / known["file"]), known["key_variables"], ())
    assert sorted(size for size in file.sizes.tolist() for _ in range(size)) == [1, 1, 1, 1, 2, 2, 2, 2]


def test_real_childrens_profiles() -> None:
    known = reference("onharassment")
    rows = table(MATERIAL / "onharassment" / "onharassment.csv")
    found = risk.measure(classes.count(rows, rows.column_names[:10], ()))
    assert (found.responses, found.classes) == (known["rows"], known["distinct_combinations"])
    assert found.unique == known["sample_uniques"]
    assert found.below[5] == known["records_in_combinations_under_5"]
