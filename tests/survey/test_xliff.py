"""XLIFF 2.1 as its structure demands, out and back in, with a reason for whatever is not taken."""

import re
import xml.etree.ElementTree as ET

import every_kind
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.survey.formats import translated, units, xliff
from consult.survey.formats.sheets import FormatError

HEADING = xliff.Heading("kinds", "en", "ar", "rtl")
N = f"{{{xliff.NAMESPACE}}}"
# The core of XLIFF 2.1: which elements may stand in which, in this order, and their attributes.
INSIDE = {
    "xliff": ["file"],
    "file": ["unit"],
    "unit": ["notes", "originalData", "segment"],
    "notes": ["note"],
    "originalData": ["data"],
    "segment": ["source", "target"],
    "source": ["ph"],
    "target": ["ph"],
}
ATTRIBUTES = {
    "xliff": {"version", "srcLang", "trgLang"},
    "file": {"id", "original", "canResegment", "trgDir"},
    "unit": {"id"},
    "note": {"category"},
    "data": {"id"},
    "segment": {"state"},
    "source": {"{http://www.w3.org/XML/1998/namespace}space"},
    "target": {"{http://www.w3.org/XML/1998/namespace}space"},
    "ph": {"id", "dataRef", "equiv"},
}
STATES = {"initial", "translated", "reviewed", "final"}
TOKEN = re.compile(r"[-.:\w]+")  # NMTOKEN


def written(document: dict, reviewed: frozenset[str] = frozenset()) -> str:
    return xliff.write(units.units(document, "ar"), HEADING, reviewed)


def valid(element: ET.Element) -> None:
    name = element.tag.removeprefix(N)
    assert set(element.attrib) <= ATTRIBUTES.get(name, set()), (name, element.attrib)
    order = [child.tag.removeprefix(N) for child in element]
    assert order == sorted(order, key=INSIDE.get(name, []).index), (name, order)
    assert all(TOKEN.fullmatch(element.attrib["id"]) for _ in [0] if "id" in element.attrib)
    assert element.attrib.get("state", "initial") in STATES
    for child in element:
        valid(child)


def test_the_file_is_valid_against_the_structure() -> None:
    root = ET.fromstring(written(every_kind.document(), frozenset({"title"})))
    valid(root)
    assert (root.attrib["version"], root[0].attrib["trgDir"]) == ("2.1", "rtl")
    assert len({unit.attrib["id"] for unit in root.iter(f"{N}unit")}) == len(list(root.iter(f"{N}unit")))
    assert next(root.iter(f"{N}segment")).attrib["state"] == "reviewed"
    for unit in root.iter(f"{N}unit"):
        data = {each.attrib["id"] for each in unit.iter(f"{N}data")}
        sides = [
            {ph.attrib["id"] for ph in side.iter(f"{N}ph")}
            for side in unit.iter()
            if side.tag in {f"{N}source", f"{N}target"}
        ]
        assert {ph.attrib["dataRef"] for ph in unit.iter(f"{N}ph")} <= data
        assert len(sides) == 1 or sides[0] == sides[1]


def test_it_comes_back_into_a_draft_without_a_word_of_it() -> None:
    document = every_kind.document()
    listed = units.units(document, "ar")
    bare = units.with_words(document, "ar", {(unit.place, unit.band): "" for unit in listed})
    entries = xliff.read(written(document).encode(), "en", "ar")
    taken = translated.take(entries, units.units(bare, "ar"))
    assert units.with_words(bare, "ar", taken.given) == document


words = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@given(words, words)
def test_any_words_survive(source: str, target: str) -> None:
    unit = units.Unit("title", "default", source, target, "", "", "", ("7-9",))
    found = xliff.read(xliff.write([unit], HEADING, frozenset()).encode(), "en", "ar")
    cleaned = {"￾": "�", "￿": "�"}
    wanted = ["".join(cleaned.get(sign, sign) for sign in each) for each in (source, target)]
    assert [found[0].source, found[0].target] == wanted


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{organisation} ", "", "placeholder_missing"),
        ("A test poll", "Another poll", "source_changed"),
        ('id="title"', 'id="gone"', "unit_unknown"),
        ('id="about"', 'id="title"', "unit_twice"),
        ('<target xml:space="preserve">استطلاع تجريبي</target>', "", "untranslated"),
        ("استطلاع تجريبي", "استطلاع {name}", "placeholder_unknown"),
        ("استطلاع تجريبي", "استطلاع <other/>", "inline"),
        ("استطلاع تجريبي", "استطلاع&#x7f;", "letters"),
    ],
)
def test_what_is_not_taken_has_its_reason(old: str, new: str, code: str) -> None:
    document = every_kind.document()
    body = written(document)
    if code == "placeholder_missing":
        body = re.sub(r"(<target[^>]*>)تسأل <ph [^>]*/>", r"\1تسأل", body)
    else:
        assert old in body
        body = body.replace(old, new, 1)
    taken = translated.take(xliff.read(body.encode(), "en", "ar"), units.units(document, "ar"))
    assert code in {line.code for line in taken.report.lines if line.outcome in {"refused", "left"}}
    assert taken.given == {}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<xliff", "xliff_broken"),
        (b"<xliff version='1.2'/>", "xliff_version"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", "file_entities"),
        (f"<xliff xmlns='{xliff.NAMESPACE}' srcLang='en' trgLang='fr'/>".encode(), "other_language"),
        (f"<xliff xmlns='{xliff.NAMESPACE}' srcLang='en' trgLang='ar'/>".encode(), "no_units"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(FormatError) as caught:
        xliff.read(body, "en", "ar")
    assert caught.value.line.code == code


def test_segments_that_a_tool_split_are_joined() -> None:
    body = (
        f"<xliff xmlns='{xliff.NAMESPACE}' srcLang='en' trgLang='ar'><file id='f'><unit id='title'>"
        "<segment><source>A test </source><target>استطلاع </target></segment>"
        "<segment><source>poll</source><target>تجريبي <mrk id='m' type='term'>جدا</mrk></target></segment></unit></file></xliff>"
    )
    assert xliff.read(body.encode(), "en", "ar")[0].target == "استطلاع تجريبي جدا"


def test_faults_that_a_translator_sees() -> None:
    unit = units.Unit("about", "default", "Under 13 ask {organisation}.", "", "", "", "", ())
    assert [code for code, _ in units.faults(unit, "تحت ١٣ {organisation}")] == []
    assert {code for code, _ in units.faults(unit, "x {name}")} == {
        "placeholder_missing",
        "placeholder_unknown",
        "numbers_missing",
    }
    assert [code for code, _ in units.faults(unit, unit.source)] == ["same_words"]
    assert units.refusal("a\x00") == "letters"
    assert units.refusal("a" * 5000) == "long"
