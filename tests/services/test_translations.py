"""Translating a draft: two at once lose nothing, a changed text loses its review, nothing falls back."""

import every_kind
import pytest
from polls import document as poll
from sqlalchemy import Engine
from stores import open_wave

from consult.services import database as databases
from consult.services.people import accounts
from consult.services.writing import drafts, translations, translations_files, translations_names
from consult.services.writing.translations import TranslationError, Work
from consult.survey.writing.finding import copied
from consult.survey.writing.wording import words


@pytest.fixture
def work(database: Engine):
    wave = open_wave(database, poll("routing"))
    with databases.session(database) as session:
        account = accounts.add(session, "t@office.example", "T", password="")
        draft = drafts.start(session, wave.consultation_id, "d", every_kind.document(), account.id)
        yield Work(session, draft, "ar", account.id)


def unit(work: Work, key: str):
    return next(
        each for each in translations.shown(work.session, work.draft, work.language) if each.unit.key == key
    )


def test_words_are_saved_and_only_where_they_were_seen(work: Work) -> None:
    seen = unit(work, "title").unit.digest
    translations.say(work, "title", " استطلاع جديد \r\n", seen)
    assert words(work.draft.document["title"], "ar") == "استطلاع جديد"
    with pytest.raises(TranslationError, match="changed"):
        translations.say(work, "title", "كلمات أخرى", seen)
    translations.say(work, "title", "استطلاع جديد", seen)  # the same words do no harm
    assert words(work.draft.document["title"], "en") == "A test poll"


def test_two_people_translate_two_texts_at_once(work: Work, database: Engine) -> None:
    first, second = unit(work, "title").unit.digest, unit(work, "about").unit.digest
    with databases.session(database) as other:
        theirs = Work(other, other.get(type(work.draft), work.draft.id), "ar", work.account_id)
        translations.say(theirs, "title", "واحد", first)
    translations.say(work, "about", "اثنان", second)
    assert (words(work.draft.document["title"], "ar"), words(work.draft.document["about"], "ar")) == (
        "واحد",
        "اثنان",
    )


def test_a_changed_text_loses_its_review(work: Work) -> None:
    translations.review(work, "title", unit(work, "title").unit.digest)
    assert unit(work, "title").state == "reviewed"
    changed = copied(work.draft.document)
    changed["title"]["en"] = "Other words"
    drafts.save(work.session, work.draft, changed, None)
    assert unit(work, "title").state == "translated"
    translations.review(work, "title", unit(work, "title").unit.digest)
    translations.say(work, "title", "جديد", unit(work, "title").unit.digest)
    assert unit(work, "title").reviewed is None
    with pytest.raises(TranslationError, match="changed"):
        translations.review(work, "title", "0" * 32)
    translations.take_back(work, "title")


def test_progress_and_comments(work: Work) -> None:
    translations.say(work, "title", "", unit(work, "title").unit.digest)
    said = translations.comment(work, "about", "Is this right?")
    of = {each.language: each for each in translations.progress(work.session, work.draft)}
    assert (of["ar"].total - of["ar"].done, of["ar"].comments) == (1, 1)
    translations.settle(work.session, work.draft, said.id, done=True)
    assert {each.language: each for each in translations.progress(work.session, work.draft)}[
        "ar"
    ].comments == 0
    assert unit(work, "sections.all.mood.label:7-9").state == "covered"
    for place, text in (("gone", "x"), ("about", " "), ("about", "x" * 3000)):
        with pytest.raises(TranslationError):
            translations.comment(work, place, text)


@pytest.mark.parametrize("kind", ["xlf", "po"])
def test_files_go_out_and_come_back(work: Work, kind: str) -> None:
    before = copied(work.draft.document)
    body = translations_files.written(work.session, work.draft, "ar", kind, "rtl")
    listed = translations.shown(work.session, work.draft, "ar")
    translations.say_all(work, {(each.unit.place, each.unit.band): "" for each in listed})
    assert translations.progress(work.session, work.draft)[1].done == 0
    report = translations_files.taken(work, body, f"x.{kind}")
    assert work.draft.document == before
    assert {line.outcome for line in report.lines} <= {"taken", "left", "changed"}


def test_names_of_languages() -> None:
    assert translations_names.code_of("Français") == "fr"
    assert translations_names.code_of("swahili") == "sw"
    assert translations_names.code_of("Klingonese") is None
    assert translations_names.direction("ar") == translations_names.direction("ks-Arab") == "rtl"
    assert translations_names.direction("uz-Latn") == "ltr"
    assert translations_names.name_of("zh-Hant", "fr").startswith("chinois")
    assert translations_names.own_name("zz-none") == "zz-none"
    assert len(translations_names.countries("ar")) > 200
