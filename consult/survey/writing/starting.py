"""Where a draft starts: empty, or from a questionnaire that exists."""

from collections.abc import Sequence

from consult.survey.building import FORMAT
from consult.survey.writing.finding import Document, copied
from consult.survey.writing.groups import band_of

NOT_REVIEWED = "not yet reviewed by a native speaker"
# What every poll here says alike, because it is true of all of them.
USUAL = ("who_asks", "what_happens", "assent")
AGES = ((7, 9), (10, 13), (14, 18))


def empty(
    name: str,
    title: str,
    languages: Sequence[str],
    ages: Sequence[tuple[int, int]] = AGES,
    usual: Document | None = None,
) -> Document:
    """Make a questionnaire of nothing but its title; the first language is the one the office writes in.

    `usual` is a questionnaire whose words on who asks, what happens and taking part are taken over.
    """
    first = languages[0]
    bands = [band_of(low, high) for low, high in ages]
    for band in bands:
        band["label"] = {code: words for code, words in band["label"].items() if code in languages}
    notes = {code: "original wording" if code == first else NOT_REVIEWED for code in languages}
    return {
        "format": FORMAT,
        "name": name,
        "version": "1",
        "default_language": first,
        "languages": {code: {"reviewed_by": None, "note": note} for code, note in notes.items()},
        "bands": bands,
        "title": {first: title.strip()} if title.strip() else {},
        "about": {},
        **{key: _taken_over(usual, key, languages) for key in USUAL},
        "sections": [{"name": "questions", "questions": []}],
        "breakdowns": [],
    }


def adapted(document: Document, name: str) -> Document:
    """Take over another questionnaire under a name of its own, as version 1, reviews undone."""
    made = copied(document)
    made |= {"name": name, "version": "1"}
    for code, review in dict(made.get("languages") or {}).items():
        made["languages"][code] = {**review, "reviewed_by": None} if isinstance(review, dict) else review
    return made


def _taken_over(usual: Document | None, key: str, languages: Sequence[str]) -> Document:
    words = (usual or {}).get(key) or {}
    return {code: words[code] for code in languages if code in words}
