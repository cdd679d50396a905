"""Every rule of the lint against a document that keeps it and one that breaks it."""

import pytest
from papers import paper

from analysis.reporting.__main__ import main
from analysis.reporting.lint import RULES, check

_LONG = "word " * 8600
# rule, language, what keeps it, what breaks it
CASES = [
    ("length", "en", {"paragraphs": ["word " * 8300]}, {"paragraphs": [_LONG]}),
    ("length", "fr", {"paragraphs": ["mot"]}, {"paragraphs": [_LONG]}),
    ("unnumbered", "en", {"paragraphs": ["A numbered one."]}, {"plain": ["Nobody can refer to this one."]}),
    ("unnumbered", "zh", {"paragraphs": ["有段次。"]}, {"plain": ["没有段次的一段话。"]}),
    ("lone-heading", "en", {"headings": [(2, "One"), (2, "Two")]}, {"headings": [(2, "Alone")]}),
    (
        "lone-heading",
        "ru",
        {"headings": [(2, "Один"), (3, "а"), (3, "б"), (2, "Два")]},
        {"headings": [(2, "Один"), (3, "а"), (2, "Два")]},
    ),
    ("percent-sign", "en", {"table": ["71%"]}, {"paragraphs": ["Of all children, 71% said so."]}),
    (
        "percent-sign",
        "fr",
        {"paragraphs": ["Parmi les enfants, 71 pour cent."]},
        {"paragraphs": ["Parmi les enfants, 71 %."]},
    ),
    ("percent-sign", "ar", {"paragraphs": ["71 في المائة من الأطفال"]}, {"paragraphs": ["71٪ من الأطفال"]}),
    (
        "per-cent",
        "en",
        {"paragraphs": ["Of the children, 71 per cent said so."]},
        {"paragraphs": ["Of the children, 71 percent said so."]},
    ),
    (
        "small-number",
        "en",
        {
            "paragraphs": [
                "Six regions, 12 countries, children aged 7 to 9 years, paragraph 5 and 5 per cent of children."
            ]
        },
        {"paragraphs": ["Children met in 6 regions."]},
    ),
    (
        "starts-with-figure",
        "en",
        {"paragraphs": ["Seventy children came. In all, 12 spoke."]},
        {"paragraphs": ["Seventy children came. 12 of them spoke."]},
    ),
    ("starts-with-figure", "es", {"paragraphs": ["Unos 12 niños."]}, {"paragraphs": ["12 niños hablaron."]}),
    ("starts-with-figure", "ru", {"paragraphs": ["Всего 12 детей."]}, {"paragraphs": ["12 детей."]}),
    ("decimal", "en", {"paragraphs": ["About 0.5 of it."]}, {"paragraphs": ["About .5 of it."]}),
    ("footnote-mark", "en", {"marks": [("They said so.", "")]}, {"marks": [("They said so", ".")]}),
    ("footnote-mark", "fr", {"marks": [("Ils l’ont dit", ".")]}, {"marks": [("Ils l’ont dit.", "")]}),
    ("footnote-mark", "es", {"marks": [("Lo dijeron", ".")]}, {"marks": [("Lo dijeron.", "")]}),
    (
        "spelling",
        "en",
        {"paragraphs": ["The organization recognized the programme."]},
        {"paragraphs": ["The organisation began."]},
    ),
    (
        "no-base",
        "en",
        {"paragraphs": ["Of the children who answered, 71 per cent agreed."]},
        {"paragraphs": ["Agreement was at 71 per cent."]},
    ),
    *(
        ("no-base", language, {"paragraphs": [good]}, {"paragraphs": [bad]})
        for language, good, bad in (
            ("fr", "Parmi les enfants qui ont répondu, 71 pour cent.", "L’accord était de 71 pour cent."),
            ("es", "De los niños que respondieron, el 71 por ciento.", "El acuerdo fue del 71 por ciento."),
            ("ru", "От числа ответивших – 71 процент.", "Согласие: 71 процент."),
            ("ar", "71 في المائة ممن أجابوا", "الموافقة 71 في المائة"),
            ("zh", "在回答的儿童中，71%同意。", "同意率为71%。"),
        )
    ),
    ("method-item", "en", {}, {"without": ["self_selection"]}),
    ("method-item", "ar", {}, {"without": ["deletion"]}),
    ("placeholder", "en", {"paragraphs": ["Done."]}, {"paragraphs": ["[The office writes this.]"]}),
]


def codes(path, limit=8500):
    return [found.rule.code for found in check(path, limit=limit).found]


@pytest.mark.parametrize(("rule", "language", "good", "bad"), CASES)
def test_a_rule_finds_what_breaks_it_and_leaves_what_keeps_it(rule, language, good, bad, tmp_path) -> None:
    assert rule not in codes(paper(tmp_path / "good.docx", language=language, **good))
    assert rule in codes(paper(tmp_path / "bad.docx", language=language, **bad))


def test_every_rule_is_tried_and_has_a_source() -> None:
    assert {case[0] for case in CASES} == set(RULES)
    assert all(rule.source and rule.asks for rule in RULES.values())


def test_the_limit_is_chosen_and_annexes_are_counted_apart(tmp_path) -> None:
    path = paper(tmp_path / "long.docx", paragraphs=[_LONG])
    assert "length" in codes(path)
    assert "length" not in codes(path, limit=10700)
    assert check(path, limit=8500).annex_words > 10


def test_a_finding_names_line_paragraph_and_rule(tmp_path, capsys) -> None:
    path = paper(tmp_path / "bad.docx", paragraphs=["Fine.", "Children met in 6 regions."])
    assert main(["lint", str(path)]) == 1
    said = capsys.readouterr().out
    assert "line 4, paragraph 2: small-number: …Children met in 6 regions." in said
    assert "Editorial Manual" in said


def test_a_file_that_is_no_document_is_refused_in_words(tmp_path, capsys) -> None:
    path = tmp_path / "x.docx"
    path.write_text("no document")
    assert main(["lint", str(path)]) == 2
    assert "reporting:" in capsys.readouterr().err


def test_quotations_and_words_that_stand_for_numbers_are_left_alone(tmp_path) -> None:
    text = "Children said “5 of us” on 3 May 2026, from 1 to 9 June and in A/HRC/9/18."
    assert codes(paper(tmp_path / "quoted.docx", paragraphs=[text])) == []
