"""What groups said, told to children: a few parts of their summary."""

from collections.abc import Iterator

from analysis.dialogues.exact import DIALOGUES, FELT
from analysis.dialogues.naming import DOMAIN
from analysis.disclosure import OVERALL, Release
from analysis.facts import Facts
from analysis.labels import choice_label, question_label
from analysis.phrases import DASH
from analysis.render.page import Bar, Bars, Part
from analysis.render.words import Words, words_of

_WORDS, _QUOTES = 8, 3


def dialogue_parts(
    release: Release, words: Words, band: str | None = None, *, percent: bool = False
) -> list[Part]:
    """Tell children what groups said in live dialogues; nothing where there were none.

    `words` speak the language of the summary, `band` is the age band whose wording of questions is used;
    with `percent`, shares stand with the sign, as in the rest of a summary for the oldest. Of words and
    quotations only those of the language are told: others are in the summaries of theirs.
    """
    own, words = release.groups.get(DIALOGUES), words_of(words.language, DOMAIN)
    if own is None:
        return []
    parts = [_took_part(own, words), *_felt(own, words, band, percent=percent), *_said(own, words)]
    return [part for part in parts if part.level == 2 or part.paragraphs or part.chart]


def number_of(own: Release, name: str) -> int:
    """Give one of the numbers of groups that a release tells: "groups", "uncounted" or "promised"."""
    facts = own.facts.get(DIALOGUES)
    return int(facts[name]) if isinstance(facts, dict) else 0


def _took_part(own: Release, words: Words) -> Part:
    told = [
        words.ngettext(
            "{n} group of children talked with us.",
            "{n} groups of children talked with us.",
            number_of(own, "groups"),
        )
    ]
    if own.responses is not None:
        told.append(
            words.ngettext("About {n} child was there.", "About {n} children were there.", own.responses)
        )
    if Facts.of(own).polled:
        told.append(
            words.gettext("Some of them may have answered the poll too, so we count the groups apart.")
        )
    return Part(words.gettext("What groups of children said"), paragraphs=(words.together(told),))


def _felt(own: Release, words: Words, band: str | None, *, percent: bool) -> Iterator[Part]:
    """Tell how children found the talk, by their three faces, and how many of them answered."""
    table = own.table(FELT, OVERALL)
    if table is None or all(row.cells[0].percent is None for row in table.choices):
        return
    bars = tuple(
        Bar(
            choice_label(own.codebook, FELT, row.name, words.language, band),
            row.cells[0].percent,
            _share(row.cells[0].percent, words, percent=percent),
        )
        for row in table.choices
    )
    caption = words.gettext("How many of every 100 children gave each answer")
    head = words.gettext("Answer"), words.gettext("Share") if percent else words.gettext("Out of 100")
    heading = question_label(own.codebook, FELT, words.language, band)
    yield Part(heading, level=3, chart=Bars(caption, head, bars, _answered(table.columns[0].base, words)))


def _answered(base: int | None, words: Words) -> str:
    if base is None:
        return ""
    return words.ngettext("About {n} child answered this.", "About {n} children answered this.", base)


def _share(share: int | None, words: Words, *, percent: bool) -> str:
    if share is None:
        return DASH
    return words.percent(share) if percent else words.number(share)


def _said(own: Release, words: Words) -> Iterator[Part]:
    """Tell words that many children gave, and some that may be quoted."""
    for table in own.words:
        if table.columns[0].name == words.language:
            said = words.listed([f"“{row.name}”" for row in table.rows[:_WORDS]])
            told = words.gettext("Words that many children gave: {words}.", words=said)
            yield Part(question_label(own.codebook, table.question, words.language), 3, (told,))
    texts = list(dict.fromkeys(quote.text for quote in own.quotes if quote.language == words.language))
    if texts:
        heading = words.gettext("In children’s own words")
        quoted = tuple(words.gettext("“{quote}”", quote=text) for text in texts[:_QUOTES])
        yield Part(heading, 3, quoted)
