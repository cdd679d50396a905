"""The sentences of a release as a file for the office to edit, and its file checked before it is used."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analysis.children import reading
from analysis.children.findings import chosen
from analysis.children.sentences import Sentence
from analysis.children.sheets import poster_telling
from analysis.children.styles import POSTER, bands_of, style_of
from analysis.children.telling import Telling
from analysis.children.told import finding_sentence, following
from analysis.children.wording import NONE, Wording, WordingError, written
from analysis.disclosure import Release


def sentences_of(release: Release, language: str, band: str) -> dict[str, Sentence]:
    """Give every sentence of a summary (or of the posters) that may be reworded, by its key."""
    tell = _telling(release, language, band)
    found: dict[str, Sentence] = {}
    for finding in chosen(tell):
        for sentence in (finding_sentence(tell, finding, NONE), *(s for _, s in following(tell, finding))):
            found.setdefault(sentence.key, sentence)
    return found


def _telling(release: Release, language: str, band: str) -> Telling:
    if band == POSTER:
        return poster_telling(release, language)
    return Telling(release, language, band, style_of(band))


def write_wording(release: Release, languages: Sequence[str], path: Path) -> None:
    """Write the built-in sentences as a file that `--wording` takes."""
    found = {
        language: {
            band: {key: written(s) for key, s in sentences_of(release, language, band).items()}
            for band in (*bands_of(release), POSTER)
        }
        for language in languages
    }
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def check_wording(release: Release, wording: Wording) -> list[str]:
    """Check the office's sentences against a release; give what is hard to read in them.

    WordingError: a language, band or finding is not there (any more), a field or figure is wrong.
    """
    books: Any = release.codebook
    bands = (*bands_of(release), POSTER)
    for language, band, key in wording.sentences:
        if language not in books["languages"]:
            raise WordingError(f"{language}: the questionnaire has no words in this language")
        if band not in bands:
            raise WordingError(f"{language}, {band}: there is no such band; there are {', '.join(bands)}")
        known = sentences_of(release, language, band)
        if key not in known:
            raise WordingError(f"{language}, {band}, {key}: there is no such finding or sentence (any more)")
        wording.say(language, band, known[key])
    return list(_hard(wording))


def _hard(wording: Wording) -> Iterator[str]:
    by_page: dict[tuple[str, str], list[str]] = {}
    for (language, band, key), forms in wording.sentences.items():
        text = reading.plain(next(iter(forms.values())))
        by_page.setdefault((language, band), []).append(text)
        for hard in reading.too_long(text, language, _style(band)):
            yield f"{language}, {band}, {key}: {hard}"
    for (language, band), texts in by_page.items():
        for hard in reading.too_hard(texts, language, _style(band)):
            yield f"{language}, {band}: {hard}"


def _style(band: str) -> str:
    return POSTER if band == POSTER else style_of(band).name
