"""Reading texts with the keyboard alone, switching single keys off, and coding, in a real browser."""

import pytest
from moderating_stock import TEXTS
from playwright.sync_api import Page, expect
from staff import OfficeServer, StaffPage

pytestmark = pytest.mark.browser
HELD = sum(state == "held" for _, _, _, state, _ in TEXTS)


def read(page: Page, office: OfficeServer) -> str:
    page.goto(office.address("moderating_read", wave=1))
    return page.locator("blockquote").first.inner_text()


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page, and wait until that page listens to keys too."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_every_text_is_read_with_the_keyboard_alone(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("moderator")
    words = read(page, office)
    press(page, "n")
    expect(page.locator("blockquote").first).not_to_have_text(words)
    press(page, "1")
    expect(page.locator(".undo")).to_contain_text("Tells who the child is")
    press(page, "u")
    expect(page.locator(".undo")).to_have_count(0)
    page.keyboard.press("p")
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.type("A child wants c and 1 and g")  # keys of their own meaning, while one writes
    press(page, "Control+Enter")
    expect(page.locator(".undo")).to_contain_text("Waits for a second reader")
    press(page, "u")
    expect(page.locator("fieldset")).to_be_visible()
    press(page, "g")
    expect(page.locator(".undo")).to_contain_text("Passed to the safeguarding lead")
    press(page, "u")
    expect(page.locator(".undo")).to_have_count(0)
    page.goto(office.address("moderating_decided", wave=1, state="held"))
    expect(page.locator("tbody tr")).to_have_count(HELD)


def test_single_keys_can_be_switched_off(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("moderator")
    words = read(page, office)
    page.locator("summary", has_text="Keys").click()
    page.get_by_label("Use single keys").uncheck()
    expect(page.locator("kbd").first).to_be_hidden()
    page.keyboard.press("n")
    page.keyboard.press("1")
    expect(page.locator("blockquote").first).to_have_text(words)
    page.reload()
    page.keyboard.press("n")
    expect(page.locator("blockquote").first).to_have_text(words)


def test_personal_data_are_marked(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("moderator")
    page.goto(office.address("moderating_read", wave=1, text="0" * 30 + "02"))
    marked = page.locator("mark").all_inner_texts()
    assert "+44 20 7946 0958" in marked
    assert "me@example.org" in marked
    assert any("Hill School" in words for words in marked)
    expect(page.locator(".found")).to_contain_text("a name on your list")


def test_it_works_without_script(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("moderator", script=False)
    read(page, office)
    page.get_by_role("button", name="Has no meaning").click()
    expect(page.locator(".undo")).to_contain_text("Has no meaning")
    page.get_by_role("button", name="Take back").first.click()
    expect(page.locator("fieldset")).to_be_visible()


def test_a_coder_codes_with_keys(staff_page: StaffPage, office: OfficeServer) -> None:
    page = staff_page("moderator")
    page.goto(office.address("moderating_themes_code", wave=1, question="why_places"))
    page.keyboard.press("1")
    expect(page.get_by_label("Light")).to_be_checked()
    words = page.locator("blockquote").inner_text()
    page.keyboard.press("s")
    expect(page.locator("blockquote")).not_to_have_text(words)
    page.goto(office.address("moderating_themes"))
    expect(page.get_by_text("First coder: 1 of")).to_be_visible()
