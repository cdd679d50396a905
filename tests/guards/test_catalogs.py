"""The words of the interface and of documents: extracted, translated and complete, in every language."""

import re
from pathlib import Path

import catalogs
import pytest
from babel.messages.catalog import Catalog, Message

from consult.web.i18n import CODES

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
SCRIPTS = {"ar": r"[\u0600-\u06ff]", "ru": r"[\u0400-\u04ff]", "zh": r"[\u4e00-\u9fff]"}
EVERY = [(domain, language) for domain in catalogs.DOMAINS for language in CODES]


def messages(catalog: Catalog) -> dict[str, Message]:
    return {key(message): message for message in catalog if message.id}


def key(message: Message) -> str:
    return str(message.id[0] if message.pluralizable else message.id)


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (str(message.string),)


def translated(domain: str, language: str) -> Catalog:
    return catalogs.read(catalogs.catalog_of(domain, language), language)


@pytest.mark.parametrize("domain", catalogs.DOMAINS)
def test_the_template_is_what_the_code_says_now(domain: str, tmp_path: Path) -> None:
    fresh = catalogs.extract(domain, tmp_path / "fresh.pot")
    kept = catalogs.read(catalogs.TRANSLATIONS / f"{domain}.pot")
    assert set(messages(fresh)) == set(messages(kept)), f"run: make words DOMAINS={domain}"


@pytest.mark.parametrize(("domain", "language"), EVERY)
def test_every_message_is_translated_for_certain(domain: str, language: str) -> None:
    template = messages(catalogs.read(catalogs.TRANSLATIONS / f"{domain}.pot"))
    catalog = translated(domain, language)
    assert not catalog.fuzzy
    assert set(messages(catalog)) == set(template)
    assert not catalog.obsolete
    for message in messages(catalog).values():
        assert not message.fuzzy, message.id
        assert len(forms(message)) == (catalog.num_plurals if message.pluralizable else 1), message.id
        for form in forms(message):
            assert form.strip(), f"{message.id!r} has no translation"
            assert placeholders(form) <= placeholders(*ids(message)), f"{message.id!r}: {form!r}"
        assert placeholders(forms(message)[-1]) == placeholders(ids(message)[-1]), message.id


def ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if message.pluralizable else (str(message.id),)


def placeholders(*texts: str) -> set[str]:
    return {found for text in texts for found in PLACEHOLDER.findall(text)}


@pytest.mark.parametrize("language", CODES)
def test_the_words_of_the_script_can_be_split(language: str) -> None:
    for message in messages(translated("messages", language)).values():
        assert "|" not in "".join(forms(message)), "the script splits its words there"


@pytest.mark.parametrize(("domain", "language"), [pair for pair in EVERY if pair[1] in SCRIPTS])
def test_every_translation_is_in_its_own_script(domain: str, language: str) -> None:
    for name, message in messages(translated(domain, language)).items():
        if not re.search(r"[a-z]{3}", PLACEHOLDER.sub("", name)):
            continue  # an abbreviation, a sign, a format
        for form in forms(message):
            if not re.search(r"[^\W\d_]", PLACEHOLDER.sub("", form)):
                continue  # only signs, as in "{n}%"
            assert re.search(SCRIPTS[language], form), f"{name!r}: {form!r}"


@pytest.mark.parametrize("language", ["es", "fr", "ru", "zh", "ar"])
def test_nothing_that_children_read_was_left_in_english(language: str) -> None:
    for name, message in messages(translated("messages", language)).items():
        if re.search(r"[a-z]{3}", PLACEHOLDER.sub("", name)):  # not a unit such as "kB"
            assert name not in forms(message)


@pytest.mark.parametrize("domain", ["children", "groups", "reporting", "reports"])
def test_french_documents_break_no_line_before_a_colon_or_after_a_quotation_mark(domain: str) -> None:
    said = [form for message in messages(translated(domain, "fr")).values() for form in forms(message)]
    assert said
    assert not [form for form in said if re.search(r" [;:?!»%]|« |\w'\w", form)]


@pytest.mark.parametrize(("domain", "language"), EVERY)
def test_a_translation_says_whether_somebody_read_it(domain: str, language: str) -> None:
    head = catalogs.comment_of(catalogs.catalog_of(domain, language))
    assert "Original wording" in head or "eviewed by" in head
