"""The note that goes with a trend, in one language: which waves, what changed, how to read the numbers."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from analysis.labels import group_label, question_label
from analysis.render.words import Words
from analysis.trend.comparing import NOTHING, Difference, shared_languages
from analysis.trend.series import asked_in, changes_of, differences_of, questions_of
from analysis.trend.waves import Wave


def note(waves: Sequence[Wave], words: Words) -> tuple[str, ...]:
    """Say what must be known before two waves are compared; what follows a change is indented."""
    changes = [line for name in questions_of(waves) for line in _told(name, waves, words)]
    return (*_head(waves, words), *(changes or [words.gettext("No question changed.")]))


def title(wave: Wave, words: Words) -> str:
    """Name a wave for readers."""
    return words.gettext("{poll}, wave {wave}", poll=words.isolated(wave.poll), wave=wave.name)


def label(name: str, waves: Sequence[Wave], language: str) -> str:
    """Give the wording of a question as the latest of these waves asked it; its name where none is known."""
    book = next((w.codebook for w in reversed(asked_in(name, waves)) if w.codebook is not None), None)
    return name if book is None else question_label(book, name, language)


def chosen(words: Words) -> str:
    """Say what no comparison of open polls can tell."""
    return words.gettext(
        "The children of each wave chose to answer. A difference between waves may come from who answered, "
        "and no sampling error can be calculated."
    )


def kinds_of_change(found: Sequence[Difference], words: Words) -> str:
    """Name what changed in a question, each kind once: the wording in French and the choices."""
    languages = sorted({d.place.language for d in found if d.place.language})
    kinds = [_fact(d, words) for d in found if not d.place.language]
    if languages:
        named = words.listed([_language(code, words) for code in languages])
        kinds.insert(0, words.gettext("the wording ({languages})", languages=named))
    return words.listed(list(dict.fromkeys(kinds)))


def _head(waves: Sequence[Wave], words: Words) -> Iterator[str]:
    _ = words.gettext
    for wave in waves:
        line = _when(wave, words)
        synthetic = _("Synthetic data: no child gave these answers.")
        yield words.together([line, synthetic]) if wave.facts.get("synthetic") else line
    yield chosen(words)
    yield _("All numbers are those released: rounded, and hidden where few children answered.")
    for first, second in pairwise(waves):
        if first.codebook and second.codebook:
            shared = shared_languages(first.codebook, second.codebook)
            odd = {*first.codebook["languages"], *second.codebook["languages"]} - set(shared)
            if odd:
                yield _(
                    "Not in both {first} and {second}: the languages {languages}.",
                    first=title(first, words),
                    second=title(second, words),
                    languages=words.listed([_language(code, words) for code in sorted(odd)]),
                )


def _when(wave: Wave, words: Words) -> str:
    dates = wave.facts.get("wave", {})
    known = [dt.date.fromisoformat(dates[key]) for key in ("opened", "closed") if dates.get(key)]
    if len(known) < 2:
        return words.gettext("{wave}: the days are not known.", wave=title(wave, words))
    opened, closed = (words.date(day) for day in known)
    return words.gettext(
        "{wave}: {opened} to {closed}.", wave=title(wave, words), opened=opened, closed=closed
    )


def _told(name: str, waves: Sequence[Wave], words: Words) -> Iterator[str]:
    """Say of a question what changed, wave after wave."""
    asked = asked_in(name, waves)
    question = f"{words.isolated(label(name, waves, words.language))} ({words.isolated(name)})"
    if absent := [title(wave, words) for wave in waves if wave not in asked]:
        yield words.gettext(
            "{question}: not among the results of {waves}.", question=question, waves=words.listed(absent)
        )
    for first, second in changes_of(name, asked):
        yield words.gettext(
            "{question}: changed from {first} to {second}; these shares are not one series.",
            question=question,
            first=title(first, words),
            second=title(second, words),
        )
        yield from (f"  {_detail(d, words)}" for d in differences_of(name, first, second))


def _detail(found: Difference, words: Words) -> str:
    """Say of one place what stood there first and what then; wording as it was, names as in the data."""
    place = found.place
    what = _fact(found, words)
    if place.language:
        language, band = _language(place.language, words), _band(place.band, words)
        what = words.gettext("{what} ({language}, {band})", what=what, language=language, band=band)
    return words.gettext(
        "{place}, {what}: first “{first}”, then “{second}”.",
        place=words.isolated(place.subject),
        what=what,
        first=words.isolated(_value(found.first, words)),
        second=words.isolated(_value(found.second, words)),
    )


def _fact(found: Difference, words: Words) -> str:
    """Name what a codebook says at a place."""
    _ = words.gettext
    answers = _("the answers to choose from")
    together = _("how answers are counted together")
    names: Mapping[str, str] = {
        "wording": _("wording of the answer as reported") if found.place.reported else _("wording"),
        "asked": _("whether it is asked"),
        "kind": _("the kind of question"),
        "shape": _("the kind of question"),
        "bands": _("the age groups asked"),
        "offered to": _("the age groups asked"),
        "sensitive": _("whether it is sensitive"),
        "conditional": _("of whom it is asked, by an earlier answer"),
        "most": _("how many answers may be given"),
        "least": _("the least number that may be given"),
        "greatest": _("the greatest number that may be given"),
        "choices_from": answers,
        "choices": answers,
        "rows": _("the rows"),
        "reversed": _("which rows are reversed"),
        "report choices": together,
        "reports as": together,
        "classes of numbers": _("the classes of numbers"),
    }
    return names.get(found.place.fact, found.place.fact)


def _value(written: str, words: Words) -> str:
    """Write what a codebook says, where it is a word of the program and not of the questionnaire."""
    _ = words.gettext
    said = {NOTHING: _("nothing"), "none": _("nothing"), "True": _("yes"), "true": _("yes"), "false": _("no")}
    return said.get(written, written)


def _language(code: str, words: Words) -> str:
    return group_label({"missing": {}}, "language", code, words.language)


def _band(band: str, words: Words) -> str:
    return words.gettext("all ages") if band in {"all", "default"} else words.isolated(band)
