"""Age bands, languages and breakdowns: what every text and question is held against."""

from consult.survey.writing.finding import (
    Document,
    EditingError,
    Part,
    bands,
    copied,
    languages,
    named,
    parts,
    question,
    read,
)
from consult.survey.writing.wording import Wordings, put, spots

YOUNGEST, OLDEST = 3, 25
# The most questions for a band, by its first age.
MOST_QUESTIONS = ((10, 8), (14, 12), (100, 18))
# How the six languages of the interface say ages; a language beyond them is the translator's.
_SAY = {
    "ar": "من {first} إلى {last} سنة",
    "en": "{first}–{last} years",
    "es": "De {first} a {last} años",
    "fr": "De {first} à {last} ans",
    "ru": "{first}–{last} лет",
    "zh": "{first}至{last}岁",
}
_FEW_ARABIC = 10  # three to ten take the broken plural


def most_questions(first: int) -> int:
    """Give the number of questions that children of this age should not be asked more than."""
    return next(most for below, most in MOST_QUESTIONS if first < below)


def band_of(first: int, last: int) -> Part:
    """Make an age band, named and labelled by its ages."""
    said = {code: words.format(first=first, last=last) for code, words in _SAY.items()}
    if last <= _FEW_ARABIC:
        said["ar"] = said["ar"].replace("سنة", "سنوات")
    name = f"{first}-{last}"
    return {
        "name": name,
        "first": first,
        "last": last,
        "most_questions": most_questions(first),
        "label": said,
    }


def add_band(document: Document, first: int, last: int) -> Document:
    """Add an age band in the order of ages; EditingError: band_ages, band_overlaps."""
    made = copied(document)
    _check_ages(made, first, last, but="")
    band = band_of(first, last)
    known = languages(made)
    band["label"] = {code: words for code, words in band["label"].items() if code in known}
    listed = [*read(made, "bands"), band]
    made["bands"] = sorted(listed, key=lambda each: int(each.get("first") or 0))
    return made


def change_band(document: Document, name: str, *, most: int, label: Wordings) -> Document:
    """Change what an age band is called and how many questions it may meet; its ages stay."""
    made = copied(document)
    band = named(parts(made, "bands"), name, "no_band")
    band["most_questions"] = max(1, min(most, 200))
    put(band, "label", label)
    return made


def remove_band(document: Document, name: str) -> Document:
    """Take an age band away, with its wordings and its mentions; EditingError: last_band, only_band."""
    made = copied(document)
    listed = parts(made, "bands")
    named(listed, name, "no_band")
    if len(listed) == 1:
        raise EditingError("last_band")
    for found in spots(made):
        _forget_wording(found.value, name)
    for section in read(made, "sections"):
        section["questions"] = [
            each for each in read(section, "questions") if _still_asked(each, name, listed)
        ]
    made["bands"] = [band for band in listed if band.get("name") != name]
    return made


def _check_ages(document: Document, first: int, last: int, but: str) -> None:
    if not YOUNGEST <= first <= last <= OLDEST:
        raise EditingError("band_ages", youngest=YOUNGEST, oldest=OLDEST)
    for band in read(document, "bands"):
        if band.get("name") != but and first <= int(band["last"]) and int(band["first"]) <= last:
            raise EditingError("band_overlaps", name=str(band.get("name")))


def _forget_wording(value: object, band: str) -> None:
    for language, spoken in list(value.items()) if isinstance(value, dict) else []:
        if isinstance(spoken, dict) and band in spoken and len(spoken) > 1:
            del spoken[band]
        if isinstance(spoken, dict) and list(spoken) == ["default"] and isinstance(value, dict):
            value[language] = spoken["default"]


def _still_asked(part: Part, gone: str, listed: list[Part]) -> bool:
    """Drop a band from a question, its choices and rows; a part that was for this band alone goes with it."""
    for key in ("choices", "rows"):
        if key in part:
            part[key] = [item for item in read(part, key) if _still_asked(item, gone, listed)]
    if not isinstance(part.get("bands"), list):
        return True
    part["bands"] = [band for band in part["bands"] if band != gone]
    if len(part["bands"]) >= len(listed) - 1:
        del part["bands"]
        return True
    return bool(part["bands"])


def add_language(document: Document, code: str, note: str) -> Document:
    """Add a language without a word in it yet, but for the ages, which it may know how to say."""
    made = copied(document)
    if code not in languages(made):
        made["languages"] = {**(made.get("languages") or {}), code: {"reviewed_by": None, "note": note}}
        for band in read(made, "bands"):
            said = band_of(int(band.get("first") or 0), int(band.get("last") or 0))["label"]
            if code in said and band.get("name") == f"{band.get('first')}-{band.get('last')}":
                put(band, "label", {code: {"default": said[code]}})
    return made


def remove_language(document: Document, code: str) -> Document:
    """Take a language away with all its words; EditingError: default_language_stays, no_language."""
    made = copied(document)
    if code not in languages(made):
        raise EditingError("no_language", name=code)
    if made.get("default_language") == code:
        raise EditingError("default_language_stays", name=code)
    del made["languages"][code]
    for found in spots(made):
        if isinstance(found.value, dict):
            found.value.pop(code, None)
    return made


def write_in(document: Document, code: str) -> Document:
    """Choose the language that the office writes in; it must be one of the questionnaire's."""
    made = copied(document)
    if code not in languages(made):
        raise EditingError("no_language", name=code)
    made["default_language"] = code
    return made


def break_down(document: Document, name: str, by: str) -> Document:
    """Say which breakdown a question gives: "gender", "region", or "" for none."""
    made = copied(document)
    found = question(made, name)
    if breakdown_of(made, name) == by:
        return made
    kept = [
        each for each in read(made, "breakdowns") if name != each.get("question") and by != each.get("name")
    ]
    if by:
        via = {"via": "m49"} if found.get("choices_from") == "countries" else {}
        kept.append({"name": by, "question": name, **via})
    made["breakdowns"] = kept
    return made


def breakdown_of(document: Document, name: str) -> str:
    """Name the breakdown that a question gives, "" where it gives none."""
    return next(
        (str(each.get("name")) for each in read(document, "breakdowns") if each.get("question") == name), ""
    )


def wanted_bands(document: Document, chosen: list[str]) -> list[str] | None:
    """Write a choice of bands as a document does: None for all of them."""
    everyone = bands(document)
    kept = [band for band in everyone if band in chosen]
    return None if len(kept) == len(everyone) else kept
