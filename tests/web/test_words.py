"""Names of places, dates, numbers and the choice of a language."""

from datetime import date

import pytest
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import gettext
from web_site import Site

from analysis.render.words import words_of
from consult.errors import REASONS
from consult.survey.m49 import COUNTRIES
from consult.web import i18n, places
from consult.web.drawing.problems import SENTENCES

each_language = pytest.mark.parametrize("language", i18n.CODES)
PALESTINE = {
    "ar": "دولة فلسطين",
    "en": "State of Palestine",
    "es": "Estado de Palestina",
    "fr": "État de Palestine",
    "ru": "Государство Палестина",
    "zh": "巴勒斯坦国",
}


@each_language
def test_every_country_has_a_name_of_its_own(language: str) -> None:
    named = places.names(language)
    assert set(named) == set(COUNTRIES)
    assert len(set(named.values())) == len(named)
    assert all(name.strip() and "|" not in name and name[:2] != code for code, name in named.items())


@each_language
def test_the_united_nations_names_come_first(language: str) -> None:
    assert places.name("PS", language) == PALESTINE[language]
    for code, names in places._UNITED_NATIONS.items():
        assert set(names) == set(i18n.CODES), code
        assert code in COUNTRIES


def test_names_stand_where_a_reader_looks_for_them() -> None:
    french = list(places.names("fr").values())
    assert french.index("Égypte") < french.index("Fidji")
    assert french.index("Equateur" if "Equateur" in french else "Équateur") < french.index("Espagne")
    spanish = list(places.names("es").values())
    assert spanish[-1] == "Zimbabue"
    russian = list(places.names("ru").values())
    assert russian[-1] == "Япония"
    chinese = list(places.names("zh").values())
    assert chinese.index("阿富汗") < chinese.index("肯尼亚") < chinese.index("中国")


@each_language
def test_numbers_and_dates_follow_the_language(language: str) -> None:
    assert i18n.number(12, language) == "12"
    assert "2027" in i18n.day(date(2027, 3, 5), language)


def test_a_date_in_arabic_names_the_month_as_both_halves_of_its_readers_do() -> None:
    """And as the documents do, which have the other implementation of the same rule."""
    for month in range(1, 13):
        on = date(2027, month, 5)
        assert i18n.day(on, "ar") == words_of("ar", "reports").date(on)
    assert i18n.day(date(2027, 11, 5), "ar") == "5 تشرين الثاني/نوفمبر 2027"


def test_the_first_of_a_month_is_the_first_in_french() -> None:
    first, second = date(2027, 3, 1), date(2027, 3, 2)
    assert i18n.day(first, "fr") == words_of("fr", "reports").date(first) == "1er mars 2027"
    assert i18n.day(second, "fr") == words_of("fr", "reports").date(second) == "2 mars 2027"
    assert i18n.day(first, "es") == "1 de marzo de 2027"


def test_a_russian_date_ends_a_sentence_with_one_full_stop() -> None:
    assert i18n.day(date(2027, 3, 5), "ru") == "5 марта 2027 года"  # "г." has one of its own


def test_an_unknown_language_is_none_of_ours() -> None:
    with pytest.raises(KeyError):
        i18n.locale("tlh")


@pytest.mark.parametrize(
    ("wanted", "best"),
    [
        ("sv-SE,sv;q=0.9", "en"),
        ("zh-Hans-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("EN-us", "en"),
        ("fr-CA", "fr"),
        ("pt;q=1, ru;q=0.7, ar;q=0.8", "ar"),
        ("ar;q=0, fr", "fr"),
        ("*", "en"),
        ("not a header;;;,=", "en"),
        ("", "en"),
    ],
)
def test_the_best_language(wanted: str, best: str) -> None:
    with Flask("x").test_request_context("/", headers={"Accept-Language": wanted}):
        assert i18n.best_language(i18n.CODES) == best


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(REASONS)


@each_language
def test_no_child_reads_the_words_of_the_office(site: Site, language: str) -> None:
    """Where a page of the office uses the same English words, the children's translation is the one that holds."""
    path = i18n.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        told = [each for each in read_po(file) if each.id and isinstance(each.id, str)]
    with site.app.test_request_context("/"), i18n.speaking(language):
        assert {each.id: gettext(each.id) for each in told} == {each.id: each.string for each in told}
