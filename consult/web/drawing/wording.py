"""The words of a questionnaire as a page needs them: one language, one or several age bands side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from consult.survey.questionnaire import Band, Text

# (which bands read this wording, the wording); the bands are positions, "02" = first and third, "" = all.
Variants = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads: a language and the age bands on one page (all of them, or just one); and who asks."""

    language: str
    bands: tuple[Band, ...]
    organisation: str

    def positions(self, names: Sequence[str], within: Sequence[str] | None = None) -> str:
        """Write which of the page's bands are named; "" where that is all (of those in `within`)."""
        around = [band.name for band in self.bands if within is None or band.name in within]
        if all(name in names for name in around):
            return ""
        return "".join(str(place) for place, band in enumerate(self.bands) if band.name in names)

    def say(self, text: Text, names: Sequence[str]) -> Variants:
        """Give the wording for the named bands; a wording that several share stands once."""
        groups: dict[str, list[str]] = {}
        for band in self.bands:
            if band.name in names:
                groups.setdefault(self.one(text, band.name), []).append(band.name)
        return tuple((self.positions(read_by, names), words) for words, read_by in groups.items())

    def one(self, text: Text, band: str | None = None) -> str:
        """Give the words for one band, or those common to all."""
        return text.say(self.language, band).replace("{organisation}", self.organisation)
