"""A whole XLSForm made into a questionnaire document, and a report that leaves no cell unmentioned."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from consult.survey.building import FORMAT
from consult.survey.formats.choice_lists import ChoiceLists
from consult.survey.formats.naming import own_name
from consult.survey.formats.outside import Outside
from consult.survey.formats.report import Report, rows_of
from consult.survey.formats.sheets import Column, FormatError, Row, Sheet, header_words
from consult.survey.formats.survey_rows import SurveyRows
from consult.survey.formats.tongues import Tongues

Entries = dict[str, Any]
_READ = ("survey", "choices", "settings", "consult")
_PARTS = ("title", "about", "who_asks", "what_happens", "assent")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
_USUAL_BANDS = ((7, 9), (10, 13), (14, 18))
# Columns whose loss has a sentence of its own; any other is named as it stands.
_KNOWN = {
    "required": "column_required",
    "required_message": "column_required",
    "default": "column_default",
    "image": "column_media",
    "big-image": "column_media",
    "audio": "column_media",
    "video": "column_media",
    "appearance": "column_appearance",
    "calculation": "column_calculation",
    "constraint_message": "column_constraint_message",
    "public_key": "column_server",
    "submission_url": "column_server",
    "auto_send": "column_server",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: a document (None: nothing could be taken), the report, our names by the file's."""

    document: Entries | None
    report: Report
    names: Mapping[str, str]


def read(sheets: Mapping[str, Sheet], outside: Outside) -> Imported:
    """Make a document of the sheets of a workbook, by small name; FormatError where it is no XLSForm."""
    report = Report()
    if "survey" not in sheets:
        raise FormatError("survey_missing", sheets=", ".join(sheet.name for sheet in sheets.values()))
    used = {name: sheets[name] for name in _READ if name in sheets}
    settings, more = _settings(used.get("settings")), _Own(used.get("consult"))
    spoken = [used[name] for name in ("survey", "choices", "consult") if name in used]
    tongues = Tongues(spoken, settings.peek("default_language"), more.languages, outside, report)
    settings.take("default_language")
    lists = ChoiceLists(used.get("choices"), tongues, report)
    survey = SurveyRows(used["survey"], lists, tongues, report, outside)
    sections = survey.read(row.peek("question") for row in more.rows["breakdown"])
    lists.finish()
    if "consult" not in used:
        report.note("changed", "house_rules")
    if not sections:
        report.note("refused", "nothing_taken", used["survey"].name)
    document = _document(settings, more, tongues, survey) if sections else None
    _account(sheets, used, report)
    return Imported(document, report, survey.names)


def _settings(sheet: Sheet | None) -> Row:
    return sheet.rows[0] if sheet and sheet.rows else Row(2, {})


class _Own:
    """The sheet that our own workbooks add: age bands, languages, breakdowns, what is reported."""

    def __init__(self, sheet: Sheet | None) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)
        for row in sheet.rows if sheet else ():
            self.rows[row.take("part")].append(row)

    @property
    def languages(self) -> list[str]:
        return [row.peek("name") for row in self.rows["language"]]


def _document(settings: Row, own: _Own, tongues: Tongues, survey: SurveyRows) -> Entries:
    title = settings.take("form_title")
    version = settings.peek("version")
    parts = {part: survey.parts.get(part, {}) for part in _PARTS}
    if title and not parts["title"]:
        parts["title"] = {tongues.default: title}
    identifier = settings.take("form_id") or title or "questionnaire"
    for section in survey.sections:
        section.pop("loose", None)
    document = {
        "format": FORMAT,
        "name": own_name(identifier, set(), "q"),
        "version": settings.take("version") if _VERSION.fullmatch(version) else "1",
        "default_language": tongues.default,
        "languages": _languages(own, tongues.languages),
        "bands": _bands(own, tongues),
        **parts,
        "sections": survey.sections,
    }
    if own.rows["breakdown"]:
        document["breakdowns"] = [_entries(row, "name", "question", "via") for row in own.rows["breakdown"]]
    _report_choices(document, own, tongues)
    return document


def _languages(own: _Own, languages: tuple[str, ...]) -> Entries:
    said = {
        row.take("name"): {"reviewed_by": row.take("reviewed_by") or None, "note": row.take("note")}
        for row in own.rows["language"]
    }
    return {language: said.get(language, {"reviewed_by": None, "note": ""}) for language in languages}


def _bands(own: _Own, tongues: Tongues) -> list[Entries]:
    if not own.rows["band"]:
        return [_usual_band(first, last, tongues.languages) for first, last in _USUAL_BANDS]
    made = []
    for row in own.rows["band"]:
        band = _entries(row, "name") | {"label": tongues.text(row)}
        for key in ("first", "last", "most_questions"):
            number = row.take(key)
            band |= {key: int(number)} if number.isdecimal() and len(number) < 4 else {}
        made.append(band)
    return made


def _usual_band(first: int, last: int, languages: tuple[str, ...]) -> Entries:
    ages = f"{first}–{last}"
    label = dict.fromkeys(languages, ages)
    return {"name": f"{first}-{last}", "first": first, "last": last, "most_questions": 20, "label": label}


def _report_choices(document: Entries, own: _Own, tongues: Tongues) -> None:
    questions = {
        question["name"]: question for section in document["sections"] for question in section["questions"]
    }
    for row in own.rows["report_choice"]:
        question = questions.get(row.peek("question"))
        if question is not None:
            row.take("question")
            entries = _entries(row, "name") | {"label": tongues.text(row)}
            question.setdefault("report_choices", []).append(entries)


def _entries(row: Row, *keys: str) -> Entries:
    return {key: row.take(key) for key in keys if row.peek(key)}


def _account(sheets: Mapping[str, Sheet], used: Mapping[str, Sheet], report: Report) -> None:
    """Say of every sheet and every cell that nobody read that it was not kept."""
    for name, sheet in sheets.items():
        if name not in used:
            if sheet.columns:
                report.note("left", "sheet_left", sheet.name)
            continue
        left: dict[Column, list[int]] = defaultdict(list)
        for row in sheet.rows:
            for column in row.left():
                if not (
                    column[0] == "required"
                    and row.cells[column].strip().lower() in {"no", "false", "false()"}
                ):
                    left[column].append(row.number)
        for column, rows in left.items():
            code = _KNOWN.get(column[0], "column_left")
            words = header_words(column)
            report.note("left", code, sheet.name, rows[0], column=words, rows=rows_of(rows))
