"""What goes with a report: the tile map, the brief of one page, the slides."""

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import make_release
import pytest
from make_release import LANGUAGES
from pypdf import PdfReader

from analysis.disclosure import SUPPRESSED, Cell
from analysis.render.words import words_of
from analysis.reporting.brief import write_brief
from analysis.reporting.settings import Settings
from analysis.reporting.slides import write_slides
from analysis.reporting.sources import keyed
from analysis.reporting.tiles import disclaimer, map_words, write_map

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


@pytest.fixture(scope="module")
def sources():
    return keyed([(make_release.release(), "a" * 64)])


def region(sources):
    return next(t for t in sources[0].release.profile if t.question == "region")


def test_a_map_says_in_words_what_it_shows_and_hides_what_is_hidden(sources, tmp_path) -> None:
    words = words_of("en", "reporting")
    svg, png = write_map(sources[0], words, tmp_path)
    assert "Africa: 28%" in svg.read_text()
    assert "Oceania: –" in svg.read_text()
    assert png.read_bytes()[:4] == b"\x89PNG"
    assert "Secretariat of the United Nations" in disclaimer(words)
    assert write_map(sources[0], words, tmp_path / "again")[0].read_bytes() == svg.read_bytes()


def test_a_map_follows_its_table(sources) -> None:
    table = region(sources)
    rows = tuple(replace(row, cells=(Cell(None, None, SUPPRESSED),)) for row in table.rows)
    words = words_of("fr", "reporting")
    assert "28" in map_words(sources[0], table, words)
    assert "28" not in map_words(sources[0], replace(table, rows=rows), words)


def test_without_a_table_by_region_there_is_no_map(sources, tmp_path) -> None:
    release = replace(sources[0].release, profile=())
    assert write_map(keyed([(release, "b")])[0], words_of("en", "reporting"), tmp_path) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_is_one_tagged_page_in_its_language(sources, tmp_path, language) -> None:
    path = write_brief(sources, Settings(), words_of(language, "reporting"), tmp_path)
    pdf = PdfReader(path)
    assert len(pdf.pages) == 1
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == language
    assert "71" in pdf.pages[0].extract_text()


def test_a_brief_is_the_same_bytes_and_follows_its_cells(sources, tmp_path) -> None:
    words = words_of("en", "reporting")
    first = write_brief(sources, Settings(), words, tmp_path).read_bytes()
    assert write_brief(sources, Settings(), words, tmp_path).read_bytes() == first


@pytest.mark.parametrize("language", ["en", "ar"])
def test_slides_have_titles_pictures_with_words_and_direction(sources, tmp_path, language) -> None:
    path = write_slides(sources, Settings(), words_of(language, "reporting"), tmp_path)
    parts = zipfile.ZipFile(path)
    names = [name for name in parts.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(names) == 7
    headings = set()
    for name in names:
        root = ET.fromstring(parts.read(name))
        assert root.find(f".//{_P}ph[@type='title']") is not None
        assert all(picture.get("descr") for picture in root.iterfind(f".//{_P}pic//{_P}cNvPr"))
        headings.add("".join(root.find(f".//{_P}sp").itertext()))
        ways = {properties.get("rtl") for properties in root.iter(f"{_A}pPr")}
        assert ways == ({"1"} if language == "ar" else {None})
    assert len(headings) == len(names), "each slide says in its heading what it is for"


def test_every_part_of_the_slides_is_declared_and_every_link_leads_somewhere(sources, tmp_path) -> None:
    path = write_slides(sources, Settings(), words_of("zh", "reporting"), tmp_path)
    parts = zipfile.ZipFile(BytesIO(path.read_bytes()))
    names = set(parts.namelist())
    types = parts.read("[Content_Types].xml").decode()
    for name in names:
        if name.endswith(".xml") and name != "[Content_Types].xml":
            assert f'PartName="/{name}"' in types, name
        if name.endswith(".rels"):
            folder = name.replace("_rels/", "").rpartition("/")[0]
            for target in re.findall(r'Target="([^"]+)"', parts.read(name).decode()):
                pieces = f"{folder}/{target}".strip("/").split("/")
                while ".." in pieces:
                    at = pieces.index("..")
                    del pieces[at - 1 : at + 1]
                assert "/".join(pieces) in names, (name, target)
    assert (
        write_slides(sources, Settings(), words_of("zh", "reporting"), tmp_path).read_bytes()
        == path.read_bytes()
    )
