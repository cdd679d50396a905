"""What changed between two documents, question by question and language by language; never only "changed"."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consult.survey.writing.finding import LISTS, Document, Part, questions, read
from consult.survey.writing.wording import DEFAULT, Spot, spots

SETTINGS = (
    "kind", "bands", "choices_from", "most", "least", "greatest", "step", "longest",
    "ask_if", "dont_know", "rather_not_say", "sensitive",
)  # fmt: skip
ITEM_SETTINGS = ("bands", "picture", "reports_as")
BAND_SETTINGS = ("first", "last", "most_questions")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    `code`: words, setting, added, removed, moved. `what` is what it concerns: a text's place, a setting's
    name, or "question", "section", "choices", "rows", "report_choices", "band", "language", "breakdown".
    `before` and `after` are words, or plain JSON values of a setting, or the value that names the thing.
    """

    code: str
    what: str
    question: str = ""
    item: str = ""
    language: str = ""
    band: str = ""
    before: object = None
    after: object = None


def differences(old: Document, new: Document) -> tuple[Change, ...]:
    """List all that changed, in the order of the new document, what is gone last."""
    return (
        *_named("language", _by_code(old), _by_code(new)),
        *_named("band", _by_name(read(old, "bands")), _by_name(read(new, "bands"))),
        *_band_settings(old, new),
        *_named("section", _by_name(read(old, "sections")), _by_name(read(new, "sections"))),
        *_questions(old, new),
        *_words(old, new),
        *_breakdowns(old, new),
        *_default(old, new),
    )


def _by_code(document: Document) -> dict[str, Part]:
    listed = document.get("languages")
    return {str(code): {} for code in listed} if isinstance(listed, dict) else {}


def _by_name(items: list[Part]) -> dict[str, Part]:
    return {str(item.get("name")): item for item in items}


def _named(
    what: str, old: Mapping[str, Part], new: Mapping[str, Part], question: str = ""
) -> Iterator[Change]:
    """Compare two ordered collections by name: added, removed, moved."""
    for name, part in new.items():
        if name not in old:
            yield Change("added", what, question, name, after=part.get("label"))
    for name, part in old.items():
        if name not in new:
            yield Change("removed", what, question, name, before=part.get("label"))
    before, after = [name for name in old if name in new], [name for name in new if name in old]
    for name in _out_of_order(before, after):
        yield Change(
            "moved", what, question, name, before=before.index(name) + 1, after=after.index(name) + 1
        )


def _out_of_order(before: list[str], after: list[str]) -> list[str]:
    """Name the fewest that must have moved: all but a longest run that kept its order."""
    places = [before.index(name) for name in after]
    best: list[list[int]] = []
    for n, place in enumerate(places):
        before_it = [best[m] for m in range(n) if places[m] < place]
        best.append([*_longest(before_it), n])
    kept = set(_longest(best))
    return [name for n, name in enumerate(after) if n not in kept]


def _longest(runs: list[list[int]]) -> list[int]:
    found: list[int] = []
    for run in runs:
        found = run if len(run) > len(found) else found
    return found


def _questions(old: Document, new: Document) -> Iterator[Change]:
    before = {str(each.get("name")): each for _, each in questions(old)}
    after = {str(each.get("name")): each for _, each in questions(new)}
    yield from _named("question", before, after)
    for name, question in after.items():
        if name not in before:
            continue
        yield from _settings(before[name], question, SETTINGS, name)
        for key in LISTS:
            olds, news = _by_name(read(before[name], key)), _by_name(read(question, key))
            yield from _named(key, olds, news, name)
            for item in (item for item in news if item in olds):
                yield from _settings(olds[item], news[item], ITEM_SETTINGS, name, item)
    homes = {str(each.get("name")): str(around.get("name")) for around, each in questions(old)}
    for around, each in questions(new):
        name, here = str(each.get("name")), str(around.get("name"))
        if name in homes and homes[name] != here:
            yield Change("setting", "section", name, before=homes[name], after=here)


def _settings(
    old: Part, new: Part, keys: tuple[str, ...], question: str = "", item: str = ""
) -> Iterator[Change]:
    for key in keys:
        if _plain(old.get(key)) != _plain(new.get(key)):
            yield Change("setting", key, question, item, before=old.get(key), after=new.get(key))


def _plain(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _band_settings(old: Document, new: Document) -> Iterator[Change]:
    before = _by_name(read(old, "bands"))
    for name, band in _by_name(read(new, "bands")).items():
        if name in before:
            for change in _settings(before[name], band, BAND_SETTINGS, item=name):
                yield Change("setting", change.what, band=name, before=change.before, after=change.after)


def _words(old: Document, new: Document) -> Iterator[Change]:
    """Compare texts that stand in both; what was added or taken away whole is told by its name alone."""
    before = {_identity(found): found for found in spots(old)}
    for found in spots(new):
        other = before.get(_identity(found))
        if other is None:
            continue
        was, now = _wordings(other.value), _wordings(found.value)
        inside = found.question and found.holder.get("name") != found.question
        item = found.place.split(".")[-2] if inside else ""
        for language, band in sorted({*was, *now}, key=lambda pair: (pair[0], pair[1] != DEFAULT, pair[1])):
            if was.get((language, band)) != now.get((language, band)):
                yield Change(
                    "words",
                    found.place,
                    found.question,
                    item,
                    language,
                    "" if band == DEFAULT else band,
                    was.get((language, band), ""),
                    now.get((language, band), ""),
                )


def _identity(found: Spot) -> tuple[str, ...]:
    """Tell a text apart from others even where its question moved to another section."""
    if not found.question:
        return (found.place,)
    return (found.question, *found.place.split(".")[3:])


def _wordings(value: object) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for language, spoken in value.items() if isinstance(value, Mapping) else ():
        for band, words in spoken.items() if isinstance(spoken, Mapping) else [(DEFAULT, spoken)]:
            if isinstance(words, str) and words:
                found[str(language), str(band)] = words
    return found


def _breakdowns(old: Document, new: Document) -> Iterator[Change]:
    before = {str(each.get("name")): each.get("question") for each in read(old, "breakdowns")}
    after = {str(each.get("name")): each.get("question") for each in read(new, "breakdowns")}
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Change("setting", "breakdown", item=name, before=before.get(name), after=after.get(name))


def _default(old: Document, new: Document) -> Iterator[Change]:
    was, now = old.get("default_language"), new.get("default_language")
    if was != now:
        yield Change("setting", "default_language", before=was, after=now)
