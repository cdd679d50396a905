"""Recall and precision of the suggestions over the planted corpus; names are measured, nothing is promised."""

import sys
from pathlib import Path

import pytest
from material import material

sys.path.insert(0, str(Path(__file__).parent))
import personal_data_corpus as corpus

pytestmark = pytest.mark.external

LEAST_RECALL = 0.98


@pytest.fixture(scope="module")
def planted() -> list[corpus.Sample]:
    for name in "phone_examples.csv", "presidio_context_sentences.txt", "person_names_by_locale.csv.gz":
        material(f"text/{name}")
    return [sample for sample in corpus.samples() if sample.kind in corpus.STRUCTURED]


def test_the_corpus_is_large_and_always_the_same(planted: list[corpus.Sample]) -> None:
    assert len(planted) > 3000
    assert planted == [sample for sample in corpus.samples() if sample.kind in corpus.STRUCTURED]
    assert {sample.language for sample in planted} == set(corpus.LANGUAGES)


def test_structured_items_are_found(planted: list[corpus.Sample]) -> None:
    counts = corpus.recall(planted)
    print(counts)
    for language in ("all", *corpus.LANGUAGES):
        found, whole = counts["all", language]
        assert found / whole >= LEAST_RECALL, f"{language}: {found} of {whole}"


def test_what_is_found_was_planted(planted: list[corpus.Sample]) -> None:
    right, whole = corpus.precision(planted)
    assert right / whole >= 0.98


def test_clean_texts_are_left_alone() -> None:
    for language, (alarms, texts) in corpus.false_alarms().items():
        assert alarms <= texts // 50, language


def test_names_are_found_from_the_list_only(planted: list[corpus.Sample]) -> None:
    listed, others = corpus.named(listed=True), corpus.named(listed=False)
    office = tuple(sample.text[sample.start : sample.end] for sample in listed)
    found, whole = corpus.recall(listed, office)["all", "all"]
    assert found == whole
    # No claim is made for names that nobody listed; should this ever rise, the documents must say so.
    assert corpus.recall(others)["all", "all"][0] == 0
