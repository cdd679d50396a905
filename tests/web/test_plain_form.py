"""The poll on a phone without script: a plain form, nothing lost between its pages, one response."""

import pytest
from child_pages import Page, Values
from web_site import Site

WORDS = 'Tea & <b>"cake"</b> it\'s\n\n  two lines'


def filled(page: Page, **values: str | list[str]) -> dict[str, list[str]]:
    """Give the page's form with these answers in it."""
    new = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    return page.fields() | new


ANSWERS: Values = {
    "mood": "dont_know",
    "fruit": "apple",
    "games": ["chess", "cards"],
    "why_places": WORDS,
    "country": "KE",
}


def test_the_whole_way_without_script(site: Site) -> None:
    start = site.phone.get("/en/kinds")
    address = start.tree.xpath("//div[@id='start']/a/@href")[1]
    form = site.phone.get(address)
    check = site.phone.post("/en/kinds/check", filled(form, **ANSWERS, **{"places.park": "much"}))
    said = check.tree.find(".//dl").text_content()
    for words in (
        "I don’t know",
        "Apple",
        "Chess",
        "Cards",
        "The park: Much",
        "The shop: Skipped",
        WORDS,
        "Kenya",
    ):
        assert words in said
    assert site.stored() == 0
    assert site.phone.post("/en/kinds", check.fields()).kinds_of_reply() == ["thanks"]
    assert site.phone.post("/en/kinds", check.fields()).kinds_of_reply() == ["thanks"]
    assert site.stored() == 1


def test_change_and_another_language_keep_every_answer(site: Site) -> None:
    check = site.phone.post("/en/kinds/check", filled(site.phone.get("/en/kinds/14-18"), **ANSWERS))
    change = check.tree.xpath("//dd/button/@formaction")[1]
    assert change == "/en/kinds/14-18#q-fruit"
    kept = check.fields()
    for address in (
        change.partition("#")[0],
        "/ar/kinds/14-18",
        "/ar/kinds/check",
        "/en/kinds/check",
        "/en/kinds/14-18",
    ):
        page = site.phone.post(address, kept)
        assert page.language == address[1:3]
        now = page.fields()
        # A browser reads the line ends of a text field as these two, whatever the page holds.
        now["why_places"] = [now["why_places"][0].replace("\r\n", "\n")]
        assert {name: now[name] for name in ANSWERS} == {
            name: value if isinstance(value, list) else [value] for name, value in ANSWERS.items()
        }
        assert now["key"] == kept["key"]
        kept = now


def test_every_blank_form_has_its_own_key(site: Site) -> None:
    keys = {site.phone.get("/en/safe/7-9").fields()["key"][0] for _ in range(20)}
    assert len(keys) == 20
    assert all(len(key) == 32 for key in keys)


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize("band", ["7-9", "10-13", "14-18"])
def test_every_form_is_drawn_and_can_be_sent_empty(site: Site, language: str, band: str) -> None:
    page = site.phone.get(f"/{language}/safe/{band}")
    check = site.phone.post(f"/{language}/safe/check", page.fields())
    site.phone.post(f"/{language}/safe", check.fields())
    assert site.stored() == 1


def test_a_condition_is_said_in_words(site: Site) -> None:
    page = site.phone.get("/en/kinds/7-9")
    assert "Only if you chose “Apple” above." in page.tree.get_element_by_id("q-apple_colour").text_content()


def test_an_answer_off_the_path_is_not_shown_and_not_kept(site: Site) -> None:
    form = filled(site.phone.get("/en/kinds/14-18"), fruit="pear", apple_colour="red")
    check = site.phone.post("/en/kinds/check", form)
    assert "Which apples?" not in check.tree.find(".//dl").text_content()


def test_a_fault_is_named_beside_its_question_and_at_the_top(site: Site) -> None:
    form = filled(site.phone.get("/en/kinds/14-18"), friends="abc", fruit="pear")
    page = site.phone.post("/en/kinds/check", form, 400)
    link = page.tree.xpath("//*[@role='alert']//a")[0]
    assert link.get("href") == "#q-friends"
    assert link.text_content() in page.tree.get_element_by_id("q-friends").text_content()
    assert page.fields()["fruit"] == ["pear"]


def test_enter_in_a_text_field_goes_on_and_never_changes_the_language(site: Site) -> None:
    page = site.phone.get("/en/kinds/14-18")
    first = page.tree.xpath("//button[@form='f' or ancestor::form[@id='f']]")[0]
    assert first.get("formaction") is None
    assert first.get("tabindex") == "-1"


def test_check_without_a_form_leads_to_the_start(site: Site) -> None:
    reply = site.phone.client.get("/ar/kinds/check")
    assert (reply.status_code, reply.headers["Location"]) == (303, "/ar/kinds")


def test_before_words_the_child_reads_that_nobody_can_come(site: Site) -> None:
    page = site.phone.get("/en/safe/14-18")
    for name in ("solutions_text", "one_word"):
        box = page.tree.get_element_by_id(f"q-{name}")
        told = page.tree.get_element_by_id(
            box.xpath(".//textarea|.//input[@type='text']")[0].get("aria-describedby")
        )
        assert "cannot come and help you" in told.text_content()
