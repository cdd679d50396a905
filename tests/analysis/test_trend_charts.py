"""Charts of a trend: released shares alone, lines broken where a question changed or a share is hidden, words."""

import dataclasses
import itertools
import re
import xml.etree.ElementTree as ET
from base64 import b64encode

import pytest
from make_waves import waves
from test_charts import BLUE, columns_of

from analysis.charts import _figure, chart_png, write_chart
from analysis.disclosure import SUPPRESSED
from analysis.render.bars import draw
from analysis.render.chart import Chart, Line
from analysis.render.drawing import png_bytes
from analysis.render.strips import top_of
from analysis.render.words import words_of
from analysis.staff_words import spoken
from analysis.trend.charts import trend_charts
from analysis.trend.page import trend_page
from analysis.trend.waves import Wave

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
HIDDEN = {"ar": "محجوب", "en": "hidden", "es": "oculto", "fr": "masqué", "ru": "скрыто", "zh": "隐去"}
# Dots and lines after a change have another colour than those before it.
AFTER = (181, 84, 26)


def chart(name: str, language: str = "en", found: tuple[Wave, ...] = ()) -> Chart:
    return next(c for c in trend_charts(found or waves(), language) if c.name == f"{name}__waves")


def one_line(found: Chart, at: int = 0) -> Chart:
    """Keep one strip, so that every pixel of its colours is of it; the mark has a colour of its own."""
    return dataclasses.replace(found, lines=(found.lines[at],), mark="", breaks=found.breaks)


def pieces(
    found: Chart, colour: tuple[int, int, int], *, mirrored: bool = False
) -> list[tuple[float, float]]:
    """Give from where to where a colour stands, from left (0) to right (1), in pieces without a gap."""
    columns = columns_of(png_bytes(draw(found, mirrored=mirrored), title="x"), colour)
    runs: list[list[float]] = []
    for before, here in itertools.pairwise([-1.0, *columns]):
        if here - before > 0.004:
            runs.append([here, here])
        runs[-1][1] = here
    return [(first, last) for first, last in runs]


def hide(wave: Wave, question: str, choice: str) -> Wave:
    """Give a wave in which an answer of all children is hidden."""
    lines = tuple(
        dataclasses.replace(line, count=None, percent=None, status=SUPPRESSED)
        if (line.question, line.breakdown, line.row) == (question, "overall", choice)
        else line
        for line in wave.lines
    )
    return dataclasses.replace(wave, lines=lines)


def test_every_question_of_two_waves_has_its_chart() -> None:
    names = [found.name for found in trend_charts(waves(), "en")]
    assert names == [
        "hours__waves",
        "likelihood__waves",
        "risks__waves",
        "safety__messaging__waves",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_share_drawn_is_a_released_one(language: str) -> None:
    for question in ("hours", "likelihood", "risks"):
        found = chart(question, language)
        released = [
            {
                x.percent
                for x in w.lines
                if (x.question, x.breakdown, x.kind) == (question, "overall", "choice")
            }
            for w in waves()
        ]
        assert len(found.series) == 3
        for line in found.lines:
            for value, shares in zip(line.values, released, strict=True):
                assert value.share in shares | {None}
                assert value.share is None or words_of(language).percent(value.share) == value.shown
        assert not set(re.findall(r"\d+", found.description)) - set(re.findall(r"\d+", repr(found)))


def test_a_line_joins_the_waves_of_one_form() -> None:
    (run,) = pieces(one_line(chart("risks")), BLUE)
    assert run[1] - run[0] > 0.35, "from the first wave to the last"


def test_changed_wording_breaks_the_line_and_is_told() -> None:
    found = one_line(chart("likelihood"))
    assert [(each.before, each.words) for each in found.breaks] == [(2, "question changed")]
    before, after = pieces(found, BLUE), pieces(found, AFTER)
    assert len(before) == len(after) == 1
    assert after[0][0] - before[0][1] > 0.1, "nothing stands between the waves but the rule"
    assert any(
        note.startswith("Between Wave 2 and Wave 3 the question changed: the wording (French).")
        for note in found.notes
    )
    assert re.search(r"Wave 2 2027 \d+%, question changed, Wave 3 2028 \d+%", found.description)


def test_what_is_the_same_is_not_broken() -> None:
    joined = chart("likelihood", found=waves()[:2])
    assert joined.breaks == ()
    assert not [note for note in joined.notes if "changed" in note]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hidden_share_leaves_a_gap_that_says_so(language: str) -> None:
    first, second, third = waves()
    found = chart("risks", language, (first, hide(second, "risks", "bullying"), third))
    at = next(at for at, line in enumerate(found.lines) if line.values[1].share is None)
    assert [value.share is None for value in found.lines[at].values] == [False, True, False]
    assert found.lines[at].values[1].shown == HIDDEN[language]
    assert HIDDEN[language] in found.description
    assert any(HIDDEN[language] in note.lower() for note in found.notes)
    runs = pieces(one_line(found, at), BLUE, mirrored=language == "ar")
    assert len(runs) == 2, "a dot on either side and no line between"
    assert max(last - first for first, last in runs) < 0.03


def test_a_share_that_is_missing_says_why() -> None:
    """A count without a share: of few children, or of an answer that some ages did not have."""
    first, second, third = waves()
    place = ("risks", "overall", "scams")
    for base, said in ((second.policy["percent_base"] - 5, "too few"), (500, "some ages only")):
        lines = tuple(
            dataclasses.replace(x, base=base, percent=None)
            if (x.question, x.breakdown, x.row) == place
            else x
            for x in second.lines
        )
        found = chart("risks", "en", (first, dataclasses.replace(second, lines=lines), third))
        assert said in {line.values[1].shown for line in found.lines}
        assert any(note.lower().startswith(f"{said}:") for note in found.notes)


def test_a_wave_that_did_not_ask_is_no_point() -> None:
    first, second, third = waves()
    without = dataclasses.replace(second, lines=tuple(x for x in second.lines if x.question != "risks"))
    found = chart("risks", "en", (first, without, third))
    assert {line.values[1].shown for line in found.lines} == {"not asked"}
    assert len(pieces(one_line(found), BLUE)) == 2


def test_time_runs_from_the_right_in_arabic() -> None:
    found = one_line(chart("likelihood", "ar"))
    before, after = (pieces(found, colour, mirrored=True)[0] for colour in (BLUE, AFTER))
    assert after[1] < before[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_is_in_our_fonts_and_every_word_on_the_sheet(language: str, recwarn, tmp_path) -> None:
    found = chart("likelihood", language)
    svg, png = write_chart(found, language, tmp_path)
    for drawn in (chart_png, _figure):
        drawn.cache_clear()
    (tmp_path / "again").mkdir()
    again = write_chart(found, language, tmp_path / "again")
    assert (svg.read_bytes(), png.read_bytes()) == tuple(path.read_bytes() for path in again)
    root = ET.fromstring(svg.read_text())
    assert (root.get("lang"), root.get("role")) == (language, "img")
    said = [element.text for element in root if element.tag.endswith(("title", "desc"))]
    assert said == [found.title, found.description]
    assert not [w for w in recwarn if "Glyph" in str(w.message) or "font" in str(w.message).lower()]


def test_the_page_tells_each_chart_as_a_table(tmp_path) -> None:
    found = chart("likelihood", "fr")
    svg, _ = write_chart(found, "fr", tmp_path)
    page = trend_page(waves(), [(found, svg)], spoken("fr"))
    told = [re.sub(r"<[^>]+>", "|", row) for row in re.findall(r"<tr>.*</tr>", page)]
    cells = [[cell for cell in row.split("|") if cell] for row in told]
    assert cells[0] == ["Réponse", "Vague 1 2026", "Vague 2 2027", "Vague 3 2028", "question modifiée"]
    assert cells[1:] == [[line.label, *(v.shown for v in line.values)] for line in found.lines]
    assert b64encode(svg.read_bytes()).decode() in page


def test_many_waves_make_the_sheet_wider() -> None:
    first, second, third = waves()
    many = [
        dataclasses.replace(each, name=f"Autumn round {at}", source=f"{at}")
        for at, each in enumerate([first, second] * 6 + [third])
    ]
    found = chart("likelihood", "ru", tuple(many))
    narrow, wide = (draw(each, mirrored=False).get_figwidth() for each in (chart("likelihood", "ru"), found))
    assert wide > 1.5 * narrow


def test_strips_end_above_the_largest_share() -> None:
    lines = chart("likelihood").lines
    assert top_of(lines) == min(
        top for top in (10, 20, 40, 60, 80, 100) if top >= max(v.share or 0 for x in lines for v in x.values)
    )
    assert top_of([Line("nobody", ())]) == 10
