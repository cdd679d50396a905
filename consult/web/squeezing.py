"""Fewer bytes for phones that pay for each: pages, styles, scripts without what only their authors need."""

import re
import string
import zlib
from collections import Counter
from itertools import product

from jinja2.ext import Extension

_BLANKS = re.compile(r"[ \t]*\n[ \t\n]*")
OFFICE = ("staffing/", "layouts/staff")  # pages of the office are not counted in bytes, and keep their lines
_TAG = re.compile(r"<[a-z][^<>]*>")
_QUOTED = re.compile(r'="([A-Za-z0-9_./:#-]+)"(?=[\s>])')
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_JS_COMMENT = re.compile(r"^\s*//.*\n?", re.MULTILINE)
# Strings, regular expressions (our scripts divide nothing), names with the dot before them, blanks, the rest.
_JS_MARK = re.compile(r"'(?:\\.|[^'\\\n])*'|/(?:\\.|[^/\\\n])+/|\.?[A-Za-z_$][\w$]*|\s+|[0-9][\w.]*|.")
_WORD = re.compile(r"[\w$]")
_PARTS = re.compile(rb"(?=<template)|(?=<script)|(?<=</style>)|(?<=</template>)|(?<=</script>)")


class Unindented(Extension):
    """Takes line ends and indentation out of templates before they are compiled.

    Not out of finished pages: there they may belong to what a child wrote.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Join the lines of a template; words that belong together stand on one line there."""
        del filename
        if name and name.startswith(OFFICE):
            return source
        return _BLANKS.sub("", source)


def page(html: str) -> str:
    """Drop quotes that HTML can do without, and the escape of apostrophes.

    Templates quote attributes doubly, and use single quotes only around JSON from the server, in which an
    apostrophe is never bare; so none of this changes what is read.
    """
    return _TAG.sub(lambda tag: _QUOTED.sub(r"=\1", tag[0]), html.replace("&#39;", "'"))


def style(css: str) -> str:
    """Drop comments, indentation and line ends; our sheets have one rule a line, no blank inside to drop."""
    return "".join(line.strip() for line in _CSS_COMMENT.sub("", css).splitlines())


def script(*sources: str) -> str:
    """Join scripts into one, without whole-line comments and needless blanks, and with short names.

    It knows the language as far as our scripts use it: ES5 with every statement ended by a semicolon or a
    brace, declarations by `var` and `function` only, single quotes, no division, and no key of an object
    literal that is also the name of a variable.
    """
    marks = _JS_MARK.findall(_JS_COMMENT.sub("", "\n".join(sources)).strip())
    short = _short_names(marks)
    made: list[str] = []
    for mark in marks:
        if mark.isspace():
            continue
        if made and _WORD.match(made[-1][-1]) and _WORD.match(mark):
            made.append(" ")
        made.append(short.get(mark, mark))
    return "".join(made)


def _short_names(marks: list[str]) -> dict[str, str]:
    """Give every declared name a short one, the shortest to the most used."""
    declared = _declared([mark for mark in marks if not mark.isspace()])
    uses = Counter(mark for mark in marks if mark in declared)
    taken = {mark for mark in marks if mark not in declared} | {"do", "if", "in", "of", "as"}
    letters = string.ascii_lowercase
    free = (name for name in [*letters, *map("".join, product(letters, repeat=2))] if name not in taken)
    return dict(zip((name for name, _ in uses.most_common()), free, strict=False))


def _declared(marks: list[str]) -> set[str]:
    """Find the names that `var` and `function` declare."""
    names: set[str] = set()
    depth, listing = 0, -1  # how deep in brackets; at which depth a list of names goes on
    for before, mark in zip(["", *marks], marks, strict=False):
        if before == "function" and mark != "(":
            names.add(mark)
        if before == "var" or (before == "," and depth == listing):
            names.add(mark)
        if mark == "var":
            listing = depth
        if mark == ";" and depth == listing:
            listing = -1
        depth += (mark in "([{") - (mark in ")]}")
    return names | _parameters(marks)


def _parameters(marks: list[str]) -> set[str]:
    names: set[str] = set()
    inside = False
    for place, mark in enumerate(marks):
        if mark == "(" and "function" in marks[max(place - 2, 0) : place]:
            inside = True
        elif mark == ")":
            inside = False
        elif inside and mark != ",":
            names.add(mark)
    return names


def gzip(body: bytes) -> bytes:
    """Compress for phones that do not know brotli, with a new code table where words turn into script.

    Ending a block at each of these places costs a few bits and lets deflate fit its table to what follows:
    three per cent on our pages. The header carries no time.
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS, 9)
    parts = [part for part in _PARTS.split(body) if part]
    packed = [packer.compress(part) + packer.flush(zlib.Z_BLOCK) for part in parts]
    return b"".join(packed) + packer.flush()
