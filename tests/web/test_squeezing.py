"""Squeezing takes bytes away, never meaning."""

import gzip
import random

import pytest
from every_kind import document
from jinja2 import Environment

from consult.survey import questionnaire
from consult.survey.kinds import KINDS
from consult.web import pages, squeezing
from consult.web.drawing.padding import padded_length


def test_a_page_loses_only_what_nobody_reads() -> None:
    html = '<p class="a b" id="x">It&#39;s  "so" <b>a</b> b</p><a href="/a?b=c" title="5 > 3">x</a>'
    assert (
        squeezing.page(html)
        == '<p class="a b" id=x>It\'s  "so" <b>a</b> b</p><a href="/a?b=c" title="5 > 3">x</a>'
    )


def test_a_template_loses_its_lines_and_a_child_keeps_hers() -> None:
    environment = Environment(extensions=[squeezing.Unindented], autoescape=True)
    template = environment.from_string("<p>\n  {{ words }}\n</p>\n\n")
    assert template.render(words="a\n  b") == "<p>a\n  b</p>"


def test_an_attribute_that_ends_a_tag_keeps_its_end() -> None:
    assert squeezing.page('<use href="#a"/><input value="x">') == '<use href="#a"/><input value=x>'


SOURCE = """
// a comment
var first = 'a  string, with // slashes and function (x)', second = {n: 1, m: [2, 3]}, third;
function add(left, right) {
  var sum = left + right, text = left ? 'yes' : 'no';
  // another
  return typeof sum === 'number' && /a b\\/c|first/.test(text) ? sum : second.first;
}
third = add(second.n, function () { return first; }());
"""


def test_a_script_keeps_strings_patterns_and_properties() -> None:
    made = squeezing.script(SOURCE)
    assert "'a  string, with // slashes and function (x)'" in made
    assert "/a b\\/c|first/" in made
    assert ".first" in made
    assert "{n:1,m:[2,3]}" in made
    assert "left" not in made
    assert "comment" not in made
    assert "return typeof " in made


def test_no_name_is_given_twice() -> None:
    tokens = squeezing._JS_MARK.findall(squeezing._JS_COMMENT.sub("", (pages.STATIC / "poll.js").read_text()))
    short = squeezing._short_names(tokens)
    assert len(short) > 80
    assert len(set(short.values())) == len(short)
    assert not set(short.values()) & set(tokens) - set(short)


def test_the_script_for_old_phones_speaks_old_javascript() -> None:
    for new in (
        "=>",
        "`",
        "?.",
        "??",
        "const ",
        "let ",
        "...",
        "async ",
        "localStorage",
        "sessionStorage",
        "cookie",
    ):
        assert new not in pages.POLL


@pytest.mark.parametrize("seed", range(20))
def test_gzip_gives_back_what_it_was_given(seed: int) -> None:
    chance = random.Random(seed)
    pieces = ["<template id=a>", "</template>", "<script>", "</script>", "</style>", "слово ", "a" * 50, "\n"]
    body = "".join(chance.choices(pieces, k=chance.randrange(400))).encode()
    assert gzip.decompress(squeezing.gzip(body)) == body
    assert squeezing.gzip(body)[4:8] == b"\0\0\0\0", "no time in the header"


def longest_body(poll: questionnaire.Questionnaire, band: str) -> str:
    """Write the longest submission without words that a phone can send for one band."""
    pairs = [("key", "0" * 32), ("band", band), ("v", "0" * 16)]
    for question in poll.for_band(band):
        codes = [c.name for c in question.choices] + [
            k for k in ("dont_know", "rather_not_say") if question.offers(k)
        ]
        fields = [f for f in KINDS[question.kind].fields(question) if f != question.name] or [question.name]
        if KINDS[question.kind].shape == "multiple":
            pairs += [(question.name, choice.name) for choice in question.choices]
        elif KINDS[question.kind].shape != "none":
            pairs += [(field, max(codes, key=len, default="XX")) for field in fields]
    return "&".join(f"{name}={value}" for name, value in pairs) + "&pad="


@pytest.mark.parametrize("source", ["kinds", "bundled"])
def test_the_padding_covers_every_set_of_answers(source: str) -> None:
    bundled = pages.STATIC.parent / "questionnaires" / "online_safety.json"
    poll = questionnaire.load(document()) if source == "kinds" else questionnaire.read(bundled)
    padded = padded_length(poll)
    longest = max(len(longest_body(poll, band.name)) for band in poll.bands)
    assert padded % 1024 == 0
    assert longest <= padded < longest + 2048
