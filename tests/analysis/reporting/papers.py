"""Small Word documents for the lint, made with python-docx alone, as an office would."""

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from analysis.reporting.method import ITEMS


def paper(path, paragraphs=(), *, language="en", headings=(), without=(), plain=(), table=(), marks=()):
    """Write a document with headings, numbered paragraphs, an annex with the method items, and what is asked."""
    document = Document()
    document.core_properties.language = language
    document.add_paragraph("Front matter that needs no number", style="Subtitle")
    document.add_heading("Introduction", 1)
    for text in paragraphs:
        document.add_paragraph(text, style="List Number")
    for before, after in marks:
        _marked(document.add_paragraph(style="List Number"), before, after)
    for level, text in headings:
        document.add_heading(text, level)
    for text in plain:
        document.add_paragraph(text)
    if table:
        grid = document.add_table(rows=1, cols=len(table))
        for cell, text in zip(grid.rows[0].cells, table, strict=True):
            cell.text = text
    document.add_heading("Second heading", 1)
    document.add_heading("Annex", 1)
    for at, item in enumerate(ITEMS):
        if item not in without:
            _named(
                document.add_paragraph("An item of the method.", style="List Number"), f"item_{item}_{at}", at
            )
    document.save(path)
    return path


def _named(paragraph, name, number):
    start = OxmlElement("w:bookmarkStart")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.append(start)


def _marked(paragraph, before, after):
    paragraph.add_run(before)
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>'))
    paragraph.add_run(after)
