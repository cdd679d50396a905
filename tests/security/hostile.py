"""Words that try to be more than words: a small corpus of our own, and the large one where it lies.

Everything that could run in a browser calls `__hit(…)` or makes an element `<hit>`; both are looked for.
"""

import json
import math

from material import material

MARK = "hit"

MARKUP = (
    "<script>__hit(1)</script>",
    "</script><script>__hit(2)</script>",
    "</style></title></textarea></template></select><hit>",
    '"><hit onload=__hit(3)>',
    "'><hit onmouseover=__hit(4)>",
    '" autofocus onfocus=__hit(5) x="',
    "' autofocus onfocus=__hit(6) x='",
    "<img src=x onerror=__hit(7)>",
    "<svg/onload=__hit(8)>",
    "<math><mtext></mtext><script>__hit(9)</script></math>",
    "<iframe srcdoc='<script>parent.__hit(10)</script>'>",
    "javascript:__hit(11)",
    "data:text/html,<script>__hit(12)</script>",
    "`${__hit(13)}`",
    "\\u003cscript\\u003e__hit(14)",
    "<!--<script>__hit(15)//-->",
    "]]><hit/>",
    "<base href=//evil.example><meta http-equiv=refresh content=0;url=//evil.example>",
    "&lt;script&gt;__hit(16)&lt;/script&gt;",
    "{{constructor.constructor('__hit(17)')()}}",
)
TEMPLATES = (
    "{{ 7*7 }}{% for x in ().__class__.__mro__ %}{{ x }}{% endfor %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "%(organisation)s %s %d %n {organisation} {0} {__class__}",
    "{title",
    "}{",
    "%",
)
# What a typesetter, a spreadsheet or a word processor could take for orders.
DOCUMENTS = (
    '#import "/etc/passwd"',
    '#read("/etc/passwd")',
    '#eval("1+1") $ sum_(i) $ *bold* _it_ @ref <label> `raw` = Head',
    "\\input{/etc/passwd} $\\write18{id}$",
    "=1+1",
    '=cmd|"/C calc"!A0',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "＝1+1",
    '"; =1+1; "',
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
    "_x0007_",
)
LETTERS = (
    "\u202ereversed\u202c",
    "\u2066\u202e\u2069",
    "a\u200bb\u200d\u2060c\ufeff",
    "\u0007bell\u001b[31mred\u0000nul",
    "\ud800",
    "\ufffe\uffff",
    "\U000e0001\U000e0041",
    "e" + "\u0301" * 60,
    "👩‍👩‍👧‍👦🏳️‍🌈",
    "ﷺ" * 20,
    "İıſK",
    "\u2028\u2029\u0085",
    "٣٤٥ ²½",
)
PATHS = (
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "%2e%2e%2fetc%2fpasswd",
    "/etc/passwd",
    "file:///etc/passwd",
    "con",
    "a/../../b",
    ".",
)
LINES = ("a\r\nSet-Cookie: x=1", "a\nX-Injected: 1", "%0d%0aX-Injected:%201", "\n\n")
QUERIES = ("' OR 1=1 --", "'; DROP TABLE responses; --", "1) UNION SELECT 1", "\\", "%", "_")
NUMBERS = (
    "0", "-1", "1e309", "nan", "inf", "-0", "1.5", "9" * 40, str(2**63), str(2**31), "0x10", "1_000", " 1 ", "１",
)  # fmt: skip
DAYS = ("0000-00-00", "9999-12-31", "2026-02-30", "0001-01-01", "10000-01-01", "2026-W01-1")
LONG = ("x" * 5000, "é" * 3000, "[" * 3000, "(" * 3000)

OWN = (*MARKUP, *TEMPLATES, *DOCUMENTS, *LETTERS, *PATHS, *LINES, *QUERIES, *NUMBERS, *DAYS, "", " ", "null")
EVERYTHING = (*OWN, *LONG)


def encodable(words: str) -> str:
    """Give the words as a browser could send them: without halves of a character."""
    return words.encode("utf-8", "replace").decode()


def collected() -> list[str]:
    """Give the large corpus; skips the test where the material is absent."""
    found = json.loads(material("text/blns.json").read_text(encoding="utf-8"))
    return [encodable(words) for words in found]


def portions(words: list[str], number: int) -> list[list[str]]:
    """Split a corpus into that many parts of about the same size."""
    size = math.ceil(len(words) / number)
    return [words[at : at + size] for at in range(0, len(words), size)]
