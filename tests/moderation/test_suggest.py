"""What is suggested, where exactly, and what is left alone."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import material

from consult.moderation import KINDS, WHYS, suggest
from consult.moderation.detectors import DETECTORS
from consult.moderation.view import View, fold

FOUND = [
    ("call me 06 12 34 56 78 ok", "phone", "06 12 34 56 78"),
    ("٠٥٠ ١٢٣ ٤٥٦٧ رقمي", "phone", "٠٥٠ ١٢٣ ٤٥٦٧"),
    ("+१ ४२५ ८८२ ९०९०", "phone", "+१ ४२५ ८८२ ९०९०"),
    ("０６１２３４５６７８", "phone", "０６１２３４５６７８"),
    ("0\u200b6\u200b12345678", "phone", "0\u200b6\u200b12345678"),
    ("6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "phone", "6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣"),
    ("my phone is 40123", "phone", "40123"),
    ("5,8,1,2,9,4,7", "long_number", "5,8,1,2,9,4,7"),
    ("邮箱anna@qq.com谢谢", "email", "anna@qq.com"),
    ("анна@почта.рф", "email", "анна@почта.рф"),
    ("Anna at Gmail dot com!", "email", "Anna at Gmail dot com"),
    ("reach me at anna [at] mail dot org", "email", "anna [at] mail dot org"),
    ("ana arroba gmail punto com", "email", "ana arroba gmail punto com"),
    ("ana arroba gmail", "email", "ana arroba gmail"),
    ("анна собака майл точка ру", "email", "анна собака майл точка ру"),
    ("anna艾特qq点com", "email", "anna艾特qq点com"),
    ("look: https://example.org/a?b", "url", "https://example.org/a?b"),
    ("my page anna.blogspot.com", "url", "anna.blogspot.com"),
    ("t.me/anna", "url", "t.me/anna"),
    ("we play on roblox dot com", "url", "roblox dot com"),
    ("加我@xiaoming", "handle", "@xiaoming"),
    ("insta: anna.k2", "handle", "anna.k2"),
    ("wechat：xiao_ming", "handle", "xiao_ming"),
    ("ip 192.168.0.1", "ip_address", "192.168.0.1"),
    ("dni 54362315K", "national_id", "54362315K"),
    ("passport T1234567", "national_id", "T1234567"),
    ("zero six twelve thirty four fifty six", "spelled_number", "zero six twelve thirty four fifty six"),
    ("五 八 三 一 二 九 八", "spelled_number", "五 八 三 一 二 九 八"),
    (
        "восемь девятьсот двенадцать триста сорок пять",
        "spelled_number",
        "восемь девятьсот двенадцать триста сорок пять",
    ),
    ("صفر ستة وسبعة ثمانية واحد خمسة", "spelled_number", "صفر ستة وسبعة ثمانية واحد خمسة"),
    ("zéro 6 douze 34 cinquante", "spelled_number", "zéro 6 douze 34 cinquante"),
    ("I live at 12 Rose Street", "postal_address", "12 Rose Street"),
    ("мой дом ул. Ленина д. 5", "postal_address", "ул. Ленина д. 5"),
    ("born on 3 May 2012", "birth_date", "3 May 2012"),
    ("I'm 12", "age", "I'm 12"),
    ("I go to Oakwood Primary School", "school", "Oakwood Primary School"),
]
LISTED = [
    ("Oakwood", "i hate OAKWOOD's bus", "OAKWOOD"),
    ("École Zola", "a l'ecole zola on rit", "ecole zola"),
    ("النور", "في مدرسة بالنُّور", "بالنُّور"),
    ("أحمد", "قال احمد", "احمد"),
    ("Рассвет", "в школе «Рассвете»", "Рассвете"),
    ("Анна", "с Анной плохо", "Анной"),
    ("希望小学", "我在希望小学上学", "希望小学"),
]
LEFT_ALONE = [
    "12/03/2024",
    "from 2019-2023",
    "ages 7-9 10-13 14-18",
    "1 000 000 children",
    "1,250,300",
    "$1200.50",
    "3.14159265",
    "one two three four five six seven",
    "1 2 3 4 5 6 7 8 9 10",
    "I was at school. it was bad",
    "school.it is",
    "моя собака любит. Она добрая",
    "en la calle hay 3 perros",
    "三三两两的同学",
    "twenty five or thirty people",
    "mil doscientos treinta y cuatro niños",
]
HOSTILE = [
    *(
        "1",
        "1 ",
        "a ",
        "a@",
        "@",
        "a at b dot ",
        "one ",
        "five nine ",
        "五",
        "a.",
        "12 a ",
        "calle a ",
        "(",
        "+1 ",
    ),
    *(
        "www.",
        "http://",
        "﷽",
        "\u0301a",
        "é",
        "-",
        "a at ",
        ". ",
        "A ",
        "0 1 2 ",
        "06 12 34 56 78 , ",
        "rue a ",
    ),
    *(
        "école A ",
        "ab123456 ",
        "1-2 ",
        "12.",
        "a@b.",
        "dot ",
        " dot a",
        "insta is ",
        "улица а ",
        "一1",
        "1.1.1.1 ",
    ),
    *(
        "a_",
        "a-",
        "a dot ",
        "a [at] ",
        "1/2/2020 ",
        "мне 1",
        "X",
        " ",
        "\n",
        "\u200b1",
        "/",
        "a/b.c",
        "a b c d street",
    ),
]


@pytest.mark.parametrize(("text", "kind", "item"), FOUND)
def test_suggests_the_exact_place(text: str, kind: str, item: str) -> None:
    found = [(finding.kind, text[finding.start : finding.end]) for finding in suggest(text, "en")]
    assert (kind, item) in found


@pytest.mark.parametrize(("entry", "text", "item"), LISTED)
def test_finds_what_the_office_listed(entry: str, text: str, item: str) -> None:
    places = [
        text[f.start : f.end] for f in suggest(text, "ar", [entry, "other", "x", ""]) if f.kind == "listed"
    ]
    assert places == [item]
    assert not [f for f in suggest(text, "ar") if f.kind == "listed"]


def test_a_name_inside_a_word_is_another_word() -> None:
    assert suggest("annabelle cannot", "en", ["anna", "not"]) == ()


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_leaves_harmless_text_alone(text: str) -> None:
    assert [finding for finding in suggest(text, "en") if not finding.weak] == []


def test_the_table_is_whole() -> None:
    told = {kind for detector in DETECTORS for kind in detector.kinds}
    assert told | {"listed"} == set(KINDS)
    assert len(set(WHYS)) == len(WHYS)


def quick(text: str) -> None:
    started = time.process_time()
    suggest(text, "en", ["Oakwood", "a a a a b"])
    assert time.process_time() - started < 3


@pytest.mark.parametrize("part", HOSTILE)
def test_time_is_bounded_on_hostile_text(part: str) -> None:
    quick((part * 10_000)[:10_000])
    quick((part * 10_000)[:9_990] + "!x@")


def test_hostile_strings_cost_nothing_and_point_inside_the_text() -> None:
    strings = json.loads(material("text/blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 480
    for text in strings:
        well_formed(text)
        quick((text * 1_000)[:1_000])


@given(st.text(max_size=80) | st.text("0123456789 +-().@at dot٠١٢五八oneix,/", max_size=80))
def test_findings_point_inside_the_text(text: str) -> None:
    well_formed(text)


def well_formed(text: str) -> None:
    found = suggest(text, "en")
    for finding in found:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.kind in KINDS
        assert finding.why in WHYS
    assert list(found) == sorted(found, key=lambda finding: (finding.start, -finding.end))


@given(st.text(max_size=60))
def test_every_folded_character_has_its_place(text: str) -> None:
    view = View.of(text)
    assert view.text == fold(text)
    assert len(view.places) == len(view.text) + 1
    assert list(view.places) == sorted(view.places)
