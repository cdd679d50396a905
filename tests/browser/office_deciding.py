"""The journey's decisions: checklists, approval by a second person, texts read by two, results published."""

from collections.abc import Callable

from office_walk import PHONE, Person, Walk
from playwright.sync_api import Page, expect

LONG = 120_000  # milliseconds that an analysis may take on a busy machine
WORDS = ("More buses in the morning", "A light at the crossing", "Somebody to walk with us")


def settle_checks(walk: Walk, page: Page) -> None:
    """Answer both checklists, with a note for each item."""
    for name in ("Risk check", "Lundy checklist"):
        page.locator(".place").get_by_role("link", name="Life").click()
        page.get_by_role("link", name=name).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(name)
        page.wait_for_load_state()
        for item in page.locator("fieldset.item").all():
            item.get_by_label("Yes").check()
            item.locator("textarea").fill("Settled for this trial.")
        walk.picture(page, name.split()[0].lower())
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved.")).to_be_visible()


def approve_and_open(walk: Walk, amina: Person, ben: Person) -> str:
    """Ask for approval, let the second person read and approve, and open; give the poll's code."""
    page = amina.page
    page.locator(".place").get_by_role("link", name="Life").click()
    page.get_by_role("link", name="Approval by a second person").click()
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.get_by_text("You have asked for it, so somebody else must decide.")).to_be_visible()
    ben.page.locator(".place").get_by_role("link", name="Life").click()
    ben.page.get_by_role("link", name="Read and decide").click()
    walk.picture(ben.page, "approval", whole=True)
    ben.page.get_by_role("button", name="Approve exactly this").click()
    page.reload()
    page.get_by_label("Poll code").fill("to-school")
    page.get_by_role("button", name="Open for children").click()
    expect(page.get_by_role("heading", name="The poll is open")).to_be_visible()
    page.locator(".place").get_by_role("link", name="Fieldwork").click()
    walk.picture(page, "fieldwork", whole=True)
    return "to-school"


def answer(walk: Walk, code: str, words: str, language: str = "en", band: int = 0) -> None:
    """Answer as a child does, on a small phone."""
    page = walk.page(PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{walk.server.url}/{language}/{code}")
    page.locator(f'[data-k="{band}"]').click()
    page.locator("fieldset[data-q]:visible label").nth(1).click()
    if words == WORDS[0]:
        walk.picture(page, "a-child-answers")
    while page.locator("fieldset[data-q]:visible").count():
        asked = page.locator("fieldset[data-q]:visible")
        if asked.locator("textarea").count():
            asked.locator("textarea").fill(words)
        elif asked.locator("input[type=number], input[inputmode=numeric]").count():
            asked.locator("input[type=number], input[inputmode=numeric]").fill("20")
        else:
            asked.locator("label").nth(1).click()
        page.locator("#go .main").click()
    page.locator("#check .main").click()
    expect(page.locator("[data-reply=thanks]")).to_be_visible()
    page.context.close()


def read_texts(walk: Walk, one: Person, two: Person) -> None:
    """Propose three texts, one in other words; another person agrees to them."""
    page = one.page
    page.locator(".place").get_by_role("link", name="Texts", exact=True).click()
    walk.picture(page, "texts")
    page.get_by_role("link", name="Read the next text").click()
    walk.picture(page, "a-text")
    for _ in range(2):
        decide(page, lambda: page.keyboard.press("c"))
        expect(page.locator(".undo")).to_contain_text("Waits for a second reader")
    page.get_by_label("Other words that may be published").fill("Less traffic near the school")
    decide(page, page.get_by_role("button", name="Propose these words").click)
    page = two.page
    page.locator(".place").get_by_role("link", name="Texts", exact=True).click()
    page.get_by_role("link", name="Agree or not, as the second reader").click()
    walk.picture(page, "a-second-reader")
    for _ in range(2):
        decide(page, page.get_by_role("button", name="Agree: it may be published").click)
    page.get_by_role("button", name="Agree: it may be published").click()
    expect(page.get_by_text("Nothing left to read here")).to_be_visible()


def decide(page: Page, act: Callable[[], None]) -> None:
    """Do something about a text, and wait until the next one is there."""
    shown = page.locator("form.reading [name=text]")
    before = shown.get_attribute("value")
    page.wait_for_load_state()  # keys mean something only once the script is there
    act()
    expect(shown).not_to_have_attribute("value", str(before))


def close_and_draft(walk: Walk, page: Page) -> None:
    """Close the poll and let the worker freeze and analyse."""
    page.locator(".place").get_by_role("link", name="Results").click()
    page.get_by_text("Close the poll and make a draft", exact=True).click()
    page.get_by_role("button", name="Yes, close the poll").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    walk.picture(page, "a-job")
    read = page.get_by_role("link", name="Read the draft")
    expect(read.or_(page.get_by_role("alert"))).to_be_visible(timeout=LONG)
    assert read.is_visible(), page.locator("main").inner_text()
    read.click()


def publish(walk: Walk, amina: Person, ben: Person) -> None:
    """Ask, let the second person approve the results, and wait until they are public."""
    amina.page.get_by_role("button", name="Ask for approval").click()
    expect(amina.page.get_by_text("has asked for approval")).to_be_visible()
    page = ben.page
    page.goto(amina.page.url)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="What children told us")).to_be_visible()
    walk.picture(page, "results-to-approve", whole=True)
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("The results are public.")).to_be_visible(timeout=LONG)
    page.get_by_role("link", name="What was published").click()
    expect(page.get_by_text("Public since")).to_be_visible()


def read_results(walk: Walk, code: str) -> None:
    """Read what everybody can read, on a phone and in both languages."""
    for language, title in (("en", "What children told us"), ("ar", "ما قاله لنا الأطفال")):
        page = walk.page(PHONE)
        page.goto(f"{walk.server.url}/{language}/{code}/results")
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        walk.picture(page, f"public-results-{language}")
        page.context.close()
