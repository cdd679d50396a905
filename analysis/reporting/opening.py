"""The first page of a report: masthead, title, summary, and the place of the contents."""

from typing import Any

from babel import Locale
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from analysis.facts import title_of
from analysis.render.docx_xml import borders, put
from analysis.render.words import Words, words_of
from analysis.reporting import contents, styles
from analysis.reporting.controls import controls
from analysis.reporting.findings import lead
from analysis.reporting.paper import Paper
from analysis.reporting.participation import size
from analysis.reporting.sentences import Sentences
from analysis.reporting.settings import Settings, say
from analysis.reporting.sources import Source

_WIDTHS = (5600, 3500)
_MOST_IN_SUMMARY = 3
# The versions in these languages print distribution, date and languages in English.
_IN_ENGLISH = ("ar", "ru", "zh")


def write_masthead(paper: Paper, settings: Settings, words: Words) -> None:
    """Write organ, symbol, distribution, date, original language, session, agenda item."""
    _ = words.gettext
    organ = {"hrc": _("Human Rights Council"), "ga": _("General Assembly")}[settings.organ]
    table = paper.document.add_table(rows=0, cols=2)
    _shape(table, rtl=words.rtl)
    _row(
        table, ((_("United Nations"),), (_kept(settings.symbol, words) or _("[symbol]"),)), bold=(True, True)
    )
    _row(table, ((organ,), _facts(settings, words)), bold=(True, False))
    paper.write("", style=styles.MASTHEAD)
    session = say(settings.session, words.language) or _("[session]")
    item = settings.agenda_item
    number = _("[agenda item]") if item is None else _("Agenda item {number}", number=words.number(item))
    title = say(settings.agenda_title, words.language) or _("[title of the agenda item]")
    for line in (session, number, title):
        paper.write(line, style=styles.MASTHEAD)


def _facts(settings: Settings, words: Words) -> tuple[str, ...]:
    """Give distribution, date, language of the version and original; in English where documents do so."""
    told = words_of("en", "reporting") if words.language in _IN_ENGLISH else words
    kinds = {"general": told.gettext("General"), "limited": told.gettext("Limited")}
    names = {
        code: name[:1].upper() + name[1:] if told.language == "en" else name
        for code, name in Locale.parse(told.language).languages.items()
    }
    kind = kinds.get(settings.distribution, settings.distribution)
    lines = [
        told.gettext("Distr.: {kind}", kind=kind),
        told.date(settings.date) if settings.date else told.gettext("[date of submission]"),
    ]
    if words.language != settings.original:
        lines.append(names[words.language][:1].upper() + names[words.language][1:])
    original = names.get(settings.original, settings.original)
    lines.append(told.gettext("Original: {language}", language=original))
    return tuple(_kept(line, words) for line in lines)


def _kept(text: str, words: Words) -> str:
    """Keep words that are written from left to right so in a page that runs the other way."""
    return f"\u200e{text}\u200e" if words.rtl and text else text


def write_opening(paper: Paper, sources: tuple[Source, ...], settings: Settings, words: Words) -> None:
    """Write title, author, the mark of made-up data, the summary, and keep a place for the contents."""
    paper.title(report_title(sources, settings, words))
    if author := say(settings.author, words.language):
        paper.write(author, style="Subtitle")
    if any(source.facts.synthetic for source in sources):
        paper.boxed(
            words.gettext(
                "Synthetic data: a computer made up these answers to show and test the program. "
                "No child gave them. Nothing in this document may be cited as a finding."
            )
        )
    paper.write(words.gettext("Summary"), style=styles.SUMMARY_HEAD)
    for text in summary(sources, words):
        paper.write(text, style=styles.SUMMARY)
    head = paper.write(words.gettext("Contents"), style=styles.SUMMARY_HEAD)
    head.paragraph_format.page_break_before = True
    with paper.tied(contents.TAG, words.gettext("Contents")):
        paper.write("", style=styles.CONTENTS)


def report_title(sources: tuple[Source, ...], settings: Settings, words: Words) -> str:
    """Give the office's title, or one that names the polls."""
    titles = [words.gettext("“{title}”", title=title_of(s.release, words.language)) for s in sources]
    return say(settings.title, words.language) or words.gettext(
        "What children said: {titles}", titles=words.listed(titles)
    )


def summary(sources: tuple[Source, ...], words: Words) -> list[Any]:
    """Say in short who was asked, how many answered, and what most of them said."""
    told = Sentences(words)
    titles = [words.gettext("“{title}”", title=title_of(s.release, words.language)) for s in sources]
    parts = [
        told.gettext(
            "The present report conveys what children said in answer to {titles}.",
            titles=words.listed(titles),
        )
    ]
    parts += [sentence for source in sources for sentence in size(source, words)[:1]]
    paragraphs = [told.together(parts)]
    for source in sources:
        leads = lead(source, words, most=_MOST_IN_SUMMARY)
        if leads:
            paragraphs.append(told.together(leads))
    paragraphs.append(
        told.gettext("The results describe the children who answered and not children in general.")
    )
    return paragraphs


def fill_contents(paper: Paper, words: Words) -> None:
    """Write the contents into their place, once all headings stand."""
    for tag, sdt in controls(paper.document.element.body):
        if tag == contents.TAG:
            contents.replace_contents(paper.document, words, contents_heads(words), sdt)


def contents_heads(words: Words) -> tuple[str, str]:
    """Name the columns of the contents."""
    return words.gettext("Paragraphs"), words.gettext("Page")


def _shape(table: Any, *, rtl: bool) -> None:  # noqa: ANN401 - python-docx is untyped
    properties = table._tbl.tblPr  # noqa: SLF001
    borders(properties, "tblBorders", top="000000", bottom="000000", insideH="000000")
    put(properties, "tblW", w="5000", type="pct")
    put(properties, "tblLayout", type="fixed")
    if rtl:
        put(properties, "bidiVisual")
    for column, width in zip(table._tbl.tblGrid.iter(qn("w:gridCol")), _WIDTHS, strict=True):  # noqa: SLF001
        column.set(qn("w:w"), str(width))


def _row(table: Any, columns: tuple[tuple[str, ...], ...], *, bold: tuple[bool, bool]) -> None:  # noqa: ANN401
    row = table.add_row()
    for cell, lines, width, heavy in zip(row.cells, columns, _WIDTHS, bold, strict=True):
        size = parse_xml(f'<w:tcW {nsdecls("w")} w:w="{width}" w:type="dxa"/>')
        properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
        for old in properties.findall(qn("w:tcW")):
            properties.remove(old)
        properties.insert(0, size)
        for at, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.style = styles.MASTHEAD
            run = paragraph.add_run(line)
            if heavy:
                run.bold = True
