"""Seeded careless and copied answers are found, honest ones rarely; nothing small is ever told."""

import copy
import json
from collections import Counter
from pathlib import Path

import make_bundle
import numpy as np
import pandas as pd
import pytest

from analysis import bundle
from analysis.disclosure import load_policy
from analysis.quality import Findings, effect, look
from analysis.quality.__main__ import main
from analysis.quality.report import document, shown
from analysis.quality.wording import report
from analysis.staff_words import spoken

POLICY = load_policy()
SAFETY = [f"safety.{row}" for row in ("messaging", "games", "livestream")]


def with_second_grid(turned: tuple[int, ...] = ()) -> dict:
    """Give the example with one more grid of four rows and four answers, some rows reversed."""
    book = copy.deepcopy(make_bundle.EXAMPLE)
    values = [make_bundle.value(at, f"level_{at}", f"Level {at}", ["14-18"]) for at in range(1, 5)]
    rows = [make_bundle.category(f"ease.r{at}", values, f"r{at}", f"Row {at}") for at in range(4)]
    for at in turned:
        rows[at]["reversed"] = True
    book["questions"].append(make_bundle.question("ease", "grid", "grid", "How easy?", rows, bands=["14-18"]))
    return book


def same(rows: pd.DataFrame) -> pd.Series:
    """Say of each row whether it holds one value throughout."""
    return rows.eq(rows.iloc[:, 0], axis=0).all(axis=1)


def drawn(n: int, seed: int, book: dict = make_bundle.EXAMPLE) -> dict[str, np.ndarray]:
    return make_bundle.draw(book, n, np.random.default_rng(seed))


def found(folder: Path, columns: dict, book: dict = make_bundle.EXAMPLE, *, effect: bool = False) -> Findings:
    made = make_bundle.write(folder, columns=columns, codebook=book, responses=len(columns["age_band"]))
    return look(bundle.read(made), POLICY, effect=effect)


def repeat(columns: dict, rows: np.ndarray) -> dict:
    """Append copies of rows, then shuffle as a freeze does."""
    order = np.random.default_rng(0).permutation(len(columns["age_band"]) + len(rows))
    return {name: np.concatenate([c, c[rows]])[order] for name, c in columns.items()}


def test_straight_lines_are_counted_and_compared_with_chance(tmp_path: Path) -> None:
    columns = drawn(900, 3)
    (grid,) = found(tmp_path / "b", columns).grids
    rows = pd.DataFrame(columns)
    complete = rows[(rows[SAFETY] >= 0).all(axis=1)]
    assert grid.complete == len(complete)
    assert grid.straight == same(complete[SAFETY]).sum()
    expected = 0.0
    for _, group in complete.groupby(["age_band", "language"]):
        shares = [group[column].value_counts(normalize=True) for column in SAFETY]
        expected += len(group) * sum(np.prod([s.get(code, 0) for s in shares]) for code in (1, 2, 3))
    assert grid.expected == pytest.approx(expected)
    assert (grid.usual, grid.contradicting) == ("safe", None)


def test_seeded_straight_liners_stand_out(tmp_path: Path) -> None:
    columns = drawn(900, 3)
    asked = np.flatnonzero(columns["age_band"] != "7-9")[:200]
    for column in SAFETY:
        columns[column][asked] = 2
    (grid,) = found(tmp_path / "b", columns).grids
    assert grid.usual == "in_between"
    assert grid.straight > 200
    assert grid.straight > 2 * grid.expected


def test_a_row_left_out_is_no_straight_line(tmp_path: Path) -> None:
    book = with_second_grid()
    columns = drawn(300, 3, book)
    asked = columns["age_band"] == "14-18"
    for at, code in enumerate((1, 1, 1, -1)):
        columns[f"ease.r{at}"][asked] = code
    grid = found(tmp_path / "b", columns, book).grids[1]
    assert (grid.complete, grid.straight) == (0, 0)


def test_one_answer_to_rows_of_both_directions_contradicts_itself(tmp_path: Path) -> None:
    book = with_second_grid(turned=(1, 3))
    columns = drawn(800, 2, book)
    asked = np.flatnonzero(columns["age_band"] == "14-18")[:50]
    for at in range(4):
        columns[f"ease.r{at}"][asked] = 4
    everything = found(tmp_path / "b", columns, book)
    grid = everything.grids[1]
    assert grid.contradicting == grid.straight >= 50
    assert everything.contradicting == grid.straight
    assert everything.doubtful >= everything.contradicting


def test_the_middle_of_a_scale_does_not_contradict(tmp_path: Path) -> None:
    book = copy.deepcopy(make_bundle.EXAMPLE)
    book["questions"][1]["variables"][0]["reversed"] = True
    columns = drawn(400, 2)
    for column in SAFETY:
        columns[column][columns["age_band"] != "7-9"] = 2
    (grid,) = found(tmp_path / "b", columns, book).grids
    assert (grid.contradicting, grid.straight) == (0, grid.complete)


def test_one_answer_to_every_grid_is_doubtful(tmp_path: Path) -> None:
    book = with_second_grid()
    columns = drawn(800, 2, book)
    grids = [SAFETY, [f"ease.r{at}" for at in range(4)]]
    rows = pd.DataFrame(columns)
    both = np.all([(rows[c] >= 0).all(axis=1) & same(rows[c]) for c in grids], axis=0)
    assert found(tmp_path / "b", columns, book).lines == both.sum() > 0


def test_pairs_are_counted_and_compared_with_chance(tmp_path: Path) -> None:
    columns = drawn(900, 3)
    alike = found(tmp_path / "b", columns).alike
    answers = [c for c in columns if c not in {"gender", "region", "country", "channel"}]
    sizes = Counter(map(tuple, pd.DataFrame(columns)[answers].to_numpy().tolist()))
    assert alike.pairs == sum(n * (n - 1) // 2 for n in sizes.values())
    assert 0.5 * alike.expected_pairs < alike.pairs < 2 * alike.expected_pairs


@pytest.mark.parametrize("size", [8, 30, 120])
def test_one_response_sent_again_and_again_is_found(tmp_path: Path, size: int) -> None:
    columns = drawn(700, 6)
    rare = np.flatnonzero((columns["age_band"] == "14-18") & (columns["language"] == "en"))[0]
    alike = found(tmp_path / "b", repeat(columns, np.full(size, rare))).alike
    assert alike.clusters == 1
    assert size < alike.clustered == alike.largest <= size + 2


def test_a_batch_of_paper_forms_entered_twice_is_found(tmp_path: Path) -> None:
    columns = drawn(700, 5)
    columns["channel"] = np.where(np.arange(700) < 200, "paper", "web")
    everything = found(tmp_path / "b", repeat(columns, np.arange(40)))
    channels = {channel.name: channel for channel in everything.alike.channels}
    assert channels["paper"].batches
    assert not channels["web"].batches
    assert 76 <= channels["paper"].twice <= 84
    assert everything.copied == everything.doubtful == channels["paper"].repeated


def test_those_who_answered_nothing_are_no_copies(tmp_path: Path) -> None:
    columns = drawn(700, 5)
    for name, column in columns.items():
        if name not in {"age_band", "gender", "region", "country", "language", "channel"}:
            column[:150] = np.where(column[:150] == -4, -4, -1)
    assert found(tmp_path / "b", columns).alike.clustered == 0


@pytest.mark.parametrize("n", [60, 700, 2500])
def test_honest_children_raise_no_alarm(tmp_path: Path, n: int) -> None:
    for seed in range(5):
        everything = found(tmp_path / str(seed), drawn(n, seed))
        assert everything.alike.clusters == 0
        assert not any(channel.batches for channel in everything.alike.channels)


def lines(told: dict, language: str, book: dict = make_bundle.EXAMPLE) -> list[str]:
    return list(report(told, book, spoken(language), synthetic=True))


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    columns = drawn(700, 5)
    columns["channel"] = np.where(np.arange(700) < 250, "paper", "web")
    columns = repeat(columns, np.arange(60))
    folder = tmp_path_factory.mktemp("quality") / "b"
    return make_bundle.write(folder, columns=columns), columns


@pytest.fixture(scope="module")
def everything(copied: tuple[Path, dict]) -> Findings:
    return look(bundle.read(copied[0]), POLICY)


def test_with_and_without_is_right_and_whole(everything: Findings, copied: tuple[Path, dict]) -> None:
    assert everything.effect is not None
    rows = pd.DataFrame(copied[1])
    answers = [c for c in rows.columns if c != "channel"]
    doubtful = rows.duplicated(answers, keep=False) & (rows["channel"] == "paper")
    assert everything.doubtful == doubtful.sum()
    for change in everything.effect.changes:
        if change.question == "safety":
            column = rows[f"safety.{change.item}"]
            code = {"safe": 1, "in_between": 2, "unsafe": 3}[change.choice]
            exact = [100 * (c == code).sum() / (c > 0).sum() for c in (column, column[~doubtful])]
            assert change.of_all == pytest.approx(exact[0], abs=1.5)
            assert change.without == pytest.approx(exact[1], abs=1.5)
    shown_or_not = {c.question for c in everything.effect.changes} | set(everything.effect.silent)
    assert shown_or_not == {"likelihood", "safety", "risks", "who_helps", "hours"}


def test_a_few_doubtful_are_never_subtracted(tmp_path: Path) -> None:
    columns = drawn(700, 6)
    rare = np.flatnonzero((columns["age_band"] == "14-18") & (columns["language"] == "en"))[0]
    everything = found(tmp_path / "b", repeat(columns, np.full(7, rare)), effect=True)
    assert 0 < everything.doubtful < POLICY.minimum_cell
    assert everything.effect is None
    told = document(everything, POLICY)
    assert told["doubtful"]["count"] is None
    assert told["greatest_possible_change"] is None


def test_ten_to_twenty_nine_doubtful_are_told_but_not_what_they_answered(tmp_path: Path) -> None:
    columns = drawn(700, 6)
    rare = np.flatnonzero((columns["age_band"] == "14-18") & (columns["language"] == "en"))[0]
    everything = found(tmp_path / "b", repeat(columns, np.full(20, rare)), effect=True)
    assert POLICY.minimum_cell <= everything.doubtful < POLICY.minimum_base
    assert everything.effect is not None
    assert everything.effect.changes == ()
    told = document(everything, POLICY)
    assert told["doubtful"]["count"] == POLICY.rounded(everything.doubtful)
    assert 0 < told["greatest_possible_change"] < 5


def test_parts_that_give_a_hidden_number_away_are_left_out(
    everything: Findings, copied: tuple[Path, dict], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its own protection the comparison would not stand the joint audit, and says nothing."""
    real = effect.protect

    def careless(exact, policy, progress):
        loose = policy.__class__(
            **{**policy.published(), "minimum_cell": 1, "minimum_base": 1, "interval": 0}
        )
        marked = any(table.groups.get("doubtful") for table in exact.tables)
        return real(exact, loose if marked else policy, progress)

    found_bundle = bundle.read(copied[0])
    safe = everything.effect
    monkeypatch.setattr(effect, "protect", careless)
    unsafe = look(found_bundle, POLICY).effect
    assert safe is not None
    assert unsafe is not None
    assert len(unsafe.changes) < len(safe.changes)


@pytest.mark.parametrize(
    ("count", "whole", "told"),
    [
        (0, 700, (None, "few")),
        (9, 700, (None, "few")),
        (10, 700, (10, None)),
        (13, 700, (15, None)),
        (691, 700, (None, "rest")),
        (690, 700, (690, None)),
        (700, 700, (700, None)),
    ],
)
def test_small_counts_and_what_is_left_of_large_ones_are_hidden(count, whole, told) -> None:
    found = shown(count, whole, POLICY)
    assert (found["count"], found["hidden"]) == told


def test_the_command_prints_words_and_json(copied: tuple[Path, dict], capsys) -> None:
    assert main([str(copied[0]), "--signs-only"]) == 0
    said = capsys.readouterr().out
    assert "no time is stored" in said
    assert "was a batch of forms entered two times?" in said
    assert main([str(copied[0]), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["format"] == "consult-quality/2"
    assert any("change when the doubtful are left out" in line for line in lines(told, "en"))
    assert all(c["points_without"] == int(c["points_without"]) for c in told["with_and_without"]["changes"])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ar", ["نحو 120 (16%)", "بيانات اصطناعية", "نقطة مئوية", "أقل من 10", "، \u2068-2\u2069"]),
        ("en", ["about 120 (16%)", "Synthetic data", " points at most", "fewer than 10", ", -2"]),
        ("es", ["unas 120 (16\xa0%)", "Datos sintéticos", " puntos como máximo", "menos de 10", ", -2"]),
        ("fr", ["environ 120 (16\xa0%)", "Données synthétiques", " points au plus", "moins de 10", ", -2"]),
        ("ru", ["около 120 (16\xa0%)", "Синтетические данные", "процентных пункт", "меньше 10", ", -2"]),
        ("zh", ["约120 (16%)", "合成数据", "个百分点", "少于10", "，-2"]),
    ],
)
def test_the_report_speaks_every_language(everything: Findings, language: str, said: list[str]) -> None:
    told = lines(document(everything, POLICY), language)
    whole = "\n".join(told)
    for words in said:
        assert words in whole
    english = lines(document(everything, POLICY), "en")
    assert len(told) == len(english)
    assert language == "en" or not {line for line in told if line.strip()} & set(english)
    marks = [whole.count(mark) for mark in "\u2068\u2069"]
    assert marks[0] == marks[1], "what is opened is closed"
    assert bool(marks[0]) == (language == "ar")
    mixed = [line for line in told if language == "ar" and "(ar)" in line and "\u2068" not in line]
    assert not mixed, "words of another direction stand apart"


def test_the_command_writes_a_report_for_each_reader(copied: tuple[Path, dict], tmp_path: Path) -> None:
    words = [str(copied[0]), "--signs-only", "--out", str(tmp_path)]
    assert main([*words, "--language", "ru", "--language", "ar", "--language", "ru"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"report.ar.txt", "report.ru.txt"}
    assert "время не сохраняется" in (tmp_path / "report.ru.txt").read_text()
    assert main([*words, "--language", "xx"]) == 2


def test_what_is_no_bundle_is_refused(tmp_path: Path, capsys) -> None:
    assert main([str(tmp_path / "nothing")]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_an_empty_bundle_has_no_signs(tmp_path: Path) -> None:
    everything = found(tmp_path / "b", drawn(0, 1), effect=True)
    assert (everything.responses, everything.doubtful, everything.effect) == (0, 0, None)
    assert list(lines(document(everything, POLICY), "ar"))


@pytest.mark.parametrize("related", [0.7, 0.8])
def test_honest_children_raise_no_alarm_where_questions_are_strongly_related(
    tmp_path: Path, related: float
) -> None:
    """Of 2,000 children who mostly say one thing to all of six questions, one in a hundred at most is flagged."""
    book = copy.deepcopy(make_bundle.EXAMPLE)
    values = [make_bundle.value(code, f"c{code}", f"Choice {code}") for code in range(1, 5)]
    names = [f"i{at}" for at in range(6)]
    book["questions"] = [
        make_bundle.question(name, "select_one", "single", name, [make_bundle.category(name, values)])
        for name in names
    ]
    columns, chance = drawn(2000, 1, book), np.random.default_rng(1)
    leaning = chance.integers(1, 5, 2000)
    for name in names:
        own = chance.random(2000) >= related
        columns[name] = np.where(own, chance.integers(1, 5, 2000), leaning).astype("int16")
    assert found(tmp_path / "b", columns, book).alike.clustered <= 20
