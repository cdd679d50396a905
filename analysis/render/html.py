"""A child summary as one HTML file that asks no other file or host for anything."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from analysis.render.page import Page

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "reports"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("child_summary.html")


def page_html(page: Page) -> str:
    """Write a page as HTML; every word is escaped."""
    return _template().render(page=page)
