"""DDI-Codebook 2.5: what archives ask to know of a study, its file and every variable, in every language.

Order of elements after the schema of the DDI Alliance (codebook.xsd, 2.5). Counts per category come only
from protected tables; a count taken from the rows would tell what the published tables hide.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from analysis.disclosure.protected import OVERALL, SHOWN, ProtectedTable
from analysis.microdata.fields import Field, Value
from analysis.microdata.rows import Dataset
from analysis.microdata.wording import clean

_SPACE = "ddi:codebook:2_5"
_SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_RESPONSES = {"category": "category", "flag": "multiple", "rank": "numeric", "number": "numeric"}

Element = ET.Element


def write(dataset: Dataset, path: Path, tables: Iterable[ProtectedTable] = ()) -> None:
    """Write the description; `tables` may give the counts of whole questions as a release shows them."""
    shown = {(table.question, table.item): table for table in tables if table.breakdown == OVERALL}
    ET.register_namespace("", _SPACE)
    ET.register_namespace("xsi", _INSTANCE)
    root = ET.Element(
        f"{{{_SPACE}}}codeBook", {"version": "2.5", f"{{{_INSTANCE}}}schemaLocation": f"{_SPACE} {_SCHEMA}"}
    )
    _study(_add(root, "stdyDscr"), dataset)
    _file(_add(root, "fileDscr", ID="F1"), dataset)
    variables = _add(root, "dataDscr")
    for at, field in enumerate(dataset.fields, start=1):
        _variable(variables, field, at, shown)
    ET.indent(root, " ")
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _add(
    parent: Element, tag: str, words: object = None, language: str | None = None, **attributes: str
) -> Element:
    made = ET.SubElement(
        parent, f"{{{_SPACE}}}{tag}", {key: clean(value) for key, value in attributes.items()}
    )
    if words is not None:
        made.text = clean(str(words))
    if language is not None:
        made.set(_LANG, language)
    return made


def _study(study: Element, dataset: Dataset) -> None:
    facts = dataset.facts
    citation = _add(study, "citation")
    _titles(_add(citation, "titlStmt"), dataset)
    _add(_add(citation, "rspStmt"), "AuthEnty", facts["organisation"])
    _add(_add(citation, "prodStmt"), "software", facts.get("software", "consult"))
    _add(_add(citation, "verStmt"), "version", f"frozen {facts['frozen']}", date=str(facts["frozen"]))
    summary = _add(_add(study, "stdyInfo"), "sumDscr")
    for event, key in (("start", "opened"), ("end", "closed")):
        _add(summary, "collDate", facts["wave"][key], date=str(facts["wave"][key]), event=event)
    _add(summary, "anlyUnit", "One child's answers", "en")
    _add(summary, "universe", "Children who chose to take part", "en")
    _add(
        summary,
        "dataKind",
        "Synthetic data: no child gave these answers" if facts["synthetic"] else "Survey data",
        "en",
    )
    collection = _add(_add(study, "method"), "dataColl")
    # Without a sample nobody may take the answers for those of all children.
    drawn = (
        "Open poll: children chose to take part; no sample was drawn"
        if facts["mode"] == "open"
        else facts["mode"]
    )
    _add(collection, "sampProc", f"{drawn}. Recruitment: {facts['recruitment']}.", "en")
    _add(collection, "collMode", "Self-completed, anonymous", "en")
    _access(_add(_add(study, "dataAccs"), "useStmt"))


def _titles(titles: Element, dataset: Dataset) -> None:
    first = dataset.codebook["default_language"]
    mark = " (synthetic)" if dataset.facts["synthetic"] else ""
    said = dataset.title
    _add(titles, "titl", said[first] + mark, first)
    for language, words in said.items():
        if language != first:
            _add(titles, "parTitl", words + mark, language)
    _add(titles, "IDNo", f"{dataset.facts['poll']['code']}, wave {dataset.facts['wave']['name']}")


def _access(terms: Element) -> None:
    _add(terms, "confDec", "No attempt may be made to find out who a child is.", "en", required="yes")
    reason = "The rows count what the published tables hide: for archives and research under agreement only."
    _add(terms, "restrctn", reason, "en")


def _file(file: Element, dataset: Dataset) -> None:
    text = _add(file, "fileTxt")
    _add(text, "fileName", "responses")
    size = _add(text, "dimensns")
    _add(size, "caseQnty", dataset.responses)
    _add(size, "varQnty", len(dataset.fields))
    _add(
        text,
        "fileType",
        "One row per child in random order; no column identifies a row",
        "en",
        charset="UTF-8",
    )


Shown = Mapping[tuple[str, str | None], ProtectedTable]


def _variable(parent: Element, field: Field, at: int, shown: Shown) -> None:
    interval = "contin" if field.kind == "number" else "discrete"
    variable = _add(parent, "var", ID=f"V{at}", name=field.column, files="F1", intrvl=interval)
    for language, words in field.label.items():
        _add(variable, "labl", words, language)
    if field.wordings:
        _question(_add(variable, "qstn", responseDomainType=_RESPONSES[field.kind]), field)
    if field.least is not None and field.greatest is not None and field.kind == "number":
        _add(_add(variable, "valrng"), "range", UNITS="INT", min=str(field.least), max=str(field.greatest))
    if field.missing and not field.text:
        invalid = _add(variable, "invalrng")
        for value in field.missing:
            _add(invalid, "item", UNITS="INT", VALUE=str(value.code))
    for value in field.values:
        _category(variable, field, value, _count(field, value, shown))
    _add(variable, "varFormat", type="character" if field.text else "numeric")


def _question(question: Element, field: Field) -> None:
    """Write each wording once per language; where age bands differ, each in the order of their ages."""
    for language, wordings in field.wordings.items():
        for words in dict.fromkeys(wordings.values()):
            _add(question, "qstnLit", words, language)


def _category(variable: Element, field: Field, value: Value, count: int | None) -> None:
    lacking = {"missing": "Y", "missType": value.name} if value.code < 0 else {}
    category = _add(variable, "catgry", **lacking)
    _add(category, "catValu", value.name if field.text else value.code)
    for language, words in value.label.items():
        _add(category, "labl", words, language)
    if count is not None:
        _add(category, "catStat", count, type="freq")


def _count(field: Field, value: Value, shown: Shown) -> int | None:
    """Find a count that a release shows; None where it is hidden, joined with others or in no table."""
    if field.question is None or field.kind != "category":
        return None
    item = field.column.partition(".")[2] or None
    table = shown.get((field.question, item))
    try:
        cell = table.cell(value.name) if table else None
    except KeyError:
        return None
    return cell.shown if cell and cell.status == SHOWN else None
