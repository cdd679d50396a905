"""The page of results: what children said, as the analysis wrote it, under our own rules of safety.

The page of a publication and the preview of a draft are the same words from the same files, made here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from flask import Response, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from consult.services.releasing.files import TABLES
from consult.services.releasing.publications import Publication
from consult.tables import HelpContact
from consult.web import i18n, pages, security, squeezing
from consult.web.help import help_places

STYLE: Final = pages.STYLE + squeezing.style((pages.STATIC / "results.css").read_text(encoding="utf-8"))
_PIECE: Final = 1 << 16
KINDS: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that everybody may take: where it lies, what it is, how many kilobytes."""

    name: str
    words: LazyString
    size: str


def public_name(name: str, languages: Sequence[str]) -> bool:
    """Say whether everybody may take this file: documents and tables, but no file that only machines read."""
    documents = {f"child_summary.{language}.pdf" for language in languages}
    documents |= {f"annex.{language}.docx" for language in languages} | {"tables.xlsx", TABLES}
    return name in documents or (name.startswith("tables/") and name.endswith(".csv"))


def sent(path: Path, saved_as: str, *, inline: bool = False) -> Response:
    """Send a file piece by piece, to be saved under a name or, if `inline`, shown by the browser."""
    reply = Response(_pieces(path), content_type=KINDS.get(path.suffix, "text/plain; charset=utf-8"))
    reply.content_length = path.stat().st_size
    how = "inline" if inline else "attachment"
    reply.headers.set("Content-Disposition", how, filename=saved_as)
    return reply


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the page leads: to itself, with LANGUAGE for the language, and to its files."""

    page: str
    files: str


def page(
    publication: Publication, language: str, contacts: Sequence[HelpContact], at: Addresses
) -> tuple[str, str]:
    """Make the page in a language of the publication; give it and its content security policy.

    ReleasingError where the files are not those that were approved; KeyError for another language.
    """
    title = publication.titles[language]
    words: dict[str, object] = {"publication": publication, "title": title, "page_at": at.page}
    if publication.state == "withdrawn":
        words["reason"] = publication.reason[language]
        return _filled("public/withdrawn.html", publication, language, contacts, words, STYLE)
    summary = json.loads(publication.files.read(f"child_summary.{language}.json"))
    words |= {
        "summary": summary,
        "published_on": publication.published_on,
        "offers": tuple(_offers(publication, language)),
        "files_at": at.files,
    }
    style = STYLE + "".join(f".w{share}{{width:{share}%}}" for share in sorted(_shares(summary)))
    return _filled("public/results.html", publication, language, contacts, words, style)


def _filled(  # noqa: PLR0913, PLR0917  what a page is made of
    template: str,
    publication: Publication,
    language: str,
    contacts: Sequence[HelpContact],
    words: Mapping[str, object],
    style: str,
) -> tuple[str, str]:
    with i18n.speaking(language):
        html = render_template(
            template,
            locale=i18n.locale(language),
            languages=[each for each in i18n.LOCALES if each.code in publication.languages],
            style=pages.Safe(style),
            script="",
            help_places=help_places(contacts, language),
            day=_day,
            **words,
        )
    return squeezing.page(html), security.policy(style, "")


def _day(written: str, language: str) -> str:
    return i18n.day(date.fromisoformat(written), language)


def _shares(summary: Mapping[str, Any]) -> set[int]:
    """Find the lengths of all bars; style attributes are forbidden, so each length is a class."""
    charts = (part["chart"] for part in summary["parts"] if part["chart"])
    return {bar["share"] for chart in charts for bar in chart["bars"] if bar["share"] is not None}


def _offers(publication: Publication, language: str) -> Iterator[Offer]:
    named = (
        (f"child_summary.{language}.pdf", _l("This summary, to print (PDF)")),
        (f"annex.{language}.docx", _l("The longer report (Word)")),
        ("tables.xlsx", _l("All tables (Excel)")),
        (TABLES, _l("All tables (CSV files in one ZIP)")),
    )
    for name, words in named:
        if size := publication.files.size(name):
            yield Offer(name, words, i18n.number(max(1, round(size / 1000)), language))
