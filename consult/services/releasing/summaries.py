"""Which summaries for children lie in a release: one for each age band."""

from collections.abc import Mapping, Sequence

from consult.services.releasing.files import Files


def summaries(files: Files, language: str) -> Mapping[str, str]:
    """Map each age band, youngest first, to the data of its summary."""
    start = f"child_summary.{language}."
    bands = {name[len(start) : -len(".json")]: name for name in files.named(start, ".json")}
    return {band: bands[band] for band in sorted(bands, key=_age)}


def _age(band: str) -> tuple[int, str]:
    """Order bands by their first age, as their names give it; names without one stand last."""
    first = band.partition("-")[0]
    return (int(first) if first.isdecimal() else 1000, band)


def middle(bands: Sequence[str]) -> str:
    """Give the band whose version stands for all where nobody has chosen."""
    return bands[len(bands) // 2]
