"""Lints warn where a question may be misread by children, in the six languages, and leave good questions alone."""

import json

import pytest
from web_site import BUNDLED

from consult.survey.lints import BY_WORDS, knows, lints, sources


def ask(words: str, language: str = "en", *, ages: tuple[int, int] = (14, 18), **more: object) -> dict:
    """Make a document with one question."""
    name = f"{ages[0]}-{ages[1]}"
    asked = {"name": "q", "kind": "select_one", "label": {language: words}, **more}
    return {
        "default_language": language,
        "languages": {language: {}},
        "bands": [{"name": name, "first": ages[0], "last": ages[1]}],
        "sections": [{"name": "s", "questions": [asked]}],
    }


def codes(document: dict) -> set[str]:
    return {lint.code for lint in lints(document)}


CASES = {
    "en": [
        ("negation", "Is school never safe?"), ("negation", "Which places aren’t safe?"),
        ("two_in_one", "Do you like school and why do you go?"), ("two_in_one", "Is it safe? Is it fun?"),
        ("own_experience", "Have you ever been hurt by an adult?"), ("own_experience", "Who has bullied you?"),
        ("leading", "Don’t you think school is fun?"), ("leading", "Of course you like it. How much?"),
    ],
    "fr": [
        ("negation", "Est-ce que ce n’est pas sûr ?"), ("two_in_one", "Qui t’aide et pourquoi ?"),
        ("own_experience", "As-tu déjà été frappé par un adulte ?"), ("leading", "Ne penses-tu pas que c’est bien ?"),
    ],
    "es": [
        ("negation", "¿No es seguro?"), ("two_in_one", "¿Qué te gusta y por qué?"),
        ("own_experience", "¿Alguien te ha pegado?"), ("leading", "¿No crees que es bueno?"),
    ],
    "ru": [
        ("negation", "Где не опасно?"), ("two_in_one", "Что тебе нравится и почему?"),
        ("own_experience", "Тебя когда-нибудь били?"), ("leading", "Разве это хорошо?"),
    ],
    "ar": [
        ("negation", "أي مكان ليس آمنًا؟"), ("two_in_one", "ماذا تحب ولماذا؟"),
        ("own_experience", "هل تعرضت للضرب؟"), ("leading", "ألا تعتقد أن المدرسة ممتعة؟"),
    ],
    "zh": [
        ("negation", "哪里没有大人？"), ("two_in_one", "你喜欢什么和为什么？"),
        ("own_experience", "你被大人打过吗？"), ("leading", "难道学校好玩吗？"),
    ],
}  # fmt: skip
GOOD = {
    "en": [
        "How safe or unsafe are these for children?",
        "Which fruit do you like best?",
        "Do you like it or not?",
    ],
    "fr": ["Est-ce sûr ou risqué pour les enfants ?", "Quel fruit préfères-tu ?"],
    "es": ["¿Es seguro o inseguro?", "¿Qué fruta te gusta más?"],
    "ru": ["Это безопасно или опасно для детей?", "Какой фрукт ты любишь?"],
    "ar": ["هل هذه الأشياء آمنة أم غير آمنة للأطفال؟", "أي فاكهة تحب؟"],
    "zh": ["这些对孩子来说安全还是不安全？", "你最喜欢哪种水果？", "学校好不好玩？"],
}


@pytest.mark.parametrize(
    ("language", "code", "words"), [(lang, *case) for lang, cases in CASES.items() for case in cases]
)
def test_a_doubtful_question_is_noticed(language: str, code: str, words: str) -> None:
    assert code in codes(ask(words, language))


@pytest.mark.parametrize(
    ("language", "words"), [(lang, words) for lang, good in GOOD.items() for words in good]
)
def test_a_good_question_is_left_alone(language: str, words: str) -> None:
    assert codes(ask(words, language)) == set()


@pytest.mark.parametrize(("ages", "most"), [((7, 9), 15), ((10, 13), 20), ((14, 18), 25)])
def test_length_is_held_against_the_age(ages: tuple[int, int], most: int) -> None:
    assert codes(ask("word " * most, ages=ages)) == set()
    (lint,) = lints(ask("word " * (most + 1), ages=ages))
    assert (lint.code, lint.number, lint.most, lint.source) == ("long", most + 1, most, "austin")


@pytest.mark.parametrize(
    ("ages", "most", "source"), [((7, 9), 3, "coombes"), ((10, 13), 5, "jpro"), ((14, 18), 7, "jpro")]
)
def test_long_scales_are_for_older_children(ages: tuple[int, int], most: int, source: str) -> None:
    steps = [{"name": f"c{n}", "label": {"en": "x"}} for n in range(most + 1)]
    asked = {"kind": "scale", "dont_know": True, "ages": ages}
    assert codes(ask("How?", **asked, choices=steps[:most])) == set()
    (lint,) = lints(ask("How?", **asked, choices=steps))
    assert (lint.code, lint.number, lint.source) == ("scale_long", most + 1, source)


def test_a_scale_without_a_way_out_is_noticed() -> None:
    assert codes(ask("How?", kind="scale", choices=[])) == {"no_dont_know"}


def test_a_wording_is_held_against_the_band_that_reads_it() -> None:
    document = ask("x", ages=(7, 9))
    document["bands"].append({"name": "14-18", "first": 14, "last": 18})
    question = document["sections"][0]["questions"][0]
    question["label"] = {"en": {"default": "word " * 24, "7-9": "Short?"}}
    assert codes(document) == set()
    question["label"] = {"en": {"default": "Short?", "7-9": "word " * 24}}
    (lint,) = lints(document)
    assert (lint.code, lint.band) == ("long", "7-9")


def test_every_lint_names_a_source_and_its_languages() -> None:
    assert {"austin", "coombes", "jpro", "leeuw", "linnell", "osrsg"} == set(sources())
    for code in BY_WORDS:
        assert set(knows(code)) == {"ar", "en", "es", "fr", "ru", "zh"}
    assert knows("long") is None
    assert codes(ask("Is it never safe?", "de")) == set()


def test_the_bundled_poll_is_hardly_doubted() -> None:
    found = lints(json.loads(BUNDLED.read_text()))
    assert {lint.code for lint in found} <= {"long"}
    assert len(found) <= 3
