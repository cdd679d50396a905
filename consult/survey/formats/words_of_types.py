"""What the `type` column of an XLSForm may say, and what becomes of it here.

The names are pyxform's (BSD-2-Clause), older ones included.
"""

import re
from dataclasses import dataclass

_SELECTS = {
    "select_one": "select_one",
    "select one": "select_one",
    "select one from": "select_one",
    "select1": "select_one",
    "add select one prompt using": "select_one",
    "select_multiple": "select_multiple",
    "select multiple": "select_multiple",
    "select multiple from": "select_multiple",
    "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple",
    "add select multiple prompt using": "select_multiple",
    "rank": "rank",
}
_PLAIN = {
    "text": "text",
    "string": "text",
    "add text prompt": "text",
    "q string": "text",
    "integer": "integer",
    "int": "integer",
    "add integer prompt": "integer",
    "q int": "integer",
    "range": "range",
    "note": "note",
    "add note prompt": "note",
    "q note": "note",
}
# What would tell who answers, where or on which phone: dropped and listed, whatever it is wanted for.
_IDENTITY = re.compile(
    r"(?:(?:get |q |add )?(?:start|end|today|start time|end time|start_time|end_time|device ?id|imei|uuid|"
    r"subscriber ?id|sim ?serial|sim id|phone ?number|username|user ?name|email|audit|"
    r"geopoint|geotrace|geoshape|gps|location|osm|tel|phone)(?: prompt)?(?: osm_\w+| \w+)?|"
    r"start-geopoint|background-geopoint|background-audio|number of days last year)"
)
_UPLOADS = re.compile(r"(?:add |q )?(?:image|photo|picture|audio|video|file|barcode)(?: prompt)?")
_QUANTITIES = re.compile(
    r"(?:add |q )?(?:decimal|date|time|datetime|datetime|dateTime|date time|percentage)(?: prompt)?",
    re.IGNORECASE,
)
_COMPUTED = {"calculate", "calculation", "q calculate", "add calculate prompt", "hidden", "csv-external"}
_SELECT = re.compile(
    r"(?P<how>[a-z_1 ]+?)\s+(?P<list>[^\s]+)(?P<other>\s+(?:or[ _]other|or specify other))?", re.IGNORECASE
)
_BLOCK = re.compile(r"(?P<edge>begin|end)[ _](?P<what>group|repeat|loop|lgroup|looped group)\b.*")


@dataclass(frozen=True, slots=True)
class Type:
    """What a row is: `role` question, begin, end, identity, unsupported; `code` says why unsupported."""

    role: str
    kind: str = ""
    list_name: str = ""
    or_other: bool = False
    code: str = ""


def type_of(words: str) -> Type:
    """Understand one cell of the type column."""
    plain = " ".join(words.split())
    small = plain.lower()
    if small in _PLAIN:
        return Type("question", _PLAIN[small])
    block = _BLOCK.fullmatch(small)
    if block:
        return Type(block["edge"], "group" if block["what"] == "group" else "repeat")
    if _IDENTITY.fullmatch(small):
        return Type("identity")
    select = _SELECT.fullmatch(plain)
    if select and select["how"].lower() in _SELECTS:
        kind = _SELECTS[select["how"].lower()]
        return Type("question", kind, select["list"], or_other=bool(select["other"]))
    return Type("unsupported", code=_reason(small))


def _reason(small: str) -> str:
    if _UPLOADS.fullmatch(small):
        return "type_upload"
    if _QUANTITIES.fullmatch(small):
        return "type_quantity"
    if small in _COMPUTED:
        return "type_computed"
    if "external" in small or "from_file" in small or "from file" in small:
        return "type_file"
    if small in {"acknowledge", "trigger"}:
        return "type_acknowledge"
    return "type_include" if small == "include" else "type_unknown"
