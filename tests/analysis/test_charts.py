"""Charts: what is drawn is what the tables show, mirrored for Arabic, in our fonts, the same bytes every time."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO

import make_release
import numpy as np
import pytest
from make_release import some_bands_only
from PIL import Image

from analysis.charts import charts_of, write_charts
from analysis.disclosure import Release
from analysis.render.bars import draw
from analysis.render.drawing import png_bytes, svg_bytes
from analysis.render.words import words_of

SVG = "{http://www.w3.org/2000/svg}"
BLUE, ORANGE = (31, 95, 139), (230, 162, 103)


def chart(release: Release, name: str, language: str = "en"):
    return next(chart for chart in charts_of(release, language) if chart.name == name)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(png)).convert("RGB")).astype(int)


def columns_of(png: bytes, colour: tuple[int, int, int]) -> np.ndarray:
    """Where, from left (0) to right (1), a colour stands."""
    image = pixels(png)
    here = (abs(image - np.array(colour)).sum(axis=2) < 12).any(axis=0)
    return np.flatnonzero(here) / image.shape[1]


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", text)]


@pytest.fixture(scope="module")
def release() -> Release:
    return make_release.release()


def test_every_question_has_its_charts(release: Release) -> None:
    names = [chart.name for chart in charts_of(release, "en")]
    assert names == [
        "age_band__overall",
        "gender__overall",
        "region__overall",
        "likelihood__overall",
        "likelihood__age_band",
        "platform_safety__overall",
        "location__overall",
        "top_risks__overall",
        "top_risks__age_band",
    ]


@pytest.mark.parametrize("language", make_release.LANGUAGES)
def test_every_share_drawn_is_a_cell(release: Release, language: str) -> None:
    shares = {c.percent for t in release.everything for row in t.rows for c in row.cells} - {None}
    for drawn in charts_of(release, language):
        for line in drawn.lines:
            for value in line.values:
                assert value.share is None or value.share in shares
                assert numbers(value.shown) == ([] if value.share is None else [value.share])


def test_a_hidden_share_is_a_dash_with_its_note(release: Release) -> None:
    drawn = chart(release, "location__overall")
    hidden = [line.values[0].shown for line in drawn.lines if line.values[0].share is None]
    assert hidden == ["–", "–"]
    assert any(note.startswith("– : hidden") for note in drawn.notes)


def test_a_chart_without_hidden_shares_has_no_such_note(release: Release) -> None:
    assert not [note for note in chart(release, "likelihood__overall").notes if note.startswith("–")]


def test_a_hidden_bar_leaves_no_colour_behind() -> None:
    """The drawing of a hidden cell is the same whatever stood there: nothing but the dash tells of it."""
    tables = make_release.tables()
    plain = png_bytes(draw(chart(make_release.release(), "location__overall"), mirrored=False), title="x")
    shown = next(table for table in tables if table.question == "location")
    only = replace(shown, rows=shown.rows[:2])
    release = replace(make_release.release(), tables=(only,))
    hidden = png_bytes(draw(chart(release, "location__overall"), mirrored=False), title="x")
    assert columns_of(plain, BLUE).size
    assert not columns_of(hidden, BLUE).size


def test_a_band_that_was_not_asked_is_not_drawn(release: Release) -> None:
    drawn = chart(release, "top_risks__age_band")
    assert drawn.series[0] == ""
    assert "7 to 9" not in drawn.description
    assert any("not asked" in note for note in drawn.notes)


def test_an_answer_that_some_bands_had_is_drawn_by_age_only(release: Release) -> None:
    some = some_bands_only(release, "top_risks", "bullying")
    pooled, by_age = chart(some, "top_risks__overall"), chart(some, "top_risks__age_band")
    assert "Bullying" not in {line.label for line in pooled.lines}
    assert "Bullying" not in pooled.description
    assert next(line for line in by_age.lines if line.label == "Bullying").values[2].share == 32
    said = "Answers that only some age groups could choose have no share here; see the table by age."
    assert said in pooled.notes
    assert said not in by_age.notes
    assert not any("too few" in note for note in pooled.notes)


def test_a_stack_without_an_answer_that_some_rows_lack_says_so(release: Release) -> None:
    pooled = chart(some_bands_only(release, "platform_safety", "middle"), "platform_safety__overall")
    assert pooled.series == ("Safe", "Not safe")
    assert not any("rounded" in note for note in pooled.notes)


def test_bars_are_as_long_as_their_shares(release: Release) -> None:
    drawn = chart(release, "likelihood__overall")
    one = replace(drawn, lines=drawn.lines[:1], mark="")
    half = replace(one, lines=(replace(one.lines[0], values=(replace(one.lines[0].values[0], share=35),)),))
    lengths = [np.ptp(columns_of(png_bytes(draw(c, mirrored=False), title="x"), BLUE)) for c in (one, half)]
    assert lengths[0] / lengths[1] == pytest.approx(71 / 35, rel=0.02)


def test_bars_grow_from_the_right_in_arabic(release: Release) -> None:
    left = columns_of(
        png_bytes(draw(chart(release, "region__overall", "en"), mirrored=False), title="x"), BLUE
    )
    right = columns_of(
        png_bytes(draw(chart(release, "region__overall", "ar"), mirrored=True), title="x"), BLUE
    )
    assert left.min() < 0.3
    assert left.max() < 0.6
    assert right.max() > 0.7
    assert right.min() > 0.4


def test_the_stop_of_a_russian_year_ends_its_sentence_too(release: Release) -> None:
    source = chart(release, "likelihood__overall", "ru").notes[-1]
    assert source.endswith("\u202fг.")


def test_synthetic_is_drawn_on_every_chart(release: Release) -> None:
    for language in make_release.LANGUAGES:
        marks = {chart.mark for chart in charts_of(release, language)}
        assert marks == {words_of(language).gettext("Synthetic data")}


def test_real_data_carry_no_mark() -> None:
    assert {chart.mark for chart in charts_of(make_release.release(synthetic=False), "en")} == {""}


@pytest.mark.parametrize("language", make_release.LANGUAGES)
def test_every_letter_is_in_our_fonts(
    release: Release, language: str, recwarn: pytest.WarningsRecorder
) -> None:
    for drawn in charts_of(release, language):
        svg_bytes(draw(drawn, mirrored=language == "ar"), title="x", description="y", language=language)
    assert not [w for w in recwarn if "Glyph" in str(w.message) or "font" in str(w.message).lower()]


def test_svg_needs_no_font_and_speaks(release: Release) -> None:
    drawn = chart(release, "likelihood__overall", "ar")
    svg = svg_bytes(
        draw(drawn, mirrored=True), title=drawn.title, description=drawn.description, language="ar"
    )
    root = ET.fromstring(svg)
    assert not list(root.iter(f"{SVG}text"))
    assert root.get("role") == "img"
    assert root.get("lang") == "ar"
    assert root.find(f"{SVG}title").text == drawn.title
    assert "71" in root.find(f"{SVG}desc").text


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_same_bytes_on_a_second_run(release: Release, language: str, tmp_path) -> None:
    first = write_charts(release, [language], tmp_path / "a")
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); import make_release, pathlib;"
        "from analysis.charts import write_charts;"
        "write_charts(make_release.release(), [sys.argv[2]], pathlib.Path(sys.argv[3]))"
    )
    here = str(make_release.__file__).rpartition("/")[0]
    subprocess.run([sys.executable, "-c", script, here, language, str(tmp_path / "b")], check=True)
    assert {p.name: p.read_bytes() for p in first} == {
        p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()
    }


def test_files_say_nothing_of_time_or_machine(release: Release, tmp_path) -> None:
    for path in write_charts(release, ["en"], tmp_path):
        data = path.read_bytes()
        assert b"dc:date" not in data
        assert b"Matplotlib" not in data
        assert b"Software" not in data
