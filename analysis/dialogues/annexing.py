"""What groups said, for annexes: who took part, what they answered, words, themes, quotations, promises."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from analysis.annex.tables import grid_table, profile_table, question_table, words_table
from analysis.dialogues.exact import CONTRIBUTIONS, DIALOGUES
from analysis.dialogues.heads_table import heads_table
from analysis.dialogues.naming import DOMAIN, kind_label
from analysis.disclosure import OVERALL, ProtectedTable, Quote, Release
from analysis.disclosure.protected import HEADS
from analysis.facts import Facts
from analysis.labels import group_label, question_label, theme_label
from analysis.render.docx import Cell, Table
from analysis.render.words import Words, words_of
from analysis.table_files import QUOTES

# So many quotations of one question stand in an annex; the others are in the file of quotations.
_MOST_QUOTES = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a section; level 1 begins the section of one kind of groups."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A line that belongs to the paragraph above."""

    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A table, and the name by which a report finds it again."""

    name: str
    table: Table


Block = Heading | Item | Named | str


def annex_blocks(release: Release, language: str) -> Iterator[Block]:
    """Give everything that an annex tells of groups, from top to bottom; nothing where there were none."""
    for kind, own in release.groups.items():
        teller = _Teller(kind, own, words_of(language, DOMAIN))
        yield Heading(1, teller.title())
        yield teller.opening()
        yield from teller.people()
        yield from teller.questions()
        yield from teller.said()
        yield from teller.quotes()
        if promised := teller.promised():
            yield promised


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells of one kind of groups; its words are those of groups, then those of all documents."""

    kind: str
    own: Release
    words: Words

    def title(self) -> str:
        return kind_label(self.kind, self.words.language)

    def opening(self) -> str:
        """Say how many groups there were and how their numbers are to be read."""
        words, facts = self.words, numbers_of(self.own, self.kind)
        number = words.spelled(facts["groups"])
        if self.kind == DIALOGUES:
            said = [words.gettext("Dialogues held: {number}.", number=number)]
        else:
            said = [words.gettext("Groups counted on paper: {number}.", number=number)]
        if self.own.responses is not None:
            said.append(
                words.ngettext(
                    "About {n} child was there.", "About {n} children were there.", self.own.responses
                )
            )
        if facts["uncounted"]:
            said.append(
                words.ngettext(
                    "In {spelled} of them nobody counted heads.",
                    "In {spelled} of them nobody counted heads.",
                    facts["uncounted"],
                    spelled=words.spelled(facts["uncounted"]),
                )
            )
        if Facts.of(self.own).polled:
            other = words.gettext(
                "These are another counting than the answers to the poll: some children may have taken part "
                "in both, and nothing of the one is added to the other."
            )
            said.append(other)
        said.append(
            words.gettext(
                "Answers are shares of those in the groups who answered; how many did not is not known."
            )
        )
        return words.together(said)

    def people(self) -> Iterator[Block]:
        """Show who took part, by one and by two properties."""
        if not self.own.profile:
            yield self.words.gettext("Too few children took part to show numbers.")
            return
        yield Heading(2, self.words.gettext("Who took part"))
        for table in self.own.profile:
            made = heads_table if table.shape == HEADS else profile_table
            yield self._table(table, made(self.own, table, self.words))

    def questions(self) -> Iterator[Block]:
        """Show what was answered, by age where that is shown."""
        for question, found in groupby(self.own.tables, key=lambda table: table.question):
            tables = list(found)
            yield Heading(2, question_label(self.own.codebook, question, self.words.language))
            overall = [table for table in tables if table.breakdown == OVERALL]
            if tables[0].item is not None:
                yield self._table(overall[0], grid_table(self.own, overall, self.words))
                continue
            for table in [table for table in tables if table.breakdown != OVERALL] or overall:
                yield self._table(table, question_table(self.own, table, self.words))

    def said(self) -> Iterator[Block]:
        """Show words that enough children gave, and themes of what groups said."""
        for question, found in groupby(self.own.words, key=lambda table: table.question):
            yield Heading(2, question_label(self.own.codebook, question, self.words.language))
            for table in found:
                yield self._table(table, words_table(self.own, table, self.words))
        for table in self.own.themes:
            yield Heading(2, question_label(self.own.codebook, CONTRIBUTIONS, self.words.language))
            yield self.words.gettext(
                "Facilitators wrote down what a group said in words that the group agreed on, and its theme. "
                "The table counts such sentences, not children; a theme is shown only if enough have it."
            )
            yield self._table(table, self._themes(table))

    def _themes(self, table: ProtectedTable) -> Table:
        rows = tuple(
            (
                Cell(theme_label(self.own.codebook, CONTRIBUTIONS, row.name, self.words.language)),
                Cell(self.words.number(row.cells[0].shown or 0)),
            )
            for row in table.rows
        )
        head = Cell(self.words.gettext("Theme")), Cell(self.words.gettext("Sentences"))
        return Table(self.words.gettext("Themes of what groups said"), "", head, rows)

    def quotes(self) -> Iterator[Block]:
        """Quote what was cleared in this language, the age named where enough children of it took part."""
        mine = [quote for quote in self.own.quotes if quote.language == self.words.language]
        if not self.own.quotes:
            return
        yield Heading(2, self.words.gettext("What groups and children said in their own words"))
        said = self.words.gettext("People of the office have read these words and cleared them to be quoted.")
        if len(mine) < len(self.own.quotes):
            others = self.words.gettext(
                "Quotations in other languages are in the documents of those languages; all are in the file "
                "“{name}”.",
                name=QUOTES,
            )
            said = self.words.together([said, others])
        yield said
        for question, found in groupby(mine, key=lambda quote: quote.question):
            yield Item(question_label(self.own.codebook, question, self.words.language))
            for quote in list(found)[:_MOST_QUOTES]:
                yield Item(quoted(self.own, quote, self.words))

    def promised(self) -> str:
        """Say to how many groups something was promised; what, is between the office and the group."""
        number, by = numbers_of(self.own, self.kind)["promised"], Facts.of(self.own).promised_on
        said = []
        if number:
            told = self.words.gettext(
                "Groups that were promised something of their own: {number}; the office keeps what.",
                number=self.words.spelled(number),
            )
            said.append(told)
        if by and self.kind == DIALOGUES:
            date = self.words.date(by)
            said.append(
                self.words.gettext("All groups were told that they would see results by {date}.", date=date)
            )
        return self.words.together(said)

    def _table(self, table: ProtectedTable, made: Table) -> Named:
        facts = Facts.of(self.own)
        source = self.words.gettext(
            "Source: {organisation}, {groups}.", organisation=facts.organisation, groups=self.title()
        )
        return Named(f"{self.kind}|{table.name}|{table.columns[0].name}", replace(made, source=source))


def asked_in(release: Release) -> Release:
    """Give the release whose codebook has the questions that children saw: of dialogues where no poll was."""
    own = release.groups.get(DIALOGUES)
    return release if Facts.of(release).polled or own is None else own


def numbers_of(own: Release, kind: str) -> dict[str, int]:
    """Give the numbers of groups that a release tells: "groups", "uncounted" and "promised"."""
    facts = own.facts.get(kind)
    return {name: int(number) for name, number in facts.items()} if isinstance(facts, dict) else {}


def quoted(own: Release, quote: Quote, words: Words) -> str:
    """Write a quotation with the age group, where that may be named."""
    said = words.gettext("“{quote}”", quote=quote.text)
    if not quote.band:
        return said
    group = group_label(own.codebook, "age_band", quote.band, words.language)
    return words.gettext("{quote} ({group})", quote=said, group=group)
