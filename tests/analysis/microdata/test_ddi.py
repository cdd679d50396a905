"""The DDI-Codebook file has the structure of version 2.5 and says every code in every language."""

import copy
from pathlib import Path
from xml.etree import ElementTree as ET

import make_bundle
import make_release
import pytest

from analysis import bundle
from analysis.microdata import ddi
from analysis.microdata.export import Wish, export
from analysis.microdata.fields import Field, Value
from analysis.microdata.rows import Dataset

NS = {"d": "ddi:codebook:2_5"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The order of children that the schema prescribes (codebook.xsd, version 2.5), as far as they are used.
ORDER = {
    "codeBook": ["stdyDscr", "fileDscr", "dataDscr"],
    "stdyDscr": ["citation", "stdyInfo", "method", "dataAccs"],
    "citation": ["titlStmt", "rspStmt", "prodStmt", "verStmt"],
    "titlStmt": ["titl", "parTitl", "IDNo"],
    "sumDscr": ["collDate", "anlyUnit", "universe", "dataKind"],
    "dataColl": ["sampProc", "collMode"],
    "useStmt": ["confDec", "restrctn"],
    "fileTxt": ["fileName", "dimensns", "fileType"],
    "dimensns": ["caseQnty", "varQnty"],
    "var": ["labl", "qstn", "valrng", "invalrng", "catgry", "varFormat"],
    "catgry": ["catValu", "labl", "catStat"],
}


@pytest.fixture(scope="session")
def root(exported: tuple[Path, dict]) -> ET.Element:
    return ET.parse(exported[0] / "ddi.xml").getroot()


def name(element: ET.Element) -> str:
    return element.tag.removeprefix("{ddi:codebook:2_5}")


def test_elements_stand_in_the_order_of_the_schema(root: ET.Element) -> None:
    assert (name(root), root.get("version")) == ("codeBook", "2.5")
    for element in root.iter():
        order = ORDER.get(name(element))
        if order is not None:
            places = [order.index(name(child)) for child in element]
            assert places == sorted(places), name(element)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    assert len(ids) == len(set(ids))


def test_every_variable_says_its_question_and_codes_in_every_language(root: ET.Element) -> None:
    variables = {v.get("name"): v for v in root.iterfind("d:dataDscr/d:var", NS)}
    assert root.findtext("d:fileDscr/d:fileTxt/d:dimensns/d:varQnty", namespaces=NS) == str(len(variables))
    assert root.findtext("d:fileDscr/d:fileTxt/d:dimensns/d:caseQnty", namespaces=NS) == "3000"
    games = variables["safety.games"]
    assert [label.get(LANG) for label in games.iterfind("d:labl", NS)] == list(make_bundle.LANGUAGES)
    assert {q.get(LANG) for q in games.iterfind("d:qstn/d:qstnLit", NS)} == set(make_bundle.LANGUAGES)
    categories = games.findall("d:catgry", NS)
    assert [c.findtext("d:catValu", namespaces=NS) for c in categories] == [
        "1",
        "2",
        "3",
        "-1",
        "-2",
        "-3",
        "-4",
    ]
    assert [c.get("missing") for c in categories] == [None] * 3 + ["Y"] * 4
    assert [i.get("VALUE") for i in games.iterfind("d:invalrng/d:item", NS)] == ["-1", "-2", "-3", "-4"]
    assert categories[0].findall("d:labl", NS)[3].text == "Safe (fr)"


def test_no_count_is_taken_from_the_rows(root: ET.Element) -> None:
    assert not list(root.iter("{ddi:codebook:2_5}catStat"))


def test_a_synthetic_study_says_so_and_an_open_poll_is_no_sample(root: ET.Element) -> None:
    assert root.findtext(".//d:titl", namespaces=NS).endswith("(synthetic)")
    assert "no child" in root.findtext(".//d:dataKind", namespaces=NS)
    assert "no sample" in root.findtext(".//d:sampProc", namespaces=NS)


def test_counts_come_from_protected_tables_and_only_where_shown(tmp_path: Path) -> None:
    said = dict.fromkeys(make_release.LANGUAGES, "x")
    values = (Value(1, "home", said), Value(2, "school", said), Value(3, "public", said))
    field = Field("location", "category", "location", said, values, {lang: {"default": "x"} for lang in said})
    codebook = make_release.codebook()
    facts = {**make_release.facts(), "software": "consult"}
    dataset = Dataset((field,), tmp_path / "none", 700, codebook, facts)
    ddi.write(dataset, tmp_path / "ddi.xml", make_release.tables())
    found = ET.parse(tmp_path / "ddi.xml").getroot().findall(".//d:catgry", NS)
    counts = [category.findtext("d:catStat", namespaces=NS) for category in found]
    table = next(t for t in make_release.tables() if t.name == "location__overall")
    assert counts == [None, None, str(table.cell("public").shown)]


def test_a_language_without_a_catalog_is_described_all_the_same(tmp_path: Path) -> None:
    codebook = copy.deepcopy(make_bundle.EXAMPLE)
    codebook["languages"] = [*codebook["languages"], "sw"]
    codebook["title"]["sw"] = "Usalama"
    made = make_bundle.write(tmp_path / "b.bundle", codebook=codebook, responses=1500)
    export(bundle.read(made), tmp_path / "out", Wish(formats=("ddi",), recode=True), lambda _: None)
    root = ET.parse(tmp_path / "out" / "ddi.xml").getroot()
    assert "sw" in {label.get(LANG) for label in root.iter("{ddi:codebook:2_5}labl")}
