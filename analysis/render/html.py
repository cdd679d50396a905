"""Pages as one HTML file each that asks no other file or host for anything: child summaries, trends."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from analysis.render.page import Page

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "reports"


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def page_html(page: Page) -> str:
    """Write a child summary as HTML; every word is escaped."""
    return document_html("child_summary.html", page)


def document_html(template: str, page: object) -> str:
    """Fill a template of templates/reports with a page; every word is escaped."""
    return _template(template).render(page=page)
