"""The codebook of what groups were asked: that of the bundles, cut down to what was tallied. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.bundle import Bundle
from analysis.dialogues.exact import CONTRIBUTIONS
from analysis.dialogues.naming import DOMAIN
from analysis.render.words import words_of

Question = dict[str, Any]


def described(bundles: Sequence[Bundle], asked: Sequence[str], bands: Sequence[str]) -> dict[str, Any]:
    """Give one codebook for groups: the questions that were put, age band the only breakdown.

    `asked` names the questions of the tallies, `bands` the age bands of all rows: one that no bundle
    describes stands under its own name.
    """
    book = bundles[0].codebook
    known: dict[str, Question] = {}
    named: dict[str, Mapping[str, Any]] = {}
    for bundle in bundles:
        own = bundle.codebook.get("dialogues", {})
        for question in (*own.get("questions", ()), *bundle.codebook["questions"]):
            known[question["name"]] = _joined(known.get(question["name"]), question)
        for band in (*bundle.codebook["bands"], *own.get("bands", ())):
            named.setdefault(band["name"], band)
    put = {name for name in asked if name in known}
    wanted = [
        *(named[name] for name in named if name in bands),
        *({"name": b} for b in bands if b not in named),
    ]
    return {
        **{
            name: book[name]
            for name in ("questionnaire", "title", "default_language", "languages", "missing")
        },
        "bands": wanted,
        "breakdowns": [{"name": "age_band", "question": None, "values": wanted}, *_genders(book)],
        "questions": [
            *(question for name, question in known.items() if name in put or question["shape"] == "text"),
            _contributions(book["languages"]),
        ],
        "themes": {},
    }


def _genders(book: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Keep the names of genders, by which facilitators count heads."""
    return [{**each, "question": None} for each in book["breakdowns"] if each["name"] == "gender"]


def _joined(known: Question | None, found: Mapping[str, Any]) -> Question:
    """Join two descriptions of a question: rooms may have had different versions of it.

    Who was led to it does not matter in a room, where the facilitator asks everybody.
    """
    plain = {"conditional": False, "ask_if": None}
    if known is None:
        return {**found, **plain}
    columns = {variable["column"]: variable for variable in known["variables"]}
    for variable in found["variables"]:
        own = columns.get(variable["column"])
        columns[variable["column"]] = variable if own is None else _more_values(own, variable)
    bands = list(dict.fromkeys([*known["bands"], *found["bands"]]))
    return {**known, "bands": bands, "variables": list(columns.values())}


def _more_values(known: Mapping[str, Any], found: Mapping[str, Any]) -> dict[str, Any]:
    names = {value["name"] for value in known["values"]}
    free = max((value["code"] for value in known["values"]), default=0)
    more = [value for value in found["values"] if value["name"] not in names]
    return {
        **known,
        "values": [
            *known["values"],
            *({**value, "code": free + at} for at, value in enumerate(more, start=1)),
        ],
    }


def _contributions(languages: Sequence[str]) -> Question:
    """Describe what groups said in agreed words as a question, so that its themes have a heading."""
    label = {
        language: words_of(language, DOMAIN).gettext("What groups said, in words that they agreed on")
        for language in languages
    }
    return {
        "name": CONTRIBUTIONS, "kind": "text", "shape": "text", "section": "", "bands": [],
        "sensitive": False, "label": label, "most": None, "variables": [], "report_choices": [],
    }  # fmt: skip
