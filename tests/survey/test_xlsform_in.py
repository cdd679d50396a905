"""Rows of an XLSForm: what is taken, changed, dropped or refused, and that nothing goes without a word."""

from typing import Any

import pytest

from consult.survey.formats import xlsform_in
from consult.survey.formats.outside import Outside
from consult.survey.formats.report import Line
from consult.survey.formats.sheets import FormatError, column_of
from consult.survey.formats.tables_of_text import from_csv, from_markdown
from consult.survey.formats.xlsform_in import Imported

OUTSIDE = Outside(
    code_of=lambda name: {"français": "fr", "english": "en"}.get(name.casefold()),
    phrases={"en": {"other": "Something else", "specify": "What else?"}},
)
YES_NO = "| choices |\n| | list_name | name | label |\n| | yn | yes | Yes |\n| | yn | no | No |\n"


def imported(survey: str, choices: str = YES_NO, more: str = "") -> Imported:
    return xlsform_in.read(from_markdown(f"| survey |\n{survey}\n{choices}{more}"), OUTSIDE)


def questions(found: Imported) -> dict[str, dict[str, Any]]:
    assert found.document is not None
    return {q["name"]: q for section in found.document["sections"] for q in section["questions"]}


def line(found: Imported, code: str) -> Line:
    lines = [each for each in found.report.lines if each.code == code]
    assert lines, [each.code for each in found.report.lines]
    return lines[0]


HEAD = "| | type | name | label | relevant |\n"
ASKED = "| | select_one yn | likes | Do you? | |\n"


def test_a_question_is_taken_with_its_choices() -> None:
    found = imported(HEAD + ASKED)
    assert questions(found)["likes"]["choices"] == [
        {"name": "yes", "label": {"en": "Yes"}},
        {"name": "no", "label": {"en": "No"}},
    ]
    assert line(found, "question").outcome == "taken"
    assert (line(found, "question").sheet, line(found, "question").row) == ("survey", 3)


@pytest.mark.parametrize(
    "kind",
    ["start", "end", "today", "deviceid", "phonenumber", "username", "email", "audit", "start-geopoint",
     "background-audio", "background-geopoint", "geopoint", "geotrace", "geoshape", "imei", "simserial",
     "subscriberid", "phone number", "get start time"],
)  # fmt: skip
def test_what_would_tell_who_answers_is_dropped_and_listed(kind: str) -> None:
    found = imported(f"{HEAD}| | {kind} | who | Who? | |\n{ASKED}")
    assert "who" not in questions(found)
    assert (line(found, "identity").outcome, line(found, "identity").row) == ("identity", 3)


@pytest.mark.parametrize(
    "name", ["phone", "child_name", "home_address", "email", "date_of_birth", "last_name"]
)
def test_a_question_that_asks_for_a_person_by_its_name_is_dropped(name: str) -> None:
    found = imported(f"{HEAD}| | text | {name} | Tell us | |\n{ASKED}")
    assert name not in questions(found)
    assert line(found, "identity").params["name"] == name


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("| | date | day | When? | |", "type_quantity"),
        ("| | image | photo | Show | |", "type_upload"),
        ("| | calculate | sum | | |", "type_computed"),
        ("| | select_one_from_file a.csv | x | X | |", "type_file"),
        ("| | acknowledge | ok | OK | |", "type_acknowledge"),
        ("| | wibble | x | X | |", "type_unknown"),
        ("| | integer | | How many? | |", "name_missing"),
        ("| | select_one gone | x | X | |", "list_missing"),
        ("| | text | likes | Again | |", "name_twice"),
        ("| | text | x | X | ${nobody} = 'a' |", "condition_unknown"),
        ("| | text | x | X | ${y} = 'a' |\n| | select_one yn | y | Y | |", "condition_later"),
        ("| | text | x | X | false() |", "never_asked"),
        ("| | | x | X | |", "type_missing"),
    ],
)
def test_a_refusal_names_sheet_and_row(row: str, code: str) -> None:
    found = imported(HEAD + ASKED + row)
    assert line(found, code).outcome == "refused"
    assert (line(found, code).sheet, line(found, code).row) == ("survey", 4)


def test_what_depends_on_a_lost_question_is_lost_with_it() -> None:
    found = imported(f"{HEAD}{ASKED}| | date | day | When? | |\n| | text | x | X | ${{day}} != '' |\n")
    assert line(found, "condition_lost").params["part"] == "day"
    assert list(questions(found)) == ["likes"]


def test_a_repeat_is_refused_with_all_its_rows() -> None:
    rows = "| | begin repeat | kids | Kids | |\n| | text | toy | Toy | |\n| | end repeat | | | |\n"
    assert line(imported(HEAD + ASKED + rows), "repeat").params["rows"] == "4–5"


def test_relevance_of_groups_is_joined_to_that_of_their_questions() -> None:
    rows = "| | begin group | g | G | ${likes} = 'yes' |\n| | select_one yn | a | A | |\n| | text | b | B | ${a} = 'no' |\n| | end group | | | |\n"
    found = questions(imported(HEAD + ASKED + rows))
    assert found["a"]["ask_if"] == {"question": "likes", "is": ["yes"]}
    assert found["b"]["ask_if"]["all"][1] == {"question": "a", "is": ["no"]}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("| | begin group | g | G | |", "group_not_closed"),
        ("| | end group | | | |", "group_not_open"),
        ("| | begin group | g | G | |\n| | end repeat | | | |", "group_not_open"),
    ],
)
def test_groups_that_do_not_match_are_named(rows: str, code: str) -> None:
    with pytest.raises(FormatError) as caught:
        imported(HEAD + rows)
    assert (caught.value.line.code, caught.value.line.sheet) == (code, "survey")
    assert caught.value.line.row


def test_languages_aliases_and_codes() -> None:
    survey = "| | Command | Tag | Caption::Français | label::العربية (ar) | Hint::Français |\n| | text | q1 | Mot ? | كلمة؟ | Un seul |\n"
    found = imported(survey, "")
    assert found.document is not None
    assert list(found.document["languages"]) == ["fr", "ar"]
    assert questions(found)["q1"]["label"] == {"fr": "Mot ?", "ar": "كلمة؟"}
    assert questions(found)["q1"]["hint"] == {"fr": "Un seul"}


def test_a_language_nobody_knows_is_kept_under_a_private_code_and_told() -> None:
    found = imported("| | type | name | label::Klingonese |\n| | text | q1 | nuq |\n", "")
    assert questions(found)["q1"]["label"] == {"qaa": "nuq"}
    assert line(found, "language_unknown").params["language"] == "Klingonese"


def test_bare_words_beside_named_ones_are_not_lost() -> None:
    """A known trap of other converters: the bare label belongs to the default language."""
    survey = "| | type | name | label | label::Français (fr) |\n| | text | q1 | Word? | Mot ? |\n"
    assert questions(imported(survey, ""))["q1"]["label"] == {"en": "Word?", "fr": "Mot ?"}


def test_or_other_becomes_a_choice_and_a_question_in_our_words() -> None:
    found = imported(HEAD + "| | select_one yn or_other | likes | Do you? | |\n")
    asked = questions(found)
    assert asked["likes"]["choices"][-1] == {"name": "other", "label": {"en": "Something else"}}
    assert asked["likes_other"]["ask_if"] == {"question": "likes", "is": ["other"]}
    assert line(found, "or_other").outcome == "changed"


def test_codes_that_are_numbers_get_letters_and_conditions_follow() -> None:
    choices = "| choices |\n| | list name | value | label |\n| | n | 1 | One |\n| | n | 2 | Two |\n"
    found = imported(
        HEAD + "| | select_one n | first | F | |\n| | text | why | W | ${first} = 2 |\n", choices
    )
    assert [choice["name"] for choice in questions(found)["first"]["choices"]] == ["c1", "c2"]
    assert questions(found)["why"]["ask_if"] == {"question": "first", "is": ["c2"]}
    assert line(found, "choices_renamed").params["rows"] == "8–9"


def test_a_table_list_is_a_grid() -> None:
    rows = "| | type | name | label | appearance |\n| | begin group | g | How? | table-list |\n| | select_one yn | a | A | |\n| | select_one yn | b | B | |\n| | end group | | | |\n"
    grid = questions(imported(rows))["g"]
    assert (grid["kind"], [row["name"] for row in grid["rows"]]) == ("grid", ["a", "b"])


def test_a_choice_filter_is_refused() -> None:
    rows = "| | type | name | label | choice_filter |\n| | select_one yn | a | A | |\n| | select_one yn | b | B | town = ${a} |\n"
    assert line(imported(rows), "choice_filter").row == 4


def test_every_cell_is_taken_or_mentioned() -> None:
    """No cell goes silently: a column that nobody reads is reported with its rows."""
    survey = "| | type | name | label | wibble | required | default |\n| | text | q | Q | wobble | yes | x |\n| | text | r | R | | no | |\n"
    found = imported(
        survey,
        "",
        "| settings |\n| | form_title | submission_url |\n| | T | https://x.example |\n| odd |\n| | a |\n| | b |\n",
    )
    left = {each.code: each.params.get("column") for each in found.report.lines if each.outcome == "left"}
    assert left == {
        "column_left": "wibble",
        "column_required": "required",
        "column_default": "default",
        "column_server": "submission_url",
        "sheet_left": None,
    }


def test_a_list_of_a_hundred_thousand_choices_is_answered_in_words() -> None:
    rows = "".join(f'"","big","c{n}","C"\n' for n in range(100_000))
    with pytest.raises(FormatError) as caught:
        from_csv(
            f'"survey",,,\n"","type","name","label"\n"choices",,,\n"","list_name","name","label"\n{rows}'
        )
    assert caught.value.line.code == "rows_many"


def test_a_list_too_long_for_a_phone_is_refused_at_the_question() -> None:
    choices = "| choices |\n| | list_name | name | label |\n" + "".join(
        f"| | yn | c{n} | C |\n" for n in range(400)
    )
    assert line(imported(HEAD + ASKED, choices), "list_long").row == 3


def test_a_workbook_without_a_survey_is_refused() -> None:
    with pytest.raises(FormatError, match="survey_missing"):
        xlsform_in.read({}, OUTSIDE)


def test_a_column_that_stands_twice_is_refused() -> None:
    with pytest.raises(FormatError) as caught:
        imported("| | type | name | label | Label |\n| | text | q | Q | R |\n", "")
    assert (caught.value.line.code, caught.value.line.row) == ("column_twice", 2)


@pytest.mark.parametrize(
    ("words", "column"),
    [
        ("Label::English (en)", ("label", "English (en)")),
        ("media::image::English", ("image", "English")),
        ("label:english", ("label", "english")),
        ("bind::relevant", ("relevant", "")),
        ("Relevance", ("relevant", "")),
        ("list name", ("list_name", "")),
        ("jr:count", ("repeat_count", "")),
        ("consult_label.7-9.zh-Hant", ("consult_label.7-9.zh-Hant", "")),
    ],
)
def test_headers(words: str, column: tuple[str, str]) -> None:
    assert column_of(words) == column
