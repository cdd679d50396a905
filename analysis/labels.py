"""Words for the names in a codebook: questions, choices, grid rows, groups, in any of its languages."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from babel import Locale

from analysis.dialogues.naming import axis_label, heads_label
from analysis.render.words import words_of

Codebook = Mapping[str, Any]


def question_label(codebook: Codebook, question: str, language: str, band: str | None = None) -> str:
    """Give the wording of a question, as a band read it or in its common form."""
    return _say(_question(codebook, question)["label"], language, band)


def item_label(codebook: Codebook, question: str, item: str, language: str, band: str | None = None) -> str:
    """Give the wording of a grid row."""
    for variable in _question(codebook, question)["variables"]:
        if variable["name"] == item:
            return _say(variable["label"], language, band)
    raise KeyError(f"{question}.{item}")


def choice_label(
    codebook: Codebook, question: str, choice: str, language: str, band: str | None = None
) -> str:
    """Give the wording of a choice, a report choice or a kind of missing; a number stands for itself."""
    if choice in codebook["missing"]:
        return missing_label(choice, language)
    found = next((c for c in _choices(_question(codebook, question)) if c["name"] == choice), None)
    return choice if found is None else _say(found["label"], language, band)


def theme_label(codebook: Codebook, question: str, theme: str, language: str) -> str:
    """Give the words for a theme of a question's texts."""
    found = next(t["label"] for t in codebook["themes"][question] if t["name"] == theme)
    return _say(found, language, None) if found else theme


def group_label(codebook: Codebook, breakdown: str, group: str, language: str) -> str:
    """Name a group of a breakdown: its label in the codebook, or the locale data's name of a UN region."""
    words = words_of(language)
    special = {"total": words.gettext("All children"), "not_stated": words.gettext("Not stated")}
    if group in special:
        return special[group]
    if group in codebook["missing"]:
        return missing_label(group, language)
    if breakdown == "language":
        return str(Locale.parse(language).languages.get(group, group))
    values = next((b["values"] for b in codebook["breakdowns"] if b["name"] == breakdown), ())
    label = next((v.get("label") for v in values if v["name"] == group), None)
    if label:
        return _say(label, language, None)
    return heads_label(breakdown, group, language) or str(
        Locale.parse(language).territories.get(group, group)
    )


def breakdown_label(breakdown: str, language: str) -> str:
    """Name a breakdown itself."""
    words = words_of(language)
    names = {
        "age_band": words.gettext("Age"),
        "gender": words.gettext("Gender"),
        "region": words.gettext("Region"),
        "language": words.gettext("Language"),
        "theme": words.gettext("Theme"),
        "overall": words.gettext("All children"),
    }
    return names.get(breakdown) or axis_label(breakdown, language) or breakdown


def missing_label(kind: str, language: str) -> str:
    """Name a kind of missing; the four are never merged."""
    words = words_of(language)
    return {
        "skipped": words.gettext("No answer"),
        "rather_not_say": words.gettext("I'd rather not say"),
        "dont_know": words.gettext("I don't know"),
        "not_asked": words.gettext("Not asked"),
    }[kind]


def _question(codebook: Codebook, name: str) -> Mapping[str, Any]:
    return next(q for q in codebook["questions"] if q["name"] == name)


def _choices(question: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    yield from question.get("report_choices") or ()
    for variable in question["variables"]:
        yield from variable.get("values") or ()
        if variable["type"] in {"flag", "rank"}:
            yield variable


def _say(label: Mapping[str, Any], language: str, band: str | None) -> str:
    """Prefer the band's own wording, then the common one, then that of the oldest band."""
    wordings = label[language] if language in label else next(iter(label.values()))
    if isinstance(wordings, str):
        return wordings
    for name in (band, "default"):
        if name is not None and name in wordings:
            return str(wordings[name])
    return str(list(wordings.values())[-1])


@lru_cache(maxsize=64)
def text_direction(language: str) -> str:
    """Say `rtl` or `ltr`."""
    return str(Locale.parse(language).text_direction)
