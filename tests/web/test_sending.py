"""Sending answers: once, whole, from our own page only; and a page in the child's language whatever happens."""

import pytest
from child_pages import FORM, KEY, Values
from sqlalchemy import text
from web_site import Site

CANARY = "Canaryword"
THANKS = {
    "ar": "شكرًا لك!",
    "en": "Thank you!",
    "es": "¡Gracias!",
    "fr": "Merci !",
    "ru": "Спасибо!",
    "zh": "谢谢你！",
}


def answers(site: Site, **changes: str | list[str]) -> Values:
    """Give a good submission to the poll of every kind; a change to "" leaves a field out."""
    good: Values = {
        "band": "14-18",
        "key": KEY,
        "v": site.version("kinds"),
        "mood": "good",
        "fruit": "apple",
        "games": ["chess", "cards"],
        "order.home": "1",
        "stars": "0",
        "places.park": "much",
        "why_places": CANARY,
        "word": "peace",
        "country": "KE",
        "pad": "0" * 500,
    }
    return {name: value for name, value in (good | changes).items() if value}


@pytest.mark.parametrize("language", sorted(THANKS))
def test_thanks_come_in_the_childs_language_with_help_and_date(site: Site, language: str) -> None:
    form: Values = {
        "band": "10-13",
        "key": KEY,
        "v": site.version("safe"),
        "country": "KE",
        "one_word": CANARY,
    }
    page = site.phone.post(f"/{language}/safe", form)
    assert page.heading == THANKS[language]
    assert page.kinds_of_reply() == ["thanks"]
    assert page.language == language
    main = page.tree.find(".//main").text_content()
    assert "Test contact Kenya" in main
    assert "International test contact" not in main
    assert "2099" in main
    assert CANARY not in page.reply.get_data(as_text=True)
    assert site.stored() == 1


def test_without_a_country_the_international_help_comes_first(site: Site) -> None:
    main = site.phone.post("/en/kinds", answers(site, country="")).tree.find(".//main").text_content()
    assert main.index("International test contact") < main.index("Test contact Kenya")


def test_the_same_key_makes_one_response(site: Site) -> None:
    for _ in range(3):
        assert site.phone.post("/en/kinds", answers(site)).kinds_of_reply() == ["thanks"]
    assert site.stored() == 1
    site.phone.post("/ar/kinds", answers(site, key="f" * 32))
    assert site.stored() == 2


def test_an_empty_submission_counts_as_skipped(site: Site) -> None:
    site.phone.post("/en/kinds", {"band": "7-9", "key": KEY, "v": site.version("kinds")})
    assert site.stored() == 1


BAD: dict[str, tuple[dict[str, str | list[str]], int]] = {
    "unknown choice": ({"fruit": "<script>alert(1)</script>"}, 400),
    "choice of another band": ({"band": "7-9", "fruit": "kiwi"}, 400),
    "too many": ({"games": ["chess", "cards", "football"]}, 400),
    "exclusive": ({"games": ["chess", "dont_know"]}, 400),
    "not a number": ({"friends": "many"}, 400),
    "out of range": ({"friends": "100"}, 400),
    "off the step": ({"metres": "7"}, 400),
    "same place": ({"order.school": "1"}, 400),
    "text too long": ({"why_places": "x" * 41}, 400),
    "NUL": ({"why_places": "a\0b"}, 400),
    "control character": ({"word": "a\x1bb"}, 400),
    "unknown band": ({"band": "1-99"}, 400),
    "no band": ({"band": ""}, 400),
    "two bands": ({"band": ["7-9", "14-18"]}, 400),
    "no key": ({"key": ""}, 400),
    "short key": ({"key": "abc"}, 400),
    "capitals in the key": ({"key": "A" * 32}, 400),
    "foreign field": ({"name": "x"}, 400),
    "another version": ({"v": "0" * 16}, 409),
    "no version": ({"v": ""}, 409),
}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_stores_nothing_and_says_why(site: Site, name: str, language: str) -> None:
    changes, status = BAD[name]
    page = site.phone.post(f"/{language}/kinds", answers(site, **changes), status)
    assert page.language == language
    assert "<script>alert" not in page.reply.get_data(as_text=True)
    assert site.stored() == 0


@pytest.mark.parametrize("name", [n for n in BAD if "band" not in n or n == "choice of another band"])
def test_what_was_filled_in_is_given_back(site: Site, name: str) -> None:
    changes, status = BAD[name]
    sent = answers(site, **changes)
    page = site.phone.post("/en/kinds", sent, status)
    assert page.kinds_of_reply() == ["mend"]
    assert page.tree.xpath("//*[@role='alert']")
    back = page.fields()
    assert back["mood"] == ["good"]
    assert back["places.park"] == ["much"]
    assert len(back["key"][0]) == 32
    if "key" not in name:
        assert back["key"] == [KEY]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"band", 400),
        (b"band=14-18&word=%ED%A0%80", 400),
        (b"band=14-18&word=%FF%FE", 400),
        (b"band=14-18&word=%zz", 400),
        ("band=14-18&word=é".encode(), 400),
        (b"&".join(b"a=1" for _ in range(1001)), 400),
        (b"band=14-18&word=" + b"x" * 65_536, 413),
    ],
    ids=[
        "nothing",
        "no value",
        "half a pair",
        "no UTF-8",
        "broken escape",
        "raw bytes",
        "many fields",
        "large",
    ],
)
def test_a_broken_body_is_refused(site: Site, body: bytes, status: int) -> None:
    page = site.phone.post("/fr/safe", body, status)
    assert page.language == "fr"
    assert site.stored() == 0


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_another_content_type_is_refused(site: Site, kind: str) -> None:
    site.phone.post("/en/kinds", answers(site), 415, Content_Type=kind)
    assert site.stored() == 0


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site", "Origin": "http://localhost"},
    {"Sec_Fetch_Site": "cross-site", "Origin": "null"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("address", ["/zh/kinds", "/zh/kinds/check", "/zh/kinds/14-18"])
def test_a_post_from_another_page_is_refused(site: Site, headers: dict[str, str], address: str) -> None:
    page = site.phone.post(address, answers(site), 403, **headers)
    assert page.language == "zh"
    assert site.stored() == 0


OWN = [
    {},
    {"Origin": "http://localhost", "Sec_Fetch_Site": "same-origin"},
    {"Origin": "null", "Sec_Fetch_Site": "same-origin"},
    {"Origin": "null"},
    {"Origin": "http://localhost"},
]


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_our_own_page_may_post(site: Site, headers: dict[str, str]) -> None:
    site.phone.post("/en/kinds", answers(site), **headers)
    assert site.stored() == 1


@pytest.mark.parametrize(
    ("address", "language"), [("/ar/nothing", "ar"), ("/xx/kinds", "en"), ("/fr/kinds", "fr")]
)
def test_an_unknown_poll_takes_nothing(site: Site, address: str, language: str) -> None:
    assert site.phone.post(address, answers(site), 404).language == language


def test_a_closed_poll_takes_nothing(site: Site) -> None:
    form = answers(site)
    site.close("kinds")
    for address in ("/ar/kinds", "/ar/kinds/check", "/ar/kinds/14-18"):
        assert site.phone.post(address, form, 410).kinds_of_reply() == ["closed"]
    assert site.stored() == 0


def test_a_poll_that_closes_under_the_childs_hands_takes_nothing(site: Site, monkeypatch) -> None:
    monkeypatch.setattr("consult.web.polls.FRESH", 60)
    form = answers(site)
    site.phone.get("/en/kinds")
    site.close("kinds")
    assert site.phone.post("/en/kinds", form, 410).kinds_of_reply() == ["closed"]
    assert site.stored() == 0


def test_a_phone_that_lost_its_thanks_hears_them_after_closing(site: Site) -> None:
    form = answers(site)
    site.phone.post("/en/kinds", form)
    site.close("kinds")
    assert site.phone.post("/en/kinds", form).kinds_of_reply() == ["thanks"]
    assert site.stored() == 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_broken_store_never_says_thanks_and_recovers_by_itself(site: Site, language: str) -> None:
    form = answers(site)
    site.run("ALTER TABLE spent_keys RENAME TO gone")
    page = site.phone.post(f"/{language}/kinds", form, 503)
    assert page.kinds_of_reply() == []
    assert page.tree.xpath("//*[@role='alert']")
    kept = page.fields()
    assert kept["key"] == [KEY]
    site.run("ALTER TABLE gone RENAME TO spent_keys")
    assert site.phone.post(f"/{language}/kinds", kept).kinds_of_reply() == ["thanks"]
    assert site.stored() == 1


def test_a_lost_database_leaves_the_page_and_says_not_saved(site: Site) -> None:
    form = answers(site)
    site.phone.get("/en/kinds")
    site.run("ALTER TABLE waves RENAME TO gone", "ALTER TABLE pool RENAME TO lost")
    site.phone.get("/en/kinds")
    site.phone.post("/en/kinds", form, 503)
    assert site.phone.get("/zh/never-seen", 503).language == "zh"
    site.run("ALTER TABLE gone RENAME TO waves", "ALTER TABLE lost RENAME TO pool")
    site.phone.post("/en/kinds", form)


def test_words_reach_the_store_as_they_were_written(site: Site) -> None:
    for number in range(3):
        form = answers(site, key=f"{number:032x}", why_places=f"«{CANARY}» & é {number}")
        site.phone.post("/ar/kinds", form)
    site.close("kinds")
    with site.engine.connect() as connection:
        rows = connection.execute(
            text("SELECT text, language, band FROM texts WHERE question = 'why_places'")
        ).all()
    assert len(rows) == 3
    assert all(row.text.startswith(f"«{CANARY}» & é ") for row in rows)
    assert {(row.language, row.band) for row in rows} == {("ar", "14-18")}


def test_a_get_never_takes_answers(site: Site) -> None:
    site.phone.client.get("/en/kinds", query_string=answers(site), headers={"Content-Type": FORM})
    assert site.stored() == 0


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(site: Site, method: str) -> None:
    reply = getattr(site.phone.client, method)("/en/kinds")
    assert reply.status_code == 405
    assert "POST" in reply.headers["Allow"]
