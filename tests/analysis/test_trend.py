"""Waves are joined only where the question is the same, from released numbers alone."""

import csv
import dataclasses
import re
from pathlib import Path

import make_waves
import pytest
from make_waves import changed, wave, waves

from analysis.disclosure import SHOWN
from analysis.disclosure.lines import read_lines
from analysis.trend import waves as reading
from analysis.trend.__main__ import main
from analysis.trend.report import trend, write
from analysis.trend.series import differences_of
from analysis.trend.waves import Wave, WavesError, read_waves

CHANGES = [
    (*make_waves.REWORDED, "likelihood: wording [fr, 7-9]"),
    ("questions/0/variables/0/values/5/label/en/14-18", "Perhaps", "likelihood.maybe: wording [en, 14-18]"),
    ("questions/0/bands", ["7-9", "10-13"], "likelihood: bands"),
    ("questions/0/kind", "select_one", "likelihood: kind"),
    ("questions/0/variables/0/values/3/reports_as", "maybe", "likelihood.very_likely: reports as"),
    ("questions/0/report_choices/1/name", "perhaps", "likelihood: report choices"),
]


@pytest.fixture(scope="module")
def place() -> Path:
    return make_waves.place()


def reworded(found: Wave, book: dict) -> Wave:
    """Give a wave as if its questionnaire had been another."""
    return dataclasses.replace(found, codebook=book, questionnaire=book["questionnaire"])


def test_waves_with_the_same_questionnaire_are_joined_from_their_releases_alone(place: Path) -> None:
    found = trend(read_waves([place / "w2-out", place / "w1-out"]))
    assert {row.flag for row in found.rows} == {""}
    assert {row.series for row in found.rows} == {row.question for row in found.rows}
    assert list(dict.fromkeys((row.poll, row.wave) for row in found.rows)) == [
        ("example", "1"),
        ("example", "2"),
    ]
    assert "No question changed." in found.note
    assert any("no sampling error" in line for line in found.note)
    assert all("Synthetic data" in line for line in found.note[:2])


def test_every_number_is_the_released_one(place: Path) -> None:
    found = trend(waves()[:2])
    for number in ("1", "2"):
        tables = (place / f"w{number}-out" / "tables").glob("*.csv")
        lines = [x for table in tables for x in read_lines(table) if x.shape not in {"words", "profile"}]
        released = {
            (x.question, x.item, x.breakdown, x.group, x.kind, x.row): (x.base, x.count, x.percent, x.status)
            for x in lines
            if x.breakdown == "overall" or x.group != "total"
        }
        assert {breakdown for _, _, breakdown, *_ in released} == {"overall", "age_band", "gender", "region"}
        rows = [row for row in found.rows if row.wave == number]
        assert len(rows) == len(released)
        for row in rows:
            numbers = (row.base, row.count, row.percent, row.status)
            place_of = (row.question, row.item, row.breakdown, row.group, row.kind, row.choice)
            assert numbers == released[place_of]
            assert row.status == SHOWN or (row.count, row.percent) == (None, None)


def test_the_notes_speak_the_readers_languages(place: Path, capsys) -> None:
    folders = [str(place / "w1-out"), str(place / "w2-out")]
    assert main([*folders, "--language", "fr", "--language", "ar", "--language", "zh"]) == 0
    told = capsys.readouterr()
    for said in (
        "1er septembre 2026",
        "aucune erreur",
        "أيلول/سبتمبر",
        "خطأ المعاينة",
        "2026年9月1日",
        "无法计算",
    ):
        assert said in told.err
    assert told.out.startswith("question,item,breakdown,group,choice,")
    assert told.out.count("question,item,") == 1
    assert "How many hours online is too many? (fr)" in told.out
    assert main([*folders, "--language", "xx"]) == 2


def test_bundles_give_what_their_releases_give(place: Path) -> None:
    from_bundles = trend(read_waves([place / "w1", place / "w2"])).rows
    from_both = trend(read_waves([place / "w1-out", place / "w2-out", place / "w2", place / "w1"])).rows
    from_releases = trend(waves()[:2]).rows
    assert set(from_bundles) == set(from_both) == set(from_releases)
    assert {row.question_label for row in from_both if row.question == "hours"} == {
        "How many hours online is too many?"
    }
    spanish = trend(waves()[:2], "es").rows
    girls = {row.group_label for row in spanish if row.group == "girl"}
    assert (girls, {r.choice_label for r in spanish if r.choice == "maybe"}) == (
        {"Girl (es)"},
        {"Maybe (es)"},
    )


def test_changed_words_start_a_new_series() -> None:
    found = trend(waves())
    rows = [row for row in found.rows if row.question == "likelihood"]
    series = {row.wave: row.series for row in rows}
    assert series == {"1": "likelihood (1)", "2": "likelihood (1)", "3": "likelihood (2)"}
    assert {row.flag for row in rows} == {"changed"}
    assert {row.flag for row in found.rows if row.question != "likelihood"} == {""}
    said = "(likelihood): changed from example, wave 2 to example, wave 3; these shares are not one series."
    assert any(line.endswith(said) for line in found.note)
    assert any(
        "likelihood, wording (French, 7-9): first “" in x and "then “Quoi ?”." in x for x in found.note
    )


@pytest.mark.parametrize(("path", "value", "place_named"), CHANGES)
def test_each_kind_of_change_is_seen(path, value, place_named) -> None:
    first, second, _ = waves()
    same = trend([first, reworded(second, changed())])
    assert {row.flag for row in same.rows} == {""}
    other = reworded(second, changed(path, value))
    different = trend([first, other])
    assert {row.flag for row in different.rows if row.question == "likelihood"} == {"changed"}
    named = [str(d.place) for d in differences_of("likelihood", first, other)]
    assert place_named in named
    assert sum(line.startswith("  likelihood") for line in different.note) == len(named)


def test_other_codes_behind_the_same_choices_do_not_part_a_series() -> None:
    first, second, _ = waves()
    other = reworded(second, changed("questions/0/variables/0/values/6/code", 9))
    assert {row.flag for row in trend([first, other]).rows} == {""}


def test_other_classes_of_numbers_are_not_joined() -> None:
    first, second, _ = waves()
    last = [line.row for line in second.lines if line.question == "hours" and line.kind == "choice"][-1]
    lines = tuple(
        dataclasses.replace(line, row="7 or so") if (line.question, line.row) == ("hours", last) else line
        for line in second.lines
    )
    found = trend([first, dataclasses.replace(second, lines=lines)])
    assert {row.flag for row in found.rows if row.question == "hours"} == {"changed"}
    assert any("classes of numbers" in line for line in found.note)


def test_a_question_of_one_wave_stands_alone() -> None:
    first, second, _ = waves()
    lines = tuple(line for line in second.lines if line.question != "risks")
    found = trend([first, dataclasses.replace(second, lines=lines)])
    assert {row.flag for row in found.rows if row.question == "risks"} == {"only in this wave"}
    said = "Which are the biggest risks? (risks): not among the results of example, wave 2."
    assert said in found.note


def test_a_language_of_one_wave_is_told() -> None:
    first, second, _ = waves()
    found = trend([first, reworded(second, changed("languages", ["en", "fr"]))])
    assert any("the languages Arabic, Spanish, Russian and Chinese" in line for line in found.note)


def test_a_changed_questionnaire_needs_its_words(place: Path) -> None:
    alone = waves()[1:]
    told = trend(read_waves([place / "w2-out", place / "w3-out", place / "w2", place / "w3"]))
    assert trend(alone) == told
    assert {row.flag for row in told.rows if row.question == "likelihood"} == {"changed"}
    with pytest.raises(WavesError, match="does not carry its words: give its bundle too"):
        trend([dataclasses.replace(wave, codebook=None) for wave in alone])


def test_what_is_no_trend_is_refused(place: Path, tmp_path: Path) -> None:
    with pytest.raises(WavesError, match="two waves at least"):
        read_waves([place / "w1", place / "w1-out"])
    with pytest.raises(WavesError, match="same bundle"):
        read_waves([place / "w1-out", release_copy(place / "w1-out", tmp_path / "copy")])
    with pytest.raises(WavesError, match="same bundle"):
        read_waves([place / "w1-out", place / "w1", release_copy(place / "w1", tmp_path / "twin")])
    short = {**make_waves.BOOK, "questions": make_waves.BOOK["questions"][-1:]}
    with pytest.raises(WavesError, match="two freezes of one wave"):
        read_waves([place / "w1-out", wave(tmp_path / "again", "1", short, seed=9)])
    other = wave(tmp_path / "other", "2", changed("questionnaire/name", "another", short))
    with pytest.raises(WavesError, match="asked the questionnaire example, other asked another"):
        read_waves([place / "w1-out", other])
    with pytest.raises(WavesError, match="neither a release nor a bundle"):
        read_waves([place / "w1", tmp_path])


def release_copy(folder: Path, copied: Path) -> Path:
    copied.mkdir()
    for path in folder.rglob("*"):
        if path.is_file():
            (copied / path.relative_to(folder)).parent.mkdir(exist_ok=True)
            (copied / path.relative_to(folder)).write_bytes(path.read_bytes())
    return copied


def test_a_release_that_was_changed_is_not_compared(place: Path, tmp_path: Path, capsys) -> None:
    copied = release_copy(place / "w1-out", tmp_path / "copy")
    table = copied / "tables" / "likelihood__overall.csv"
    table.write_bytes(table.read_bytes() + b"x")
    assert main([str(copied), str(place / "w2-out")]) == 2
    assert "differs from its checksum" in capsys.readouterr().err


def test_the_command_writes_rows_and_a_note(place: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "trend.csv"
    folders = [str(place / "w2-out"), str(place / "w3-out")]
    assert main([*folders, "--out", str(out), "--language", "en", "--language", "ar"]) == 0
    with out.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    assert {"question", "choice", "wave", "count", "percent", "status", "flag"} <= rows[0].keys()
    assert "no sampling error" in (tmp_path / "trend.en.txt").read_text()
    assert "خطأ المعاينة" in (tmp_path / "trend.ar.txt").read_text()
    page = (tmp_path / "trend.ar.html").read_text()
    assert '<html lang="ar" dir="rtl">' in page
    assert "خطأ المعاينة" in page
    assert not re.findall(r"""(?:src|href)=["'](?!data:)""", page), "it asks no other file"
    charts = {path.name for path in (tmp_path / "trend-charts").iterdir()}
    assert {f"likelihood__waves.{x}" for x in ("en.svg", "en.png", "ar.svg", "ar.png")} < charts
    assert capsys.readouterr().out == ""


def test_words_are_never_a_formula(tmp_path: Path) -> None:
    found = trend([reworded(w, changed("questions/3/label/en", "=1+1")) for w in waves()[:2]])
    assert {row.question_label for row in found.rows if row.question == "hours"} == {"=1+1"}
    with (tmp_path / "t.csv").open("w") as target:
        write(found, target)
    assert "'=1+1" in (tmp_path / "t.csv").read_text()
    assert ",=1+1" not in (tmp_path / "t.csv").read_text()


def test_a_release_that_fails_its_audit_is_not_compared(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = reading.output.audit_folder(place / "w1-out")
    bad = dataclasses.replace(report, violations=("a hidden number",))
    monkeypatch.setattr(reading.output, "audit_folder", lambda _: bad)
    with pytest.raises(WavesError, match="does not stand its audit: a hidden number"):
        read_waves([place / "w1-out", place / "w2-out"])
