"""What became of a row of a workbook, in words: one sentence per code of the report."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from consult.survey.formats.report import Line

OUTCOMES: Mapping[str, LazyString] = {
    "refused": _l("Refused"),
    "identity": _l("Dropped: would tell who answers"),
    "changed": _l("Taken with a change"),
    "left": _l("Left out"),
    "taken": _l("Taken"),
}
KINDS = {"refused": "bad", "identity": "warn", "changed": "warn", "left": "info", "taken": "good"}

_FILES: Mapping[str, LazyString] = {
    "file_large": _l("The file is larger than %(most)s megabytes."),
    "file_old": _l(
        "This is a workbook in the old format .xls, or one locked with a password. Open it in a "
        "spreadsheet program, save it as .xlsx without a password, and send that."
    ),
    "file_not_utf8": _l("The file is not text in UTF-8. Save it as “CSV UTF-8” or as .xlsx."),
    "file_unknown": _l("“%(name)s” is no workbook that can be read here. Send .xlsx, .xlsm, .csv or .md."),
    "file_broken": _l("The workbook is damaged and cannot be read."),
    "file_bomb": _l("The workbook unpacks to far more than a questionnaire could need. It was not opened."),
    "file_locked": _l("The workbook is encrypted. Save it without a password."),
    "file_entities": _l(
        "The workbook holds XML declarations (entities) that no spreadsheet program writes. It was not read."
    ),
    "macros": _l("The workbook holds macros. They were not run and are not kept."),
    "formulas": _l(
        "Some cells are formulas (rows %(rows)s). Nothing was computed: the value that was saved "
        "with the cell was taken."
    ),
    "sheet_twice": _l("Two sheets have this name."),
    "rows_many": _l("The sheet has more than %(most)s rows that hold something."),
    "cell_long": _l("A cell has more than %(most)s characters."),
    "columns_many": _l("The sheet has more than %(most)s columns."),
    "cell_error": _l("Cell %(column)s holds the error %(words)s."),
    "csv": _l("The CSV file cannot be read from here on: a quotation mark is not closed."),
    "column_twice": _l("The column “%(column)s” stands there twice, so it is not clear which one counts."),
    "languages_many": _l("There are more languages without a code than can be told apart."),
    "language_twice": _l("“%(language)s” and another column are both the language “%(code)s”."),
    "language_unknown": _l(
        "It is not clear which language “%(language)s” is. It was taken as “%(code)s”; write the "
        "code behind the name, as in “Français (fr)”."
    ),
    "survey_missing": _l("There is no sheet named “survey”; found were: %(sheets)s."),
    "group_not_open": _l("A group ends here that was never begun."),
    "group_not_closed": _l("The group “%(name)s” is begun here and never ends."),
    "groups_deep": _l("Groups stand inside each other more than %(most)s deep."),
    "nothing_taken": _l("No question could be taken, so there is nothing to make a draft of."),
    "sheet_left": _l("This sheet is no part of an XLSForm and was not read."),
    "house_rules": _l(
        "The workbook knows no age bands, so the usual three were set. Every question may be "
        "skipped, and “I’d rather not say” is offered. The words about the poll, who asks and "
        "what happens are still to be written."
    ),
}
_ROWS: Mapping[str, LazyString] = {
    "question": _l("Question “%(name)s”."),
    "question_renamed": _l("Question “%(old)s” is called “%(name)s” here."),
    "section": _l("Section “%(name)s”."),
    "group_opened": _l(
        "The group “%(name)s” inside a group was dissolved; its questions were kept, its heading "
        "was not: %(label)s"
    ),
    "identity": _l(
        "“%(name)s” (%(type)s) would tell who answers, or where. No poll for children here asks for it."
    ),
    "repeat": _l("Repeated groups cannot be asked here (rows %(rows)s)."),
    "type_upload": _l(
        "“%(name)s”: pictures, sound, films, files and barcodes (%(type)s) may show who answers "
        "and cannot be sent here."
    ),
    "type_quantity": _l(
        "“%(name)s”: answers of the kind “%(type)s” cannot be given here; ask for a whole "
        "number, a range or a choice."
    ),
    "type_computed": _l("“%(name)s” is worked out or hidden (%(type)s); nothing is computed here."),
    "type_file": _l(
        "“%(name)s” takes its choices from another file (%(type)s); put them into the sheet “choices”."
    ),
    "type_acknowledge": _l(
        "“%(name)s” only asks to tick one box (%(type)s); use a note, or a question with two choices."
    ),
    "type_include": _l("“%(name)s” includes another form; put its rows here."),
    "type_unknown": _l("The type “%(type)s” is not known."),
    "type_missing": _l("The row has a name or words, but no type."),
    "name_missing": _l("The row has no name."),
    "name_twice": _l("The name “%(name)s” stands there twice."),
    "choice_filter": _l(
        "“%(name)s” shows only some choices (%(words)s). That cannot be done here: make one "
        "question for each group of choices."
    ),
    "list_missing": _l("“%(name)s” wants the list “%(list)s”, which the sheet “choices” does not have."),
    "list_long": _l(
        "“%(name)s”: the list “%(list)s” has %(size)s choices; at most %(most)s can be read on a phone."
    ),
    "choices_few": _l("“%(name)s”: the list “%(list)s” has fewer than two choices."),
    "range_whole": _l("“%(name)s”: a range must go in whole steps between whole numbers from 0 to 32767."),
    "never_asked": _l("“%(name)s” would never be asked: %(words)s"),
    "label_missing": _l("“%(name)s” has no words yet."),
    "words_refer": _l(
        "The words of “%(name)s” hold braces, which would be shown to children as they are. "
        "Write the text anew before the poll opens."
    ),
    "constraint_left": _l("Not all of the constraint could be kept: %(words)s"),
    "least_added": _l("A whole number needs a least value; %(limit)s was set."),
    "greatest_added": _l("A whole number needs a greatest value; %(limit)s was set."),
    "or_other": _l("“or other” became a choice of “%(name)s” and the question “%(added)s” for the words."),
    "row_disabled": _l("The row is switched off (disabled)."),
    "row_comment": _l("The row has no type; it was taken for a remark."),
    "choice_became_own": _l("The choice “%(name)s” of the list “%(list)s” is offered in our own words."),
    "choices_renamed": _l(
        "Choices of the list “%(list)s” have other codes here, as codes begin with a small "
        "letter (rows %(rows)s)."
    ),
    "choice_twice": _l("The choice “%(name)s” stands twice in its list."),
    "choice_unnamed": _l("The choice has no name."),
    "list_unused": _l("No question that was taken uses the list “%(list)s” (rows %(rows)s)."),
    "list_unnamed": _l("The choices belong to no list (rows %(rows)s)."),
}
_ASKING: Mapping[str, LazyString] = {
    "expression": _l("“%(name)s”: the condition cannot be read: %(words)s"),
    "condition_kind": _l(
        "“%(name)s”: whether to ask may only depend on what was chosen, or on whether something "
        "was answered: %(words)s"
    ),
    "condition_equals_several": _l(
        "“%(name)s”: several choices of “%(part)s” are possible, so use selected() in place of “=”: %(words)s"
    ),
    "condition_choice": _l(
        "“%(name)s” depends on “%(part)s”, which is no choice of that question: %(words)s"
    ),
    "condition_on_words": _l(
        "“%(name)s” depends on free text (“%(part)s”), which is kept apart from all answers: %(words)s"
    ),
    "condition_on_number": _l(
        "“%(name)s” depends on the value of a number (“%(part)s”); only whether it was answered "
        "can decide: %(words)s"
    ),
    "condition_on_row": _l("“%(name)s” depends on one line of the grid “%(part)s”: %(words)s"),
    "condition_lost": _l("“%(name)s” depends on “%(part)s”, which was not taken: %(words)s"),
    "condition_later": _l(
        "“%(name)s” depends on “%(part)s”, which is asked later or is no question: %(words)s"
    ),
    "condition_unknown": _l("“%(name)s” depends on “%(part)s”, which does not exist: %(words)s"),
}
_COLUMNS: Mapping[str, LazyString] = {
    "column_left": _l("The column “%(column)s” is not kept (rows %(rows)s)."),
    "column_required": _l("“%(column)s” is not kept: children may skip every question (rows %(rows)s)."),
    "column_default": _l("Answers filled in beforehand are not kept: they would lead (rows %(rows)s)."),
    "column_media": _l(
        "Pictures, sound and films in the column “%(column)s” are not kept; choose pictures in "
        "the editor (rows %(rows)s)."
    ),
    "column_appearance": _l(
        "The appearance is not kept where it is only for other programs (rows %(rows)s)."
    ),
    "column_calculation": _l("Calculations are not kept (rows %(rows)s)."),
    "column_constraint_message": _l(
        "Messages of constraints are not kept; ours are there in every language (rows %(rows)s)."
    ),
    "column_server": _l("“%(column)s” would send answers to another server and is not kept."),
}
SENTENCES: Mapping[str, LazyString] = {**_FILES, **_ROWS, **_ASKING, **_COLUMNS}


def sentence(line: Line) -> str:
    """Say what became of a row; an expression of the file keeps its own direction."""
    words = SENTENCES[line.code]
    named = {"name": "", "type": "", "part": "", "words": "", "rows": "", "label": ""}
    return str(words) % (named | {key: isolated(value) for key, value in line.params.items()})


def isolated(words: str) -> str:
    """Keep words of a file from turning the sentence around them (Unicode first-strong isolate)."""
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"


def place(line: Line) -> str:
    """Say in which sheet and row."""
    if line.sheet and line.row:
        return str(_("Sheet %(sheet)s, row %(row)s", sheet=isolated(line.sheet), row=line.row))
    if line.row:
        return str(_("Row %(row)s", row=line.row))
    return str(_("Sheet %(sheet)s", sheet=isolated(line.sheet)) if line.sheet else _("The whole file"))
