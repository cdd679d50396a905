"""What documents for children are told beside the tables, read from the office's files and the bundle."""

from pathlib import Path

import pyarrow.parquet as pq

from analysis.bundle import Bundle
from analysis.children import offices, quotes, wording
from analysis.children.extras import Extras
from analysis.children.quotes import Cleared
from analysis.disclosure import Release


class AddressError(ValueError):
    """The address of the results is none; the message says why."""


def extras(
    bundle: Bundle, release: Release, wording_file: Path | None, quotes_file: Path | None, address: str | None
) -> tuple[Extras, list[str]]:
    """Read and check them; give them and what is hard to read in the office's wording.

    WordingError, QuotesError and AddressError say what cannot be used.
    """
    if address and not address.startswith(("https://", "http://")):
        raise AddressError(f"{address}: the address of the results must begin with https://")
    own = wording.read(wording_file) if wording_file else wording.NONE
    hard = offices.check_wording(release, own)
    chosen = quotes.read(quotes_file, cleared(bundle)) if quotes_file else ()
    return Extras(own, chosen, address or ""), hard


def cleared(bundle: Bundle) -> Cleared:
    """Give the texts that a person has cleared; a text that children of several bands gave names none.

    Single words are not among them: they are counted, and shown only where enough children gave them.
    """
    clouds = {each["name"] for each in bundle.codebook["questions"] if each["kind"] == "one_word"}
    found: dict[tuple[str, str, str], str] = {}
    for row in pq.read_table(bundle.texts).to_pylist():
        if row["question"] in clouds:
            continue
        place = (row["question"], row["language"], row["text"])
        found[place] = row["age_band"] if found.get(place, row["age_band"]) == row["age_band"] else ""
    return found
