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
from consult.services.releasing.summaries import middle, summaries
from consult.tables import HelpContact
from consult.web import i18n, pages, security, squeezing
from consult.web.help import help_places

STYLE: Final = pages.STYLE + squeezing.style((pages.STATIC / "results.css").read_text(encoding="utf-8"))
TOLD: Final = squeezing.script(
    *((pages.STATIC / name).read_text(encoding="utf-8") for name in ("leave.js", "told.js"))
)
# What is told after our own part on what followed; it stands before these.
LATER: Final = frozenset({"next", "help", "explained", "numbers", "how"})
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
    documents = {f"annex.{language}.docx" for language in languages} | {"tables.xlsx", TABLES}
    printed = tuple(
        f"{kind}.{language}." for kind in ("child_summary", "poster", "slide") for language in languages
    )
    return (
        name in documents
        or (name.startswith("tables/") and name.endswith(".csv"))
        or (name.startswith(printed) and name.endswith(".pdf"))
    )


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
    """Where the page leads: to itself, its versions and its files, and where faces are pressed ("": nowhere).

    LANGUAGE and BAND stand for the language and the age band.
    """

    page: str
    version: str
    files: str
    clear: str = ""


def page(
    publication: Publication,
    language: str,
    band: str | None,
    contacts: Sequence[HelpContact],
    at: Addresses,
) -> tuple[str, str]:
    """Make the page for an age band (None: nobody has chosen); give it and its content security policy.

    ReleasingError where the files are not those that were approved; KeyError for another language or band.
    """
    title = publication.titles[language]
    words: dict[str, object] = {"publication": publication, "title": title, "page_at": at.page}
    if publication.state == "withdrawn":
        words["reason"] = publication.reason[language]
        return _filled("public/withdrawn.html", publication, language, contacts, words, STYLE)
    versions = summaries(publication.files, language)
    shown = middle(tuple(versions)) if band is None else band
    summary = json.loads(publication.files.read(versions[shown]))
    words |= {
        "summary": summary,
        "band": shown,
        "chosen": band,
        "bands": tuple(_bands(publication, versions)),
        "version_at": at.version,
        "clear_at": at.clear,
        "page_at": at.page if band is None else at.version.replace("BAND", band),
        "followed": publication.followed.get(language, ()),
        "later": LATER,
        "published_on": publication.published_on,
        "offers": tuple(_offers(publication, language, shown)),
        "files_at": at.files,
    }
    style = STYLE + "".join(f".w{share}{{width:{share}%}}" for share in sorted(shares(summary)))
    return _filled("public/results.html", publication, language, contacts, words, style)


def _filled(  # noqa: PLR0913, PLR0917  what a page is made of
    template: str,
    publication: Publication,
    language: str,
    contacts: Sequence[HelpContact],
    words: Mapping[str, object],
    style: str,
) -> tuple[str, str]:
    script = TOLD if publication.state != "withdrawn" else ""
    with i18n.speaking(language):
        html = render_template(
            template,
            locale=i18n.locale(language),
            languages=[each for each in i18n.LOCALES if each.code in publication.languages],
            style=pages.Safe(style),
            script=pages.Safe(script),
            help_places=help_places(contacts, language),
            day=_day,
            **words,
        )
    return squeezing.page(html), security.policy(style, script)


def _day(written: str, language: str) -> str:
    return i18n.day(date.fromisoformat(written), language)


def shares(summary: Mapping[str, Any]) -> set[int]:
    """Find the lengths of all bars; style attributes are forbidden, so each length is a class."""
    charts = (part["chart"] for part in summary["parts"] if part["chart"])
    return {bar["share"] for chart in charts for bar in chart["bars"] if bar["share"] is not None}


def _bands(publication: Publication, versions: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give each band's name and how it is written."""
    for band, name in versions.items():
        yield band, json.loads(publication.files.read(name))["band_label"] or band


def _offers(publication: Publication, language: str, band: str) -> Iterator[Offer]:
    named = (
        (f"child_summary.{language}.{band}.pdf", _l("This summary, to print (PDF)")),
        (f"poster.{language}.a4.pdf", _l("A poster (A4)")),
        (f"poster.{language}.a3.pdf", _l("A large poster (A3)")),
        (f"slide.{language}.pdf", _l("A picture for the wall, to begin a talk with")),
        (f"annex.{language}.docx", _l("The longer report (Word)")),
        ("tables.xlsx", _l("All tables (Excel)")),
        (TABLES, _l("All tables (CSV files in one ZIP)")),
    )
    for name, words in named:
        if size := publication.files.size(name):
            yield Offer(name, words, i18n.number(max(1, round(size / 1000)), language))
