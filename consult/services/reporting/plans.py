"""What the office says in a report: masthead and paragraphs, kept as the analysis reads them.

Texts are kept by language, so that a report can be made in several and shows where one is still missing.
"""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import acts, database
from consult.services.jobs.rows import now
from consult.services.releasing.quotations import Quotable
from consult.tables import ReportPlan

ORGANS: Final = ("hrc", "ga")
LIMITS: Final = (8500, 10700)  # words: of the Secretariat, of mandate holders
DISTRIBUTIONS: Final = ("general", "limited")
SECTIONS: Final = ("introduction", "global", "regional", "national", "participation", "conclusions")
TEXTS: Final = ("title", "author", "session", "agenda_title", "excluded", "ethics")  # one in each language
PLAIN: Final = ("organ", "agenda_item", "symbol", "distribution", "date", "original", "limit")
LONGEST: Final = 20_000
Quoted = tuple[Quotable, date]  # what is quoted, and a day on which it stood cleared
# Control characters have no place in a document; a line break has.
_UNSEEN: Final = {code: None for code in (*range(32), 127) if code != ord("\n")}


class PlanError(ConsultError):
    """An entry that cannot stand in a report; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def settings(session: Session, consultation_id: int) -> dict[str, Any]:
    """Give what the office has said so far."""
    found = session.get(ReportPlan, consultation_id)
    return deepcopy(found.settings) if found else {}


def save(
    session: Session, consultation_id: int, account_id: int | None, language: str, given: Mapping[str, Any]
) -> None:
    """Store the masthead, and the texts of one language; those of other languages stay.

    `given` has the names of PLAIN and TEXTS, and of SECTIONS after "section_": paragraphs with empty lines
    between. PlanError, and nothing is stored.
    """
    _check(given)
    with database.writing(session):
        row = session.get(ReportPlan, consultation_id) or ReportPlan(consultation_id=consultation_id)
        before = row.settings or {}
        said: dict[str, Any] = {name: given[name] for name in PLAIN if given.get(name) not in {None, ""}}
        for name in TEXTS:
            said[name] = _with(before.get(name, {}), language, given.get(name, ""))
        kept = before.get("sections", {})
        said["sections"] = {
            name: _paragraphs(kept.get(name, ()), language, given.get(f"section_{name}", ""))
            for name in SECTIONS
        }
        row.settings, row.changed_at = said, now()
        session.add(row)
        acts.record(session, account_id, "report_plan_saved", consultation_id, language=language)


def _check(given: Mapping[str, Any]) -> None:
    known = {"organ": ORGANS, "distribution": DISTRIBUTIONS, "limit": LIMITS}
    for name, allowed in known.items():
        if given.get(name) not in {None, "", *allowed}:
            raise PlanError(name)
    if given.get("date"):
        try:
            date.fromisoformat(str(given["date"]))
        except ValueError as error:
            raise PlanError("date") from error
    for name, value in given.items():
        if isinstance(value, str) and len(value) > LONGEST:
            raise PlanError(name)


def _with(known: Mapping[str, str], language: str, text: str) -> dict[str, str]:
    others = {code: words for code, words in known.items() if code != language}
    return others | ({language: text.strip()} if text.strip() else {})


def _paragraphs(known: Sequence[Mapping[str, str]], language: str, text: str) -> list[dict[str, str]]:
    """Put the paragraphs of one language beside those of the others, in their order."""
    mine = [each.strip() for each in text.replace("\r\n", "\n").split("\n\n") if each.strip()]
    others = [{code: words for code, words in each.items() if code != language} for each in known]
    length = max(len(mine), len(others))
    others += [{}] * (length - len(others))
    mine += [""] * (length - len(mine))
    joined = [each | ({language: words} if words else {}) for each, words in zip(others, mine, strict=True)]
    return [each for each in joined if each]


def in_language(said: Mapping[str, Any], language: str) -> dict[str, str]:
    """Give the texts of one language as a form shows them: entries of TEXTS, and `section_` names."""
    shown = {name: said.get(name, {}).get(language, "") for name in TEXTS}
    for name in SECTIONS:
        found = (each.get(language, "") for each in said.get("sections", {}).get(name, ()))
        shown[f"section_{name}"] = "\n\n".join(words for words in found if words)
    return shown


def as_toml(said: Mapping[str, Any], quotes: Sequence[Quoted] = ()) -> str:
    """Write settings and quotations as report.toml, the form that `analysis.reporting` reads."""
    lines = []
    for name in PLAIN:
        value = said.get(name)
        if value is None:
            continue
        lines.append(f"{name} = {value if name in {'date', 'agenda_item', 'limit'} else _quoted(value)}")
    lines += [f"{name} = {_table(said[name])}" for name in TEXTS if said.get(name)]
    lines.append("[sections]")
    for name in SECTIONS:
        paragraphs = said.get("sections", {}).get(name, ())
        if paragraphs:
            lines.append(f"{name} = [{', '.join(_table(each) for each in paragraphs)}]")
    for quote, day in quotes:
        lines += ["[[quotes]]", f"text = {_table({quote.language: quote.text})}", f"cleared = {day}"]
        lines += [f"age_band = {_quoted(quote.band)}"] if quote.band else []
    return "\n".join(lines) + "\n"


def _table(text: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{_quoted(code)} = {_quoted(words)}" for code, words in text.items()) + "}"


def _quoted(words: str) -> str:
    # What JSON writes between quotes is a basic string of TOML, once nothing unseen is in it.
    return json.dumps(words.translate(_UNSEEN).replace("\n", " "), ensure_ascii=False)
