"""The room of indicators: a figure's way from one desk to the next, and the year 2023 as page and PDF."""

import io
import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from staff_site import StaffSite

from consult.indicators.offered import example
from consult.services import database, settings
from consult.web import i18n
from consult.web.staffing.indicators import board
from consult.web.staffing.indicators.achievements import FORMS, SYNTHETIC
from consult.web.staffing.indicators.numerals import WORDS, in_text

YEAR, FIGURES = example()
HIDDEN = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def words_of(pdf: bytes) -> str:
    """Read a PDF back as one line, without marks of direction, with plain blanks."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return re.sub(r"\s+", " ", HIDDEN.sub("", " ".join(pages)))


def shown(language: str, form: str, value: int) -> set[str]:
    """Give how a number may be written: in figures of the language, and in words where the style asks for them."""
    figures = re.sub(r"\s", " ", i18n.number(value, language))
    return {figures} if form == "child" else {figures, in_text(value, language)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", i18n.CODES)
def test_the_pdf_of_2023_holds_every_number(staff: StaffSite, language: str, form: str) -> None:
    address = staff.url("indicators_achievements_pdf", year=YEAR, language=language, form=form)
    reply = staff.client("moderator").get(address)
    assert reply.mimetype == "application/pdf"
    found = words_of(reply.data)
    for code, value in FIGURES.items():
        written = next(iter(shown(language, "child", value)))
        assert re.search(rf"(?<!\d){re.escape(written)}(?!\d)", found), f"{code}: {written}"
    assert "%(" not in found
    assert "{n}" not in found
    document = PdfReader(BytesIO(reply.data))
    assert document.trailer["/Root"]["/Lang"] == language
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", i18n.CODES)
def test_the_page_of_2023_says_every_number_in_its_language(
    staff: StaffSite, language: str, form: str
) -> None:
    page = (
        staff.client("moderator")
        .get(staff.url("indicators_achievements", year=YEAR, language=language, form=form))
        .text
    )
    article = page.partition("<article")[2]
    assert f'lang="{language}"' in article
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", article))
    for code, value in FIGURES.items():
        assert any(each in text for each in shown(language, form, value)), code


def test_official_english_writes_numbers_as_the_editorial_manual_asks(staff: StaffSite) -> None:
    page = staff.client("moderator").get(staff.url("indicators_achievements", year=YEAR, language="en")).text
    for sentence in (
        "The Office met with 2,200 children.",
        "The Office held eight dialogues with children.",
        "The Office carried out nine country visits.",
        "The Office carried out five follow-up visits.",
        "The Office engaged with 38 Member States on their voluntary national reviews.",
        "The Office engaged with one regional organization on voluntary national reviews.",
        "The Office carried out one poll of children.",
        "Polls of children received 700 responses.",
        "Campaigns were joined by six heads of agencies.",
        "A first meeting was held with 28 organizations.",
        "The Office recorded two pledges.",
        "The Office published two child-friendly versions of its documents.",
        "Source: figures as entered by the office. Each was signed by a second person.",
    ):
        assert sentence in page


def test_plural_forms_are_those_of_the_language(staff: StaffSite) -> None:
    def page(language: str) -> str:
        return (
            staff.client("moderator")
            .get(staff.url("indicators_achievements", year=YEAR, language=language))
            .text
        )

    arabic, russian = page("ar"), page("ru")
    assert "نشر المكتب صيغتين ملائمتين" in arabic  # two
    assert "عقد المكتب 8 حوارات" in arabic  # few
    assert "عقد المكتب 289 اجتماعاً" in arabic  # many
    assert "التقى المكتب بـ 2,200 طفل." in arabic  # other
    assert "провела 1 опрос детей" in russian
    assert "зарегистрировала 2 обязательства" in russian
    assert "провела 289 встреч с" in russian


def test_arabic_does_not_say_two_twice_beside_a_large_two(staff: StaffSite) -> None:
    address = staff.url("indicators_achievements", year=YEAR, language="ar", form="child")
    beside = re.findall(r"<b>2</b> <span>([^<]+)</span>", staff.client("moderator").get(address).text)
    assert len(beside) == 2
    assert all(words.startswith("من ") for words in beside), "a dual would say the number again"


def test_every_language_that_writes_words_has_nine() -> None:
    assert all(len(words) == 9 for words in WORDS.values())
    assert [in_text(value, "en") for value in (9, 10, 2200)] == ["nine", "10", "2,200"]
    assert in_text(9, "ar") == "9"


def test_made_up_figures_say_so(staff: StaffSite) -> None:
    with database.session(staff.engine) as session, database.writing(session):
        settings.put(session, SYNTHETIC, value=True)
    client = staff.client("moderator")
    assert (
        "Example: these figures are made up."
        in client.get(staff.url("indicators_achievements", year=YEAR)).text
    )
    pdf = client.get(staff.url("indicators_achievements_pdf", year=YEAR, language="en")).data
    assert "Example: these figures are made up." in words_of(pdf)


def test_a_figure_goes_from_one_desk_to_the_next(staff: StaffSite) -> None:
    first, second = staff.client("coordinator"), staff.client("analyst")
    enter = staff.url("indicators_enter", indicator=4, period="2025-04")
    reply = first.post(
        enter, data={"figure--002": "3", "evidence": "https://example.org/mission"}, follow_redirects=True
    )
    assert "as soon as somebody else has signed it" in reply.text
    assert "yours: somebody else signs" in first.get(staff.url("indicators_sign")).text
    found = re.findall(r'name="figure" value="(\d+)"', second.get(staff.url("indicators_sign")).text)
    reply = second.post(staff.url("indicators_sign"), data={"figure": found}, follow_redirects=True)
    assert "count now" in reply.text
    one = first.get(staff.url("indicators_one", indicator=4, year=2025)).text
    assert "https://example.org/mission" in one
    assert "Coordinator Here" in one
    assert "Analyst Here" in one


def test_the_dashboard_opens_on_the_latest_year_with_figures_and_says_so(
    staff: StaffSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, last = staff.client("moderator"), date.today().year
    new_year = date(last + 1, 1, 2)
    monkeypatch.setattr(board, "today", lambda: new_year)
    page = client.get(staff.url("indicators_board")).text
    shown = int(found[1]) if (found := re.search(r"<h1[^>]*>Indicators (\d+)</h1>", page)) else 0
    assert 2025 <= shown <= last
    assert f"Nothing is known of {last + 1} yet. This is {shown}, the latest year with figures." in page
    assert re.search(rf'<th scope="col"[^>]*>{shown}</th>', page), "a sum says of which year it is"
    empty = client.get(staff.url("indicators_board", year=last + 1)).text
    assert f">Indicators {last + 1}</h1>" in empty
    assert "Nothing is known of this year yet.</p>" in empty
    asked = client.get(staff.url("indicators_board", year=YEAR)).text
    assert '<div class="notice' not in asked


def test_chinese_sentences_stand_without_blanks_between_them(staff: StaffSite) -> None:
    for form in FORMS:
        page = staff.client("moderator").get(
            staff.url("indicators_achievements", year=YEAR, language="zh", form=form)
        )
        assert "。 " not in page.text


def test_mistakes_are_told_where_they_are(staff: StaffSite) -> None:
    client = staff.client("coordinator")
    reply = client.post(
        staff.url("indicators_enter", indicator=3, period="2025-04"), data={"figure-in_person-": "many"}
    )
    assert reply.status_code == 400
    assert "“many” is no whole number." in reply.text
    assert 'aria-describedby="figure-in_person--error"' in reply.text


def test_the_dashboard_shows_gaps_and_jumps_and_says_the_rule(staff: StaffSite) -> None:
    page = staff.client("safeguarding").get(staff.url("indicators_board", year=2025)).text
    assert "1 month missing" in page
    assert "1 odd month" in page
    assert "Iglewicz and Hoaglin" in page
    assert "Sum of the year: 360. Target: 300. 11 months are known. Most in July: 140." in page
    one = staff.client("safeguarding").get(staff.url("indicators_one", indicator=3, year=2025)).text
    assert "November" in one
    assert "July stands out: 140" in one


def test_a_table_comes_back_with_a_word_on_every_row(staff: StaffSite) -> None:
    client = staff.client("analyst")
    table = client.get(staff.url("indicators_table"))
    assert table.data.startswith("\ufeffindicator,period".encode())
    body = b"indicator,period,region,figure\nCountry visits,2025-05,Afrique,2\nVisites de pays,2025-06,Africa,x\n"
    reply = client.post(
        staff.url("indicators_import"),
        data={"file": (io.BytesIO(body), "figures.csv")},
        follow_redirects=True,
    )
    assert "“x” is no whole number." in reply.text
    assert "country_visits · 2025-05 · 2" in reply.text
    broken = client.post(staff.url("indicators_import"), data={"file": (io.BytesIO(b"a\n1\n"), "x.csv")})
    assert "Columns are missing: indicator, period, figure." in broken.text


def test_an_administrator_names_who_may(staff: StaffSite) -> None:
    translator = staff.account("translator")
    assert staff.client("translator").get(staff.url("indicators_sign")).status_code == 403
    staff.client("administrator").post(staff.url("indicators_editors"), data={"account": [translator.id]})
    assert staff.client("translator").get(staff.url("indicators_sign")).status_code == 200
    assert staff.client("coordinator").get(staff.url("indicators_sign")).status_code == 403
