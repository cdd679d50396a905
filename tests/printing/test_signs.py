"""What no font of ours has never stops a sheet: it is left out, and a letter becomes a box."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from consult.printing import signs, typesetting
from consult.services.fieldwork import posters

WRITTEN = {
    "Which 🍎?": "Which ?",
    "👩‍👩‍👧": "□",
    "a\u0007b\ufeffc\ufffed": "abcd",
    "\u1000": "□",
    "हिन्दी كلمات 字 слово é": "हिन्दी كلمات 字 слово é",
    "two\nlines": "two\nlines",
    "": "",
}


@pytest.mark.parametrize("written", WRITTEN)
def test_only_signs_that_can_be_printed_are(written: str) -> None:
    assert signs.words(written) == WRITTEN[written]
    assert signs.shown({"a": [written, 3, None]}) == {"a": [WRITTEN[written], 3, None]}


@pytest.mark.parametrize("written", [each for each in WRITTEN if each])
def test_a_poster_is_set_with_any_words(written: str) -> None:
    words = dict.fromkeys(posters.Poster.__dataclass_fields__, written)
    made = posters.poster_pdf(posters.Poster(**(words | {"language": "en"})), "a4")
    assert len(PdfReader(BytesIO(made)).pages) == 1


def test_the_fonts_are_those_that_are_set() -> None:
    assert len(signs.covered()) > 30_000
    assert typesetting.TEMPLATES.is_dir()
