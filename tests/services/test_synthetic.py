"""Children who do not exist: acceptable to every questionnaire, the same for the same seed, plainly synthetic."""

from dataclasses import replace
from pathlib import Path

import pytest
from polls import NAMES, poll

from consult.services.trying import synthetic
from consult.survey import questionnaire as survey
from consult.survey.answers import accept
from consult.survey.m49 import REGIONS
from consult.survey.model import missing_kind

BUNDLED = Path(survey.__file__).parents[1] / "questionnaires" / "online_safety.json"


@pytest.fixture(scope="module")
def bundled() -> survey.Questionnaire:
    return survey.read(BUNDLED)


@pytest.mark.parametrize("name", NAMES)
def test_they_answer_any_questionnaire(name: str) -> None:
    questionnaire = poll(name)
    made = list(synthetic.children(questionnaire, 300, 7, synthetic.manner(name)))
    accepted = [accept(questionnaire, child.form, child.language) for child in made]
    assert {each.band for each in accepted} == {band.name for band in questionnaire.bands}
    assert {each.language for each in accepted} == set(questionnaire.languages)
    asked = {name for each in accepted for name in each.answers}
    answered = {
        name for each in accepted for name, answer in each.answers.items() if missing_kind(answer) is None
    }
    assert answered == asked, "every question has somebody who answers it"


def test_the_seed_decides_the_answers(bundled: survey.Questionnaire) -> None:
    how = synthetic.manner("online_safety")
    once, again = (list(synthetic.children(bundled, 50, 3, how)) for _ in range(2))
    other = list(synthetic.children(bundled, 50, 4, how))
    assert once == again
    assert once != other
    assert once[:20] == list(synthetic.children(bundled, 20, 3, how)), "more children do not change the first"


def test_everybody_is_represented(bundled: survey.Questionnaire) -> None:
    made = synthetic.children(bundled, 700, 1, synthetic.manner("online_safety"))
    accepted = [accept(bundled, child.form, child.language) for child in made]
    assert {each.language for each in accepted} == {"ar", "en", "es", "fr", "ru", "zh"}
    assert {each.gender for each in accepted} >= {"girl", "boy", "another_way", "rather_not_say", "skipped"}
    assert {each.region for each in accepted} >= set(REGIONS)
    kinds = {missing_kind(answer) for each in accepted for answer in each.answers.values()}
    assert kinds >= {None, "skipped", "dont_know", "rather_not_say"}


def test_their_words_say_that_they_are_synthetic(bundled: survey.Questionnaire) -> None:
    marks = ("synth", "sint", "синтет", "اصطناعي", "合成")
    made = synthetic.children(bundled, 700, 1, synthetic.manner("online_safety"))
    texts = [text for child in made for text in accept(bundled, child.form, child.language).texts]
    assert {text.question for text in texts} == {"solutions_text", "one_word"}
    assert {text.language for text in texts} == set(bundled.languages)
    for text in texts:
        assert any(mark in text.text for mark in marks), text.text


def test_every_weight_names_something_in_the_questionnaire(bundled: survey.Questionnaire) -> None:
    bands = {band.name for band in bundled.bands}
    for key, weights in synthetic.manner("online_safety").weights.items():
        name, _, band = key.partition("@")
        assert not band or band in bands, key
        if name == "band":
            assert set(weights) == bands
            continue
        question_name, _, row = name.partition(".")
        question = bundled.question(question_name)
        assert not row or row in {each.name for each in question.rows}, key
        names = set(REGIONS) if question.choices_from else {choice.name for choice in question.choices}
        assert set(weights) <= names, key


def test_every_choice_of_a_weighted_question_has_a_weight(bundled: survey.Questionnaire) -> None:
    how = synthetic.manner("online_safety")
    for band in bundled.bands:
        for question in bundled.for_band(band.name):
            given = how.weights.get(f"{question.name}@{band.name}") or how.weights.get(question.name) or {}
            if given and not question.choices_from:
                names = {choice.name for choice in question.choices}
                assert names <= set(given), f"{question.name} in {band.name}"


def test_a_copy_of_the_bundled_poll_is_answered_like_it(bundled: survey.Questionnaire) -> None:
    copy = replace(bundled, name="our_own_name")
    assert synthetic.manner_of(copy) == synthetic.manner_of(bundled) == synthetic.manner("online_safety")
    assert synthetic.manner_of(poll("kinds")) == synthetic.manner("kinds")
