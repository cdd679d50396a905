"""Translations as a PO file: the unit's name is the context, so equal words in two places stay two texts."""

import re
from collections.abc import Iterable, Iterator

from consult.survey.formats.sheets import FormatError
from consult.survey.formats.translated import MOST_UNITS, Entry
from consult.survey.formats.units import Unit

_LINE = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?)?\s*"((?:[^"\\]|\\.)*)"\s*')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def write(units: Iterable[Unit], name: str, source: str, target: str) -> str:
    """Write units as PO; a wording that has no words yet is left empty."""
    head = f"Project-Id-Version: {name}\nLanguage: {target}\nX-Source-Language: {source}\n"
    head += "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    blocks = [f'msgid ""\nmsgstr {_quoted(head)}\n']
    for unit in units:
        bands = f"#. age bands: {', '.join(unit.bands)}\n"
        words = f"msgctxt {_quoted(unit.key)}\nmsgid {_quoted(unit.source)}\nmsgstr {_quoted(unit.target)}\n"
        blocks.append(bands + words)
    return "\n".join(blocks)


def _quoted(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\r", "\\r")
    lines = escaped.split("\n")
    if len(lines) == 1:
        return f'"{escaped}"'
    kept = [f'"{line}\\n"' for line in lines[:-1]] + ([f'"{lines[-1]}"'] if lines[-1] else [])
    return "\n".join(['""', *kept])


def read(words: str, target: str) -> list[Entry]:
    """Read a PO file; FormatError where it is none, or is for another language."""
    entries = list(_entries(words))
    header = next((entry.target for entry in entries if not entry.key and not entry.source), "")
    spoken = re.search(r"^Language:\s*(\S+)", header, re.MULTILINE)
    if spoken and spoken[1].replace("_", "-").lower() != target.lower():
        raise FormatError("other_language", language=spoken[1])
    found = [entry for entry in entries if entry.key or entry.source]
    if not found:
        raise FormatError("no_units")
    return found


def _entries(words: str) -> Iterator[Entry]:
    held: dict[str, str] = {}
    field, begun, unsure = "", 0, False
    for number, line in enumerate(words.splitlines(), start=1):
        plain = line.strip()
        if not plain or plain.startswith("#"):
            if held:
                yield _entry(held, begun, unsure=unsure)
                held, unsure = {}, False
            unsure = unsure or (plain.startswith("#,") and "fuzzy" in plain)
            continue
        match = _LINE.fullmatch(plain)
        if match is None or not (match[1] or field) or number > MOST_UNITS * 20:
            raise FormatError("po_line", row=number)
        if match[1] in {"msgctxt", "msgid"} and "msgstr" in held:
            yield _entry(held, begun, unsure=unsure)
            held, unsure = {}, False
        field = match[1] or field
        begun = number if not held else begun
        held[field] = held.get(field, "") + _ESCAPED.sub(_unescape, match[2])
    if held:
        yield _entry(held, begun, unsure=unsure)


def _unescape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[1], match[1])


def _entry(held: dict[str, str], line: int, *, unsure: bool) -> Entry:
    key, source = held.get("msgctxt", ""), held.get("msgid", "")
    refused = "plural" if "msgid_plural" in held else "unsure" if unsure and source else ""
    return Entry(key, source, held.get("msgstr", ""), line, refused)
