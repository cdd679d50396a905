"""Sentences in the office's own words: a file of templates, checked against the fields of a release.

{language: {band: {key: "a sentence with {fields}" or {plural category: sentence}}}}. A key is that of a
finding or of a sentence that follows one; the band may be "poster". The built-in ones have the same form.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis import unfit
from analysis.children.sentences import CATEGORIES, Sentence, TemplateError, check, everywhere, fill
from analysis.render.page import Field

Key = tuple[str, str, str]


class WordingError(ValueError):
    """The office's wording cannot be used; the message names language, band, key and what is wrong."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The office's sentences by language, band and key, each by plural category ("" for every one)."""

    sentences: Mapping[Key, Mapping[str, str]] = field(default_factory=dict)

    def say(self, language: str, band: str, sentence: Sentence) -> tuple[str, tuple[Field, ...]]:
        """Fill a sentence in the office's words, or the built-in ones; give its numbers too; WordingError."""
        own = self.sentences.get((language, band, sentence.key), sentence.forms)
        try:
            if own is not sentence.forms:
                for form in own.values():
                    check(sentence, form)
            return fill(sentence, everywhere(own[""]) if "" in own else own, language)
        except TemplateError as error:
            raise WordingError(f"{language}, {band}, {sentence.key}: {error}") from error


NONE = Wording()


def read(path: Path) -> Wording:
    """Read a file of sentences; WordingError where it is no such file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WordingError(f"{path.name}: cannot be read as JSON ({error})") from error
    if place := unfit.place_of(found):
        raise WordingError(f"{path.name}: {place} {unfit.WHY}")
    sentences: dict[Key, Mapping[str, str]] = {}
    for language, bands in _entries(path.name, found):
        for band, keys in _entries(f"{path.name}: {language}", bands):
            for key, said in _entries(f"{path.name}: {language}, {band}", keys):
                sentences[language, band, key] = _forms(f"{language}, {band}, {key}", said)
    return Wording(sentences)


def _entries(where: str, found: object) -> list[tuple[str, object]]:
    if not isinstance(found, dict):
        raise WordingError(f"{where}: must be an object")
    return list(found.items())


def _forms(where: str, said: object) -> Mapping[str, str]:
    forms = {"": said} if isinstance(said, str) else said
    if not isinstance(forms, dict) or not forms or set(forms) - {"", *CATEGORIES}:
        raise WordingError(f"{where}: must be a sentence, or sentences by {', '.join(CATEGORIES)}")
    if not all(isinstance(form, str) and form.strip() for form in forms.values()):
        raise WordingError(f"{where}: holds an empty sentence")
    return {name: str(form) for name, form in forms.items()}


def written(sentence: Sentence) -> str | dict[str, str]:
    """Give the built-in forms of a sentence as a file has them: one where all are alike."""
    forms = dict(sentence.forms)
    return next(iter(forms.values())) if len(set(forms.values())) == 1 else forms
