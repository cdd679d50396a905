"""Translations as XLIFF 2.1 (OASIS, 2018): one unit per wording, what stands in braces as a placeholder."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from consult.survey.formats.sheets import FormatError
from consult.survey.formats.translated import MOST_UNITS, Entry
from consult.survey.formats.units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"  # 2.1 keeps the namespace of 2.0
_IN_BRACES = re.compile(r"(\{[^{}]*\})")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SEGMENTS = (f"{{{NAMESPACE}}}segment", f"{{{NAMESPACE}}}ignorable")
_WRAPPERS = (f"{{{NAMESPACE}}}pc", f"{{{NAMESPACE}}}mrk")
_SILENT = (f"{{{NAMESPACE}}}sm", f"{{{NAMESPACE}}}em")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of itself: the questionnaire, both languages, and "ltr" or "rtl" for the target."""

    name: str
    source: str
    target: str
    direction: str


def write(units: Iterable[Unit], heading: Heading, reviewed: frozenset[str]) -> str:
    """Write units as XLIFF; `reviewed` are the keys of those that somebody reviewed."""
    spoken = f"srcLang={_attribute(heading.source)} trgLang={_attribute(heading.target)}"
    named = f'original={_attribute(heading.name)} canResegment="no" trgDir="{heading.direction}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{NAMESPACE}" version="2.1" {spoken}>',
        f' <file id="questionnaire" {named}>',
        *(line for unit in units for line in _unit(unit, reviewed=unit.key in reviewed)),
        " </file>",
        "</xliff>",
    ]
    return "\n".join(lines) + "\n"


def _unit(unit: Unit, *, reviewed: bool) -> Iterator[str]:
    placeholders = dict.fromkeys(_IN_BRACES.findall(unit.source) + _IN_BRACES.findall(unit.target))
    named = {held: f"d{number}" for number, held in enumerate(placeholders, start=1)}
    state = "reviewed" if reviewed else "translated" if unit.target else "initial"
    yield f"  <unit id={_attribute(unit.key)}>"
    yield f'   <notes><note category="age bands">{_escaped(", ".join(unit.bands))}</note></notes>'
    if named:
        data = "".join(f'<data id="{mark}">{_escaped(held)}</data>' for held, mark in named.items())
        yield f"   <originalData>{data}</originalData>"
    yield f'   <segment state="{state}">'
    yield f'    <source xml:space="preserve">{_inline(unit.source, named)}</source>'
    if unit.target:
        yield f'    <target xml:space="preserve">{_inline(unit.target, named)}</target>'
    yield "   </segment>"
    yield "  </unit>"


def _inline(words: str, named: dict[str, str]) -> str:
    """Write words; a placeholder has the same id in source and target, as the same data."""
    parts, met = [], Counter[str]()
    for number, part in enumerate(_IN_BRACES.split(words)):
        mark = named.get(part) if number % 2 else None
        if mark:
            met[mark] += 1
            parts.append(f'<ph id="{mark}-{met[mark]}" dataRef="{mark}" equiv={_attribute(part)}/>')
        else:
            parts.append(_escaped(part))
    return "".join(parts)


def _escaped(words: str) -> str:
    plain = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _attribute(words: str) -> str:
    return '"' + _escaped(words).replace('"', "&quot;").replace("\n", "&#10;") + '"'


def read(body: bytes, source: str, target: str) -> list[Entry]:
    """Read an XLIFF 2 file; FormatError where it is none, or is for other languages."""
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FormatError("file_entities") from error
    except (ParseError, ValueError, LookupError) as error:
        line = error.position[0] if isinstance(error, ParseError) else None
        raise FormatError("xliff_broken", "", line) from error
    if root.tag != f"{{{NAMESPACE}}}xliff":
        raise FormatError("xliff_version")
    for attribute, wanted in (("srcLang", source), ("trgLang", target)):
        spoken = root.get(attribute, "")
        if spoken.lower() != wanted.lower():
            raise FormatError("other_language", language=spoken)
    found = [_entry(unit) for unit in root.iter(f"{{{NAMESPACE}}}unit")]
    if not found or len(found) > MOST_UNITS:
        raise FormatError("no_units")
    return found


def _entry(unit: "Element") -> Entry:
    data = {each.get("id", ""): each.text or "" for each in unit.iter(f"{{{NAMESPACE}}}data")}
    segments = [each for each in unit if each.tag in _SEGMENTS]
    try:
        source = "".join(_said(each.find(f"{{{NAMESPACE}}}source"), data) for each in segments)
        targets = [each.find(f"{{{NAMESPACE}}}target") for each in segments]
        partly = any(
            each is None and segment.tag == _SEGMENTS[0]
            for each, segment in zip(targets, segments, strict=True)
        )
        target = "" if partly else "".join(_said(each, data) for each in targets)
    except KeyError:
        return Entry(unit.get("id", ""), "", "", refused="inline")
    return Entry(unit.get("id", ""), source, target)


def _said(element: "Element | None", data: dict[str, str]) -> str:
    """Give the words of a source or target; KeyError where something else than words stands in it."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for inner in element:
        if inner.tag == f"{{{NAMESPACE}}}ph":
            parts.append(data[inner.get("dataRef", "")])
        elif inner.tag in _WRAPPERS:
            parts.append(_said(inner, data))
        elif inner.tag == f"{{{NAMESPACE}}}cp":
            parts.append(chr(int(inner.attrib["hex"], 16) % 0x110000))
        elif inner.tag not in _SILENT:
            raise KeyError(inner.tag)
        parts.append(inner.tail or "")
    return "".join(parts)
