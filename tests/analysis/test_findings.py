"""Findings: told when true, dropped when hidden, and never more than can be proved."""

from dataclasses import replace

import make_release
import pytest
from make_release import BANDS, codebook, some_bands_only, table

from analysis.disclosure import ProtectedTable, Release
from analysis.findings import CHOSEN, findings, poll_of


def with_tables(*tables: ProtectedTable) -> Release:
    return replace(make_release.release(), tables=tables)


def single(**rows: int | None) -> ProtectedTable:
    return table("location", "single", {name: (share,) for name, share in rows.items()})


def multiple(**rows: int | None) -> ProtectedTable:
    return table("top_risks", "multiple", {name: (share,) for name, share in rows.items()})


def test_the_findings_of_the_release() -> None:
    told = [(f.question, f.top.choice, f.top.item, f.top.percent) for f in findings(make_release.release())]
    assert told == [
        ("likelihood", "likely", None, 71),
        ("platform_safety", "safe", "messaging", 64),
        ("top_risks", "sexual", None, 61),
    ]


def test_a_finding_whose_cell_is_hidden_disappears() -> None:
    tables = [t for t in make_release.tables() if t.question != "likelihood"]
    hidden = table("likelihood", "single", {"likely": (None,), "unlikely": (20,), "very_unlikely": (None,)})
    assert "likelihood" in {f.question for f in findings(make_release.release())}
    assert "likelihood" not in {f.question for f in findings(with_tables(hidden, *tables))}


@pytest.mark.parametrize(
    ("rows", "told", "most"),
    [
        ({"home": 70, "school": 20, "public": 10}, True, True),
        ({"home": 70, "school": None, "public": None}, True, True),  # 30 are left for both
        ({"home": 40, "school": None, "public": None}, False, False),  # one of them may be 55
        ({"home": 45, "school": 45, "public": 10}, True, False),  # a tie
        ({"home": None, "school": None, "public": None}, False, False),
    ],
)
def test_most_is_said_only_where_no_hidden_answer_can_be_larger(rows, told, most) -> None:
    found = findings(with_tables(single(**rows)))
    assert bool(found) is told
    assert not told or found[0].most is most


def test_no_sentence_says_that_all_or_none_of_the_children_said_so() -> None:
    assert findings(with_tables(single(home=99, school=1, public=0)))
    assert not findings(with_tables(single(home=100, school=0, public=0)))
    assert not findings(with_tables(multiple(sexual=100, pretending=20, bullying=0)))


@pytest.mark.parametrize(("bullying", "most"), [(10, True), (None, False), (60, False)])
def test_of_several_answers_a_hidden_one_may_be_the_largest(bullying, most) -> None:
    found = findings(with_tables(multiple(sexual=60, pretending=50, bullying=bullying)))
    assert found[0].most is most


def by_age(*shares: int | None) -> ProtectedTable:
    return table("location", "single", {"home": (70, *shares)}, breakdown="age_band", groups=BANDS)


@pytest.mark.parametrize(
    ("shares", "age"),
    [
        ((50, 60, 70), ("14-18", 70)),
        ((50, 70, 70), None),  # none stands out
        ((None, 60, 70), None),  # the hidden one may be higher
        ((50, 60, 100), None),  # all of them are told by no sentence
    ],
)
def test_an_age_group_is_named_only_where_it_stands_out(shares: tuple, age: tuple | None) -> None:
    found = findings(with_tables(single(home=70, school=20, public=10), by_age(*shares)))
    assert found[0].age == age


def test_bands_with_other_words_to_choose_from_are_not_compared() -> None:
    book = codebook()
    values = next(q for q in book["questions"] if q["name"] == "location")["variables"][0]["values"]
    values[0] = {**values[0], "bands": ["7-9"]}
    values.append({**values[0], "name": "house", "bands": ["10-13", "14-18"], "reports_as": "home"})
    release = with_tables(single(home=70, school=20, public=10), by_age(50, 60, 70))
    assert findings(release)[0].age == ("14-18", 70)
    assert findings(replace(release, codebook=book))[0].age is None


@pytest.mark.parametrize(("count", "most"), [(60, True), (480, False)])
def test_an_answer_that_some_bands_had_is_no_bar_but_may_be_the_most(count, most) -> None:
    whole = with_tables(single(home=70, school=20, public=10))
    found = findings(some_bands_only(whole, "location", "school", count))[0]
    assert [(said.choice, said.percent) for said in found.bars] == [("home", 70), ("public", 10)]
    assert found.most is most


def test_a_question_with_no_answer_for_all_has_no_finding() -> None:
    assert not findings(some_bands_only(with_tables(single(home=70)), "location", "home"))


def test_a_copy_of_a_bundled_poll_is_told_as_the_poll_itself() -> None:
    made, book = make_release.release(), codebook()
    book["questionnaire"]["name"] = "our_own_name"
    assert poll_of(replace(made, codebook=book)) == "", "its questions are not all there"
    asked = {question["name"] for question in book["questions"]}
    location = next(q for q in book["questions"] if q["name"] == "location")
    book["questions"] += [{**location, "name": name} for name in CHOSEN["online_safety"].keys() - asked]
    copy = replace(made, codebook=book)
    assert poll_of(copy) == "online_safety"
    assert [f.question for f in findings(copy)] == [f.question for f in findings(made)]


def test_an_answer_that_a_copy_does_not_offer_leaves_the_most_frequent() -> None:
    only = with_tables(table("likelihood", "single", {"unlikely": (70,), "very_unlikely": (30,)}))
    assert [found.top.choice for found in findings(only)] == ["unlikely"]


def test_at_most_five() -> None:
    book = codebook()
    book["questionnaire"]["name"] = "another"
    extra = [replace(single(home=70, school=30), question=f"q{at}") for at in range(7)]
    location = next(q for q in book["questions"] if q["name"] == "location")
    book["questions"] += [{**location, "name": f"q{at}"} for at in range(7)]
    assert len(findings(replace(with_tables(*extra), codebook=book))) == 5
