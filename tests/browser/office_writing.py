"""The journey's writing: six questions in the editor, a workbook read, every text in Arabic."""

import io

import openpyxl
from office_walk import Person, Walk
from playwright.sync_api import Page, expect

QUESTIONS = (
    ("How do you usually get to school?", "select_one", "On foot\nBy bus\nBy car\nAnother way"),
    ("How safe is the way to school?", "scale", "Safe\nIn between\nNot safe"),
    ("What makes the way to school hard?", "select_multiple", "Traffic\nDistance\nWeather\nBad roads"),
    ("How many minutes does it take?", "integer", ""),
    ("Are you a girl or a boy?", "select_one", "Girl\nBoy\nAnother answer"),
    ("What would make the way better?", "text", ""),
)
OLDER = "What makes the way to school hard for people of your age?"
ABOUT = "We ask how children get to school, and what would make the way better."
ARABIC = {
    "Getting to school": "الطريق إلى المدرسة",
    ABOUT: "نسأل كيف يصل الأطفال إلى المدرسة، وما الذي يجعل الطريق أفضل.",
    "How do you usually get to school?": "كيف تصل إلى المدرسة عادةً؟",
    "On foot": "مشيًا على الأقدام",
    "By bus": "بالحافلة",
    "By car": "بالسيارة",
    "Another way": "بطريقة أخرى",
    "How safe is the way to school?": "ما مدى أمان الطريق إلى المدرسة؟",
    "Safe": "آمن",
    "In between": "بين الاثنين",
    "Not safe": "غير آمن",
    "What makes the way to school hard?": "ما الذي يجعل الطريق إلى المدرسة صعبًا؟",
    OLDER: "ما الذي يجعل الطريق إلى المدرسة صعبًا لمن هم في عمرك؟",
    "Traffic": "حركة السير",
    "Distance": "طول المسافة",
    "Weather": "الطقس",
    "Bad roads": "الطرق السيئة",
    "How many minutes does it take?": "كم دقيقة يستغرق الطريق؟",
    "Are you a girl or a boy?": "هل أنتِ بنت أم أنتَ ولد؟",
    "Girl": "بنت",
    "Boy": "ولد",
    "Another answer": "جواب آخر",
    "What would make the way better?": "ما الذي يجعل الطريق أفضل؟",
}
SHEETS = {
    "survey": (
        ("type", "name", "label::English (en)", "label::Arabic (ar)"),
        ("select_one yes_no", "likes", "Do you like your school?", "هل تحب مدرستك؟"),
        ("text", "full_name", "What is your name?", "ما اسمك؟"),
        ("geopoint", "place", "Where are you?", "أين أنت؟"),
        ("integer", "friends", "How many friends walk with you?", "كم صديقًا يمشي معك؟"),
    ),
    "choices": (
        ("list_name", "name", "label::English (en)", "label::Arabic (ar)"),
        ("yes_no", "yes", "Yes", "نعم"),
        ("yes_no", "no", "No", "لا"),
    ),
    "settings": (("form_title", "default_language"), ("Our school", "English (en)")),
}


def write_questions(walk: Walk, page: Page) -> None:
    """Start a draft in two languages for two age groups and write six questions."""
    page.locator(".place").get_by_role("link", name="Questionnaire").click()
    page.get_by_label("Language you write in").select_option("en")
    page.get_by_label("العربية").check()
    page.get_by_label("7–9").uncheck()
    walk.picture(page, "start-a-questionnaire")
    page.get_by_role("button", name="Start empty").click()
    for words, kind, choices in QUESTIONS:
        write_one(page, words, kind, choices)
        if kind == "scale":
            give_faces(walk, page)
        if kind == "select_multiple":
            word_for_older(page)
        if words.startswith("Are you"):
            page.get_by_text("More settings").click()
            page.get_by_label("Show all results by").select_option("gender")
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("link", name="All questions").first.click()
    expect(page.locator("ol.questions > li")).to_have_count(6)
    page.get_by_role("link", name="First page").click()
    page.locator("[name='about.en.default']").fill(ABOUT)
    walk.picture(page, "first-page")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Questions", exact=True).click()
    walk.picture(page, "six-questions", whole=True)
    page.get_by_role("link", name="Checks").click()
    walk.picture(page, "checks")


def write_one(page: Page, words: str, kind: str, choices: str) -> None:
    """Add one question with its choices."""
    page.get_by_label("New question").fill(words)
    page.get_by_label("Answered by").select_option(kind)
    page.get_by_role("button", name="Add question").click()
    if choices:
        page.get_by_label("More choices, one a line").fill(choices)
        page.get_by_role("button", name="Add choices").click()
    if kind == "integer":
        page.get_by_label("Smallest number").fill("0")
        page.get_by_label("Largest number").fill("180")


def give_faces(walk: Walk, page: Page) -> None:
    """Give the scale its faces and look at the phone beside it."""
    for place, face in enumerate(("face-3", "face-2", "face-1")):
        page.locator(f".items > li:nth-child({place + 1}) [value='{face}']").check()
    phone = page.frame_locator("iframe[name=preview]")
    expect(phone.locator("label", has_text="Not safe").locator("svg")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    walk.picture(page, "a-question")


def word_for_older(page: Page) -> None:
    """Say it in other words to the older group, and ask it only where the way is not safe."""
    page.locator(".said", has_text="Question").first.locator("summary").click()
    page.locator("[name='label.en.14-18']").fill(OLDER)
    page.get_by_label("When it is asked").select_option("any")
    rules = page.locator("details", has_text="Earlier questions")
    if rules.get_attribute("open") is None:
        rules.locator("summary").click()
    page.locator(".rule").get_by_label("In between").check()
    page.locator(".rule").get_by_label("Not safe").check()


def read_workbook(walk: Walk, page: Page) -> None:
    """Read a workbook, take it as a draft of its own, and go back to the six questions."""
    page.locator(".place").get_by_role("link", name="Workbook").click()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    sent = {"name": "our-school.xlsx", "mimeType": kind, "buffer": workbook()}
    page.get_by_label("Workbook", exact=True).set_input_files([sent])
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="our-school.xlsx")).to_be_visible()
    expect(page.get_by_text("2 questions can be taken.")).to_be_visible()
    walk.picture(page, "workbook-report")
    page.get_by_role("button", name="Take it as a new draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our school")
    page.get_by_role("link", name="Other drafts").click()
    page.locator("li.card", has_text="Getting to school").get_by_role("button", name="Use this draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Getting to school")


def workbook() -> bytes:
    """Make an XLSForm with two questions that can be taken and two that tell who answers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def translate(walk: Walk, translator: Person) -> None:
    """Write every text that is missing in Arabic; each is saved as its field is left."""
    page = translator.page
    page.locator(".place").get_by_role("link", name="Translation").click()
    page.get_by_role("link", name="Translate Arabic").click()
    page.get_by_label("Show").select_option("missing")
    page.get_by_role("button", name="Show these").click()
    page.wait_for_url("**show=missing**")
    page.wait_for_load_state()  # `all()` does not wait: on a page half there it finds half the texts
    for part in page.locator("section.text").all():
        words = part.locator(".from .said").first.inner_text()
        part.locator("textarea[name=words]").fill(ARABIC[words])
        part.locator("textarea[name=words]").press("Control+Enter")
    expect(page.locator("section.text.missing")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")
    walk.picture(page, "translating")
    page.locator(".place").get_by_role("link", name="Translation").click()
    expect(page.get_by_text("Complete")).to_be_visible()
