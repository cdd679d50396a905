"""What mapping a questionnaire between formats needs to be told: names of languages, fixed words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Phrases = Mapping[str, Mapping[str, str]]  # by language, then by code


def _nothing(_name: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Outside:
    """Words that the document does not hold itself.

    `language` is that of columns which name none; `code_of` finds a language by its name; `name_of` names
    languages; `phrases` are our own words for dont_know, rather_not_say, other and specify by language;
    `countries` names countries by language and alpha-2 code.
    """

    language: str = "en"
    code_of: Callable[[str], str | None] = _nothing
    name_of: Callable[[str], str] = str
    phrases: Phrases = field(default_factory=dict)
    countries: Phrases = field(default_factory=dict)

    def phrase(self, code: str, languages: tuple[str, ...]) -> dict[str, str]:
        """Give our own words for a code in each of these languages that has them."""
        return {
            language: self.phrases[language][code]
            for language in languages
            if code in self.phrases.get(language, {})
        }
