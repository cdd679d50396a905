"""What groups of children said, in a report: sentences tied to their cells, and the tables of an annex."""

from collections.abc import Iterator

from analysis.dialogues.annexing import Heading, Item, Named, annex_blocks, numbers_of, quoted
from analysis.dialogues.exact import DIALOGUES
from analysis.dialogues.naming import kind_label
from analysis.disclosure import OVERALL, ProtectedTable
from analysis.labels import choice_label, question_label, theme_label
from analysis.render import docx_styles
from analysis.render.words import Words
from analysis.reporting.paper import Paper
from analysis.reporting.sentences import Claim, Field, Numbers, Pieces, Sentences
from analysis.reporting.sources import Source, group_sources
from analysis.reporting.spreading import spread

_TOLD = ("age_band", "gender", "disability", "region")
_QUOTES, _THEMES = 3, 5


def write_answers(paper: Paper, source: Source, words: Words) -> None:
    """Write what groups answered and spoke of: a section for each kind of groups."""
    for kind, own in group_sources(source).items():
        said = [*_answers(own, words), *_themes(own, words)]
        if said:
            paper.heading(2, kind_label(kind, words.language))
        for sentence in said:
            paper.numbered(sentence)


def write_groups(paper: Paper, source: Source, words: Words) -> None:
    """Write how many groups there were, who was in them, and what may be quoted of them."""
    told = Sentences(words)
    for kind, own in group_sources(source).items():
        first, *groups = _size(kind, own, words)
        paper.numbered(first)
        if groups:
            paper.numbered(told.together(groups))
        quotes = [quote for quote in own.release.quotes if quote.language == words.language][:_QUOTES]
        if quotes:
            parts = [(quoted(own.release, quote, words),) for quote in quotes]
            paper.numbered(told.gettext("In the words of the groups: {quotes}.", quotes=told.joined(parts)))


def write_group_tables(paper: Paper, source: Source, words: Words) -> None:
    """Write every table of groups into an annex."""
    for block in annex_blocks(source.release, words.language):
        match block:
            case Heading(level, text):
                paper.heading(level, text)
            case Item(text):
                paper.write(text, style=docx_styles.ITEM)
            case Named(name, table):
                paper.tied_table(table, f"{source.key}|group|{name}")
            case str(text):
                paper.numbered(text)


def group_numbers(source: Source, words: Words) -> dict[str, Field | Claim]:
    """Give every number and claim that a report may hold of groups, by form and cell."""
    found: dict[str, Field | Claim] = {}
    for own in group_sources(source).values():
        found |= Numbers(own, words).every()
        found |= {
            f"{piece.form}.{piece.cell}": piece
            for sentence in _themes(own, words)
            for piece in sentence
            if isinstance(piece, Claim)
        }
    return found


def size_of_groups(source: Source, words: Words) -> list[Pieces]:
    """Say how many groups there were and who was in them, sentence by sentence."""
    return [said for kind, own in group_sources(source).items() for said in _size(kind, own, words)]


def _size(kind: str, own: Source, words: Words) -> Iterator[Pieces]:
    yield Sentences(words).together([*_number(kind, own, words)])
    for table in own.release.profile:
        if table.breakdown == OVERALL and table.question in _TOLD and _has_share(table):
            yield spread(own, table, words)


def _number(kind: str, own: Source, words: Words) -> Iterator[Pieces]:
    told, facts = Sentences(words), numbers_of(own.release, kind)
    number = words.spelled(facts["groups"])
    if kind == DIALOGUES:
        yield told.gettext("Dialogues held with groups of children: {number}.", number=number)
    else:
        yield told.gettext("Groups of children counted on tally sheets: {number}.", number=number)
    everyone = Numbers(own, words).everyone()
    if everyone is not None:
        yield told.gettext("About {everyone} took part in them.", everyone=everyone)
    if own.facts.polled:
        yield told.gettext(
            "Some of these children may also have answered the poll; the numbers are not added together."
        )


def _has_share(table: ProtectedTable) -> bool:
    return any(row.cells[0].percent is not None for row in table.rows)


def _answers(own: Source, words: Words) -> Iterator[Pieces]:
    """Say of each question the answer with the largest share shown."""
    told, numbers = Sentences(words), Numbers(own, words)
    for table in own.release.tables:
        shown = [row for row in table.choices if row.cells[0].percent is not None and not row.partly]
        base = numbers.base(table)
        if table.breakdown != OVERALL or table.item is not None or not shown or base is None:
            continue
        top = max(shown, key=lambda row: row.cells[0].percent or 0)
        share = numbers.share(table, top.name)
        if share is None:
            continue
        yield told.gettext(
            "Of the children in groups who answered “{question}”, {share} chose “{answer}” (base: {base}).",
            question=question_label(own.release.codebook, table.question, words.language),
            share=share,
            answer=choice_label(own.release.codebook, table.question, top.name, words.language),
            base=base,
        )


def _themes(own: Source, words: Words) -> Iterator[Pieces]:
    """Name what groups spoke of most often, as long as it may be named."""
    told, numbers = Sentences(words), Numbers(own, words)
    for table in own.release.themes:
        parts = []
        for row in table.rows[:_THEMES]:
            label = theme_label(own.release.codebook, table.question, row.name, words.language)
            parts.append((numbers.claim("most-theme", table, row.name, f"“{label}”"),))
        yield told.gettext(
            "In words that they agreed on, groups spoke most often of the following themes: {themes}.",
            themes=told.joined(parts),
        )
