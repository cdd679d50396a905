"""Clouds of the one-word answers: only words that enough children gave are in a release at all."""

from collections.abc import Iterator
from typing import Any, Final

from analysis.children.styles import SHORT
from analysis.children.telling import Telling
from analysis.disclosure import ProtectedTable
from analysis.labels import question_label
from analysis.render.page import Cloud, CloudWord, Part

_MOST_WORDS: Final = 24
_SIZES: Final = 5


def cloud_parts(tell: Telling) -> list[Part]:
    """Show the words that were given in the language of the page, question by question.

    Words are counted over all ages, as two counts would subtract; the youngest read only of questions that
    they were asked themselves.
    """
    return [_part(tell, table) for table in _tables(tell)]


def _tables(tell: Telling) -> Iterator[ProtectedTable]:
    codebook: Any = tell.codebook
    asked = {
        q["name"]
        for q in codebook["questions"]
        if q["kind"] == "one_word" and (tell.style.name != SHORT.name or tell.band in q["bands"])
    }
    for table in tell.release.words:
        if table.question in asked and table.columns[0].name == tell.language and table.rows:
            yield table


def _part(tell: Telling, table: ProtectedTable) -> Part:
    words = tell.words
    rows = [(row.name, row.cells[0].shown or 0) for row in table.rows[:_MOST_WORDS]]
    most = max(count for _, count in rows)
    least = min(count for _, count in rows)
    note = [
        words.gettext("A big word was written by more children than a small one."),
        words.gettext("We show a word only if enough children wrote it."),
        words.gettext("These are words of all ages, in this language."),
    ]
    return Part(
        question_label(tell.codebook, table.question, tell.language, tell.band),
        level=3,
        key=f"words:{table.question}",
        cloud=Cloud(
            words.gettext("Words that children wrote"),
            (words.gettext("Word"), words.gettext("About how many children")),
            tuple(
                CloudWord(word, count, words.number(count), _size(count, least, most)) for word, count in rows
            ),
            words.together(note),
        ),
    )


def _size(count: int, least: int, most: int) -> int:
    """Give a size from 1 to 5; words that were all given as often are of middle size."""
    if most == least:
        return (_SIZES + 1) // 2
    return 1 + (_SIZES - 1) * (count - least) // (most - least)
