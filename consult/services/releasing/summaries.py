"""Which summaries for children lie in a release: one for each age band, or one for all where it is older."""

from collections.abc import Mapping, Sequence

from consult.services.releasing.files import Files

EVERY_BAND = ""


def summaries(files: Files, language: str) -> Mapping[str, str]:
    """Map each age band, youngest first, to the data of its summary; EVERY_BAND to an only one."""
    start = f"child_summary.{language}."
    bands = {name[len(start) : -len(".json")]: name for name in files.named(start, ".json")}
    named = {band: name for band, name in bands.items() if band}
    if named:
        return {band: named[band] for band in sorted(named, key=_age)}
    return {EVERY_BAND: f"child_summary.{language}.json"}


def _age(band: str) -> tuple[int, str]:
    """Order bands by their first age, as their names give it; names without one stand last."""
    first = band.partition("-")[0]
    return (int(first) if first.isdecimal() else 1000, band)


def middle(bands: Sequence[str]) -> str:
    """Give the band whose version stands for all where nobody has chosen."""
    return bands[len(bands) // 2] if bands else EVERY_BAND
