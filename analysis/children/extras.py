"""What documents for children are made with beside the tables: wording, quotations, an address."""

from dataclasses import dataclass
from typing import Final

from analysis.children.quotes import Quote
from analysis.children.wording import NONE, Wording


@dataclass(frozen=True, slots=True)
class Extras:
    """The office's wording and the quotations it chose; the address that posters lead to, or nothing."""

    wording: Wording = NONE
    quotes: tuple[Quote, ...] = ()
    results_url: str = ""


NO_EXTRAS: Final = Extras()
