"""What a questionnaire calls things, as children of one age band read them in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from analysis.children.sentences import words_for
from analysis.children.styles import Style
from analysis.disclosure import TOTAL, Release
from analysis.findings import Finding, Said
from analysis.labels import choice_label, group_label, item_label, question_label
from analysis.render.words import Words


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom something is told: a language and an age band, and the style that goes with it."""

    release: Release
    language: str
    band: str
    style: Style

    @property
    def words(self) -> Words:
        """Give the words of the language."""
        return words_for(self.language)

    @property
    def codebook(self) -> Mapping[str, Any]:
        """Give the codebook of the questionnaire."""
        return cast("Mapping[str, Any]", self.release.codebook)

    def question(self, finding: Finding) -> str:
        """Give the question as the band read it."""
        return question_label(self.codebook, finding.question, self.language, self.band)

    def answer(self, finding: Finding, said: Said) -> str:
        """Give an answer: the very words of the band, if it had one answer for what is counted together."""
        name = said.choice
        if finding.column != TOTAL:
            question = next(q for q in self.codebook["questions"] if q["name"] == finding.question)
            values = [value for variable in question["variables"] for value in variable.get("values") or ()]
            own = {v["name"] for v in values if v["reports_as"] == name and self.band in v["bands"]}
            name = own.pop() if len(own) == 1 else name
        return choice_label(self.codebook, finding.question, name, self.language, self.band)

    def bar(self, finding: Finding, said: Said) -> str:
        """Give what a bar stands for: an answer, or the row of a grid."""
        if said.item is None:
            return self.answer(finding, said)
        return item_label(self.codebook, finding.question, said.item, self.language, self.band)

    def group(self, breakdown: str, name: str) -> str:
        """Name a group of children."""
        return group_label(self.codebook, breakdown, name, self.language)

    def age(self, band: str) -> str:
        """Name an age band in the middle of a sentence: no language here writes ages with a capital."""
        name = self.group("age_band", band)
        return name[:1].lower() + name[1:]

    def band_label(self) -> str:
        """Name the age band."""
        return self.group("age_band", self.band)
