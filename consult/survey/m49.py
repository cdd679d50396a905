"""Countries and the United Nations regions they belong to: codes only, names come from elsewhere."""

import tomllib
from importlib.resources import files

_TABLE: dict[str, dict[str, list[str]]] = tomllib.loads(
    files("consult.survey").joinpath("m49.toml").read_text(encoding="utf-8")
)
_REGION = {
    country: region
    for region, groups in _TABLE.items()
    for countries in groups.values()
    for country in countries
}

REGIONS: tuple[str, ...] = tuple(_TABLE)
COUNTRIES: tuple[str, ...] = tuple(sorted(_REGION))


def region_of(country: str) -> str:
    """Say in which M49 region a country lies: "KE" -> "002"; KeyError for a code that M49 does not have."""
    return _REGION[country]
