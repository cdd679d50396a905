"""What children said, in sentences whose every number is tied to its cell, with a figure and tables."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any, cast

from analysis.annex.tables import grid_table, question_table, words_table
from analysis.charts import chart_png, charts_of
from analysis.disclosure import OVERALL, ProtectedTable
from analysis.findings import BY_AGE, Finding, Said, findings
from analysis.labels import choice_label, group_label, item_label, question_label
from analysis.phrases import several_answers, source_text
from analysis.render.docx import Table
from analysis.render.words import Words
from analysis.reporting.coded import mean_of, write_means
from analysis.reporting.paper import Paper
from analysis.reporting.sentences import Claim, Field, Note, Numbers, Piece, Pieces, Sentences, with_note
from analysis.reporting.sources import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

_OTHERS = 3


def write_findings(paper: Paper, source: Source, words: Words) -> None:
    """Write a section for each finding: sentences, figure, table by age."""
    found = findings(source.release)
    if not found:
        paper.numbered(words.gettext("Too few children took part to show numbers."))
        return
    drawn = {chart.name: chart for chart in charts_of(source.release, words.language)}
    for at, finding in enumerate(found):
        paper.heading(2, _Told(source, finding, words).question)
        paper.numbered(_first(source, finding, words, cited=at == 0))
        if more := _more(source, finding, words):
            paper.numbered(more)
        if mean := mean_of(source, finding.question, words):
            paper.numbered(mean)
        chart = drawn.get(f"{finding.question}__{OVERALL}")
        if chart is not None:
            png = chart_png(chart, words.language)
            name = f"{source.key}|figure|{chart.name}"
            paper.tied_figure(png, title=chart.title, alt=chart.description, name=name)
        _table(paper, source, finding, words)


def lead(source: Source, words: Words, most: int) -> list[Pieces]:
    """Give the first sentence of each of the first findings."""
    return [_sentence(source, finding, words) for finding in findings(source.release)[:most]]


def claims(source: Source, words: Words) -> dict[str, Claim]:
    """Give every claim that holds in a release, by form and cell."""
    found: dict[str, Claim] = {}
    for finding in findings(source.release):
        pieces = (*_first(source, finding, words, cited=False), *_more(source, finding, words))
        found |= {f"{p.form}.{p.cell}": p for p in pieces if isinstance(p, Claim)}
    return found


class _Told:
    """A finding with the words for it."""

    def __init__(self, source: Source, finding: Finding, words: Words) -> None:
        self.finding, self.words = finding, words
        self.codebook = cast("Mapping[str, Any]", source.release.codebook)
        self.numbers = Numbers(source, words)
        self.say = Sentences(words)
        self.question = question_label(self.codebook, finding.question, words.language)
        self.table = self.table_of(finding.top)

    def table_of(self, said: Said) -> ProtectedTable:
        return next(table for table in self.finding.tables if table.item == said.item)

    def answer(self, said: Said) -> str:
        return choice_label(self.codebook, self.finding.question, said.choice, self.words.language)

    def item(self, said: Said) -> str:
        return item_label(self.codebook, self.finding.question, str(said.item), self.words.language)

    def claim(self, form: str, table: ProtectedTable, words: str) -> Claim:
        return self.numbers.claim(form, table, self.finding.top.choice, words)


def _sentence(source: Source, finding: Finding, words: Words) -> Pieces:
    told = _Told(source, finding, words)
    top = finding.top
    share = cast("Field", told.numbers.share(told.table, top.choice))
    base = told.numbers.base(told.table) or words.gettext("too few to say")
    values: dict[str, Piece] = {
        "question": told.question,
        "share": share,
        "answer": told.answer(top),
        "base": base,
    }
    if finding.shape == "rank":
        return told.say.gettext(
            "Of the children who answered “{question}”, {share} put “{answer}” first (base: {base}).",
            **values,
        )
    if top.item is not None:
        return told.say.gettext(
            "Of the children who answered “{question}”, {share} said “{answer}” about “{item}” "
            "(base: {base}).",
            item=told.item(top),
            **values,
        )
    return told.say.gettext(
        "Of the children who answered “{question}”, {share} chose “{answer}” (base: {base}).", **values
    )


def _first(source: Source, finding: Finding, words: Words, *, cited: bool) -> Pieces:
    told = _Told(source, finding, words)
    first = _sentence(source, finding, words)
    if cited:
        first = with_note(first, Note(source_text(source.release, words)), words.language)
    sentences = [first]
    if finding.most and finding.top.item is None:
        claim = told.claim("most", told.table, words.gettext("No other answer was given more often."))
        sentences.append((claim,))
    elif finding.most:
        claim = told.claim("most", told.table, words.gettext("For no other item was the share higher."))
        sentences.append((claim,))
    if finding.shape == "multiple":
        sentences.append((several_answers(words),))
    return told.say.together(sentences)


def _more(source: Source, finding: Finding, words: Words) -> Pieces:
    """Tell other answers, and the age group with the highest share."""
    told = _Told(source, finding, words)
    sentences = []
    others = [said for said in finding.bars if said is not finding.top and said.percent is not None]
    parts = [_part(told, said) for said in others[:_OTHERS]]
    if parts and finding.top.item is None:
        sentences.append(
            told.say.gettext(
                "Other answers were given as follows: {answers}.", answers=told.say.joined(parts)
            )
        )
    elif parts:
        sentences.append(
            told.say.gettext(
                "About other items, the children who answered gave the same answer as follows: {answers}.",
                answers=told.say.joined(parts),
            )
        )
    if finding.age is not None:
        sentences.append(_age(source, finding, words))
    return told.say.together(sentences)


def _part(told: _Told, said: Said) -> Pieces:
    name = told.answer(said) if said.item is None else told.item(said)
    share = cast("Field", told.numbers.share(told.table_of(said), said.choice))
    return told.say.gettext("“{answer}”, {share}", answer=name, share=share)


def _age(source: Source, finding: Finding, words: Words) -> Pieces:
    told = _Told(source, finding, words)
    band, _ = cast("tuple[str, int]", finding.age)
    table = cast("ProtectedTable", source.release.table(finding.question, BY_AGE, finding.top.item))
    share = cast("Field", told.numbers.share(table, finding.top.choice, band))
    group = group_label(told.codebook, BY_AGE, band, words.language)
    pieces = told.say.gettext(
        "The share of “{answer}” was highest in the age group “{group}”, at {share} of those who answered.",
        answer=told.answer(finding.top),
        group=group,
        share=share,
    )
    at = next(place for place, piece in enumerate(pieces) if piece is share)
    before = "".join(str(piece) for piece in pieces[:at])
    claim = told.numbers.claim(f"age-{band}", table, finding.top.choice, before)
    return (claim, *pieces[at:])


def _table(paper: Paper, source: Source, finding: Finding, words: Words) -> None:
    release = source.release
    if finding.top.item is not None:
        name = f"{source.key}|table|{finding.question}"
        paper.tied_table(grid_table(release, list(finding.tables), words), name)
        return
    table = release.table(finding.question, BY_AGE) or finding.tables[0]
    paper.tied_table(question_table(release, table, words), f"{source.key}|table|{_name(finding)}")


def write_tables(paper: Paper, source: Source, words: Words) -> None:
    """Write every table that no finding has shown; the rows of grids by group are in the spreadsheet."""
    release = source.release
    shown = {f"{source.key}|table|{_name(finding)}" for finding in findings(release)}
    made = [each for each in _tables(source, words) if each[0] not in shown]
    if made:
        said = words.gettext("The following tables show the answers by other groups, and further questions.")
        paper.numbered(said)
    for name, table in made:
        paper.tied_table(table, name)
    write_means(paper, source, words)


def _name(finding: Finding) -> str:
    return finding.question if finding.top.item is not None else f"{finding.question}__{BY_AGE}"


def _tables(source: Source, words: Words) -> Iterator[tuple[str, Table]]:
    """Give every table as it is printed, under its name."""
    release = source.release
    for question, found in groupby(release.tables, key=lambda table: table.question):
        tables = list(found)
        overall = [table for table in tables if table.breakdown == OVERALL]
        if tables[0].item is not None:
            yield f"{source.key}|table|{question}", grid_table(release, overall, words)
            continue
        for table in [table for table in tables if table.breakdown != OVERALL] or overall:
            yield f"{source.key}|table|{table.name}", question_table(release, table, words)
    for table in release.words:
        name = f"{source.key}|table|{table.name}|{table.columns[0].name}"
        yield name, words_table(release, table, words)
