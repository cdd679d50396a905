"""The tally sheet: a box for every count, in the order of the form, read back as PDF."""

from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

import consult
from consult.printing import paper_tally, typesetting
from consult.printing.paper_tally import TallyWords
from consult.survey import questionnaire, tallying

BUNDLED = questionnaire.read(Path(consult.__file__).parent / "questionnaires" / "online_safety.json")
DAY = date(2026, 11, 22)
VALUES = {"yes": "With", "no": "Without", "not_said": "Not known", "dont_know": "No idea", "": "Any at all"}
WORDS = TallyWords(
    heading="Whole group",
    how="Count hands.",
    heads="How many?",
    several="Several.",
    first_place="First?",
    values=VALUES | {"rather_not_say": "Not saying"},
    office_use="Sheet",
    page="Page {n} of {m}",
)


def test_every_countable_question_has_its_boxes_under_its_number_on_the_form() -> None:
    made = paper_tally.sheet(
        BUNDLED, "14-18", "en", WORDS, direction="ltr", organisation="Test office", notices=["A draft"]
    )
    asked = [each.name for each in BUNDLED.for_band("14-18")]
    counted = tallying.counted(BUNDLED, "14-18")
    assert [each.number for each in made.questions[1:]] == [str(asked.index(q.name) + 1) for q in counted]
    for question, printed in zip(counted, made.questions[1:], strict=True):
        assert max(1, len(printed.columns)) * len(printed.rows) == len(tallying.boxes(question))
    content = typesetting.typeset("paper_tally", paper_tally.data(made), DAY, "en")
    said = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    for words in ("A draft", "Whole group", "How many?", "With", "Page 1 of"):
        assert words in said
