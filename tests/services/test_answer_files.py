"""A file of answers: read as children, or refused as a whole with every bad row named."""

from pathlib import Path

import pytest
from polls import poll

from consult.services.trying import answer_files
from consult.services.trying.answer_files import AnswerFileError


@pytest.fixture
def write(tmp_path: Path):
    def written(*lines: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "answers.csv"
        path.write_bytes("\r\n".join(lines).encode(encoding))
        return path

    return written


def problems(path: Path, name: str) -> tuple[str, ...]:
    with pytest.raises(AnswerFileError) as caught:
        answer_files.read(path, poll(name))
    assert path.name in str(caught.value)
    return caught.value.problems


def test_a_row_is_what_a_phone_would_post(write) -> None:
    path = write(
        "band,one,many,order.family,order.school,slider,table.home,words",
        '7-18,red,red; blue,2,1,4,safe,"two, words"',
        "",
        "7-18,dont_know,,,,,,",
        encoding="utf-8-sig",
    )
    first, second = answer_files.read(path, poll("kinds"))
    assert first.language == "en"
    assert first.form == {
        "band": ("7-18",),
        "one": ("red",),
        "many": ("red", "blue"),
        "order.family": ("2",),
        "order.school": ("1",),
        "slider": ("4",),
        "table.home": ("safe",),
        "words": ("two, words",),
    }
    assert second.form == {"band": ("7-18",), "one": ("dont_know",)}


def test_a_semicolon_separates_nothing_but_ticks(write) -> None:
    (child,) = answer_files.read(write("band,words", "7-18,one; two"), poll("kinds"))
    assert child.form["words"] == ("one; two",)


def test_the_language_of_a_row_is_kept(write) -> None:
    path = write("band,language,places.games", "7-9,ar,safe", "7-9,,safe")
    assert [child.language for child in answer_files.read(path, poll("bands"))] == ["ar", "en"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (("one", "red"), "line 1: there is no column band"),
        (("band,hat", "7-18,red"), "line 1: column 'hat' is no field of the questionnaire"),
        (("band,one,one", "7-18,red,red"), "line 1: column 'one' stands there more than once"),
        (("band,one", "7-18,red,red"), "line 2, 3 cells where the header has 2"),
        (("band,one", "7-18"), "line 2, 1 cells where the header has 2"),
        (("band,one", "7-18,red", "7-18,pink"), "line 3, column one: unknown_choice"),
        (("band,one", "", "9-99,red"), "line 3, column band: unknown_band"),
        (("band,one", ",red"), "line 2, column band: unknown_band"),
        (("band,language,one", "7-18,fr,red"), "line 2, column language: 'fr' is not a language"),
        (("band,many", "7-18,red;blue;green"), "line 2, column many: too_many"),
        (("band,many", "7-18,red;dont_know"), "line 2, column many: exclusive"),
        (("band,slider", "7-18,5"), "line 2, column slider: out_of_range"),
        (("band,words", "7-18,a\0b"), "column words: bad_text"),
        (("band",), "there is no row of answers under a header"),
        ((), "there is no row of answers under a header"),
    ],
)
def test_what_is_wrong_is_named(write, lines: tuple[str, ...], problem: str) -> None:
    (found,) = problems(write(*lines), "kinds")
    assert problem in found


@pytest.mark.parametrize(
    ("name", "lines", "column"),
    [
        ("routing", ("band,online,hours", "7-18,no,3"), "hours"),
        ("bands", ("band,older", "7-9,yes"), "older"),
    ],
)
def test_an_answer_no_child_could_have_given_is_named(write, name: str, lines, column: str) -> None:
    (found,) = problems(write(*lines), name)
    assert found == f"line 2, column {column}: this child is not asked that"


def test_all_bad_rows_are_named_at_once(write) -> None:
    path = write("band,one", *["7-18,pink", "7-18,red"] * 30)
    assert problems(path, "kinds") == tuple(f"line {n}, column one: unknown_choice" for n in range(2, 62, 2))
    with pytest.raises(AnswerFileError, match="and 10 more"):
        answer_files.read(path, poll("kinds"))


@pytest.mark.parametrize("content", [b"band,one\n7-18,r\xe9d\n", b'band,one\n"7-18,red\n', b"\xff\xfeb\0a\0"])
def test_a_file_that_is_no_csv_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    (found,) = problems(path, "kinds")
    assert "not a CSV file in UTF-8" in found
