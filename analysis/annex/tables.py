"""Protected tables as an annex prints them: shares by group, bases, kinds of missing, lettered notes."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from analysis.adding.median import Beside
from analysis.disclosure import (
    NOT_ASKED,
    OVERALL,
    SHOWN,
    SMALL_BASE,
    Agreed,
    Column,
    ProtectedTable,
    Release,
    Row,
)
from analysis.disclosure import Cell as Shown
from analysis.labels import (
    breakdown_label,
    choice_label,
    group_label,
    item_label,
    question_label,
    theme_label,
)
from analysis.phrases import (
    DASH,
    asked_of_some,
    not_all_asked,
    several_answers,
    source_text,
    weak_base,
    worded_differently,
)
from analysis.render.docx import Cell, Table
from analysis.render.words import Words

_DOTS = ".."


class _Notes:
    """The notes of one table, in the order in which the table refers to them."""

    def __init__(self, release: Release, words: Words) -> None:
        self._words = words
        self._weak = weak_base(release)
        self.codes: list[str] = []

    def letter(self, code: str) -> tuple[int, ...]:
        if code not in self.codes:
            self.codes.append(code)
        return (self.codes.index(code),)

    def texts(self) -> tuple[str, ...]:
        _ = self._words.gettext
        told = {
            "hidden": _("Hidden, so that no child can be recognized."),
            "not offered": _("Only some age groups could choose this answer; see the table by age."),
            "small base": _("Too few children of this group answered."),
            "not asked": _("This group was not asked this, or did not have this answer to choose from."),
            "weak": self._words.ngettext(
                "Fewer than {n} child of this group answered; the shares are to be read with care.",
                "Fewer than {n} children of this group answered; the shares are to be read with care.",
                self._weak,
            ),
            "several answers": several_answers(self._words),
            "pooled": worded_differently(self._words),
            "not all asked": not_all_asked(self._words),
            "routed": _("Only some children were asked, depending on an earlier answer."),
            "number": _("Number of children, not a share."),
            "kappa": _(
                "How far two people who read the texts apart agree beyond chance (Cohen’s kappa), rounded "
                "down: 1 is full agreement, 0 is what chance gives, and a dash means that it cannot be "
                "computed."
            ),
            "first place": _("The share of children who put this first."),
        }
        return tuple(told[code] for code in self.codes)


def question_table(release: Release, table: ProtectedTable, words: Words) -> Table:
    """Print a question by one breakdown: shares of those who answered, their number, the kinds of missing."""
    notes, codebook = _Notes(release, words), _codebook(release)
    about: list[str] = [code for code in ("several answers", "pooled", "routed") if code in table.notes]
    about += ["first place"] if table.shape == "rank" else []
    if table.breakdown != "age_band" and asked_of_some(release, table.question):
        about.append("not all asked")
    letters = tuple(place for code in about for place in notes.letter(code))
    head = [Cell(words.gettext("Answer"), letters)]
    head += [_column(column, table.breakdown, codebook, notes, words) for column in table.columns]
    rows = [
        (Cell(choice_label(codebook, table.question, row.name, words.language)), *_shares(row, notes, words))
        for row in table.choices
    ]
    rows.append((Cell(words.gettext("Children who answered"), notes.letter("number")), *_bases(table, words)))
    for row in table.missing:
        label = choice_label(codebook, table.question, row.name, words.language)
        rows.append(
            (Cell(label, notes.letter("number")), *(_count(cell, notes, words) for cell in row.cells))
        )
    title, unit = question_label(codebook, table.question, words.language), _unit(table.breakdown, words)
    return Table(title, unit, tuple(head), tuple(rows), notes.texts(), source_text(release, words))


def grid_table(release: Release, tables: list[ProtectedTable], words: Words) -> Table:
    """Print a grid: a row for each thing asked about, a column for each answer, and how many answered."""
    notes, codebook = _Notes(release, words), _codebook(release)
    first = tables[0]
    letters = notes.letter("pooled") if "pooled" in first.notes else ()
    letters += notes.letter("not all asked") if asked_of_some(release, first.question) else ()
    labels = [choice_label(codebook, first.question, row.name, words.language) for row in first.choices]
    head = (
        Cell(words.gettext("Item"), letters),
        *(Cell(label) for label in labels),
        Cell(words.gettext("Children who answered"), notes.letter("number")),
    )
    rows = []
    for table in tables:
        name = item_label(codebook, table.question, str(table.item), words.language)
        shares = [_share(row, row.cells[0], notes, words) for row in table.choices]
        rows.append((Cell(name), *shares, *_bases(table, words)))
    title = question_label(codebook, first.question, words.language)
    return Table(title, _unit(OVERALL, words), head, tuple(rows), notes.texts(), source_text(release, words))


def profile_table(release: Release, table: ProtectedTable, words: Words) -> Table:
    """Print who took part by one breakdown: how many children, and how many of every hundred."""
    notes, codebook = _Notes(release, words), _codebook(release)
    group = breakdown_label(table.question, words.language)
    head = (Cell(group), Cell(words.gettext("Children")), Cell(words.gettext("Per cent")))
    rows = tuple(
        (
            Cell(group_label(codebook, table.question, row.name, words.language)),
            _count(row.cells[0], notes, words),
            _share(row, row.cells[0], notes, words),
        )
        for row in table.rows
    )
    title = words.gettext("Who took part: {group}", group=group)
    return Table(title, "", head, rows, notes.texts(), source_text(release, words))


def words_table(release: Release, table: ProtectedTable, words: Words) -> Table:
    """Print the cleared words of a question in one language, most often given first."""
    notes = _Notes(release, words)
    head = (Cell(words.gettext("Word")), Cell(words.gettext("Children")))
    rows = tuple((Cell(row.name), _count(row.cells[0], notes, words)) for row in table.rows)
    question = question_label(_codebook(release), table.question, words.language)
    title = words.gettext("Words that children gave: {title}", title=question)
    language = group_label(_codebook(release), table.breakdown, table.columns[0].name, words.language)
    return Table(title, language, head, rows, notes.texts(), source_text(release, words))


def themes_table(release: Release, table: ProtectedTable, coding: Agreed | None, words: Words) -> Table:
    """Print the themes of a question's texts, and how far those who coded them agree on each."""
    notes, codebook = _Notes(release, words), _codebook(release)
    head = [Cell(words.gettext("Theme")), Cell(words.gettext("Children"))]
    if coding is not None:
        head.append(Cell(words.gettext("Agreement (kappa)"), notes.letter("kappa")))
    rows = []
    for row in table.rows:
        label = Cell(theme_label(codebook, table.question, row.name, words.language))
        line = [label, _count(row.cells[0], notes, words)]
        if coding is not None:
            tenths = coding.kappas.get(row.name)
            line.append(Cell(DASH if tenths is None else words.tenths(tenths)))
        rows.append(tuple(line))
    question = question_label(codebook, table.question, words.language)
    title = words.gettext("Themes in what children wrote: {title}", title=question)
    unit = words.gettext("Children whose text has the theme")
    return Table(title, unit, tuple(head), tuple(rows), notes.texts(), source_text(release, words))


def pooled_table(release: Release, table: ProtectedTable, rows: Sequence[Beside], words: Words) -> Table:
    """Print the share of all respondents beside the median of the countries' own shares."""
    notes, codebook = _Notes(release, words), _codebook(release)
    _ = words.gettext
    head = (Cell(_("Answer")), Cell(_("All respondents")), Cell(_("Median country")), Cell(_("Countries")))
    lines = []
    for row in rows:
        label = choice_label(codebook, table.question, row.choice, words.language)
        shares = [row.all_respondents, row.median_part]
        cells = [Cell(DASH if share is None else words.number(share)) for share in shares]
        lines.append((Cell(label), *cells, Cell(words.number(row.parts))))
    title = question_label(codebook, table.question, words.language)
    if table.item is not None:
        title = f"{title} {item_label(codebook, table.question, table.item, words.language)}"
    return Table(title, _unit(OVERALL, words), head, tuple(lines), notes.texts(), source_text(release, words))


def _unit(breakdown: str, words: Words) -> str:
    unit = words.gettext("Per cent of the children who answered")
    return unit if breakdown == OVERALL else f"{breakdown_label(breakdown, words.language)} · {unit}"


def _column(column: Column, breakdown: str, codebook: Mapping[str, Any], notes: _Notes, words: Words) -> Cell:
    letters = notes.letter("weak") if "base 30-49" in column.flags else ()
    return Cell(group_label(codebook, breakdown, column.name, words.language), letters)


def _shares(row: Row, notes: _Notes, words: Words) -> list[Cell]:
    return [_share(row, cell, notes, words) for cell in row.cells]


def _share(row: Row, cell: Shown, notes: _Notes, words: Words) -> Cell:
    if cell.percent is not None:
        return Cell(words.number(cell.percent))
    if row.partly and cell.status == SHOWN:
        return Cell(DASH, notes.letter("not offered"))
    return _absent(cell, notes)


def _count(cell: Shown, notes: _Notes, words: Words) -> Cell:
    return Cell(words.number(cell.shown)) if cell.shown is not None else _absent(cell, notes)


def _absent(cell: Shown, notes: _Notes) -> Cell:
    if cell.status == NOT_ASKED:
        return Cell(_DOTS, notes.letter("not asked"))
    return Cell(DASH, notes.letter("small base" if cell.status == SMALL_BASE else "hidden"))


def _bases(table: ProtectedTable, words: Words) -> list[Cell]:
    return [Cell(DASH if column.base is None else words.number(column.base)) for column in table.columns]


def _codebook(release: Release) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", release.codebook)
