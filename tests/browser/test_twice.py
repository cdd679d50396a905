"""A button of the office that is pressed twice acts once."""

import pytest
from staff import OfficeServer, StaffPage

pytestmark = pytest.mark.browser
COUNTED = """() => {
  window.sent = [];
  addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    window.sent.push(event.target.elements.title.value);
    event.preventDefault();
  });
}"""


def test_a_second_press_while_the_first_is_on_its_way_sends_nothing(
    staff_page: StaffPage, office: OfficeServer
) -> None:
    page = staff_page("coordinator")
    page.goto(office.address("planning_begin"))
    page.wait_for_load_state()
    # The line is slow: what is sent is counted here, and goes nowhere.
    page.evaluate(COUNTED)
    title, button = page.get_by_label("Title"), page.get_by_role("button", name="Begin")
    title.fill("Pressed twice")
    for _ in range(3):
        button.click()
    assert page.evaluate("sent") == ["Pressed twice"]
    title.fill("Mended meanwhile")
    button.click()
    assert page.evaluate("sent") == ["Pressed twice", "Mended meanwhile"]
