"""Results that everybody may read: a page for each language and age band, handed out from memory."""

import time
from collections.abc import Hashable
from dataclasses import dataclass, field

from flask import Blueprint, Flask, Response, abort, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from consult.config import Config
from consult.services import database
from consult.services.releasing import publications
from consult.services.releasing.publications import Publication
from consult.services.releasing.summaries import summaries
from consult.web import i18n, pages, results
from consult.web.polls import places, polls
from consult.web.shelf import shelf

FRESH = 2.0  # seconds for which what is known of a publication need not be asked again
MOST = 500
told = Blueprint("results", __name__)
LANGUAGE = f"<any({', '.join(i18n.CODES)}):language>"


@dataclass(slots=True)
class _Kept:
    publication: Publication | None
    until: float


@dataclass(slots=True)
class Results:
    """What this process knows of publications, and the pages it has made of them."""

    _known: dict[str, _Kept] = field(default_factory=dict)
    _pages: dict[tuple[str, str, str | None], tuple[Hashable, pages.Prepared]] = field(default_factory=dict)

    def find(self, code: str) -> Publication | None:
        """Give what is public of a poll; a database that is down leaves the last knowledge standing."""
        kept = self._known.get(code)
        if kept is not None and time.monotonic() < kept.until:
            return kept.publication
        try:
            with database.session(polls().engine) as session:
                found = publications.publication(session, places(), code)
        except SQLAlchemyError:
            if kept is None:
                raise
            found = kept.publication
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[code] = _Kept(found, time.monotonic() + FRESH)
        return found

    def fresh_until(self, code: str) -> float:
        """Say until when, on the monotonic clock, that holds."""
        kept = self._known.get(code)
        return kept.until if kept else 0.0

    def page(self, publication: Publication, language: str, band: str | None = None) -> pages.Prepared:
        """Give the page for a band (None: nobody has chosen), made anew only when it has changed."""
        contacts = polls().contacts()
        shown = tuple((c.country, c.name, c.phone, c.url, c.hours) for c in contacts)
        followed = publication.followed.get(language, ())
        state = (publication.release_id, publication.state, publication.organisation, shown, followed)
        kept = self._pages.get((publication.code, language, band))
        if kept is None or kept[0] != state:
            own = f"{publication.code}/results"
            at = results.Addresses(
                page=f"/LANGUAGE/{own}",
                version=f"/LANGUAGE/{own}/BAND",
                files=f"/{language}/{own}/",
                clear=f"/{language}/{own}/clear",
            )
            html, policy = results.page(publication, language, band, contacts, at)
            if len(self._pages) >= MOST:
                self._pages.clear()
            kept = (state, pages.prepare(html, policy))
            self._pages[publication.code, language, band] = kept
        return kept[1]

    def titles(self, language: str) -> list[dict[str, str]]:
        """List the consultations whose results can be read in a language, newest first."""
        with database.session(polls().engine) as session:
            codes = publications.public_codes(session)
        found = (self.find(code) for code in codes)
        return [
            {"code": each.code, "title": each.titles[language]}
            for each in found
            if each is not None and each.state == "approved" and language in each.languages
        ]


def attach(app: Flask, _config: Config) -> None:
    """Put results beside their polls."""
    app.extensions["consult-results"] = Results()
    app.register_blueprint(told)


def known() -> Results:
    """Give the results of the app that serves this request."""
    found: Results = current_app.extensions["consult-results"]
    return found


@told.get(f"/{LANGUAGE}/<code>/results")
def page(language: str, code: str) -> Response:
    """Show what children said, or that it was withdrawn and why. In another language there is no page."""
    return _shown(found_in(code, language), language, None)


def found_in(code: str, language: str) -> Publication:
    """Give what is public of a poll in a language, or a 404."""
    found = known().find(code)
    if found is None or language not in found.languages:
        abort(404)
    return found


def _shown(found: Publication, language: str, band: str | None) -> Response:
    made = known().page(found, language, band)
    reply = made.reply()
    if found.state == "withdrawn":
        reply.status_code = 410
    else:
        shelf().put(request.path, made, known().fresh_until(found.code))
    return reply


@told.get("/<code>/results")
def page_by_code(code: str) -> Response:
    """Show it in the best language that the phone asks for: posters in every language lead here."""
    found = known().find(code)
    if found is None:
        abort(404)
    g.language = i18n.best_language(found.languages, found.languages[0])
    made = known().page(found, g.language)
    reply = pages.by_language(made.reply())
    reply.status_code = 410 if found.state == "withdrawn" else 200
    return reply


@told.get(f"/{LANGUAGE}/<code>/results/<path:name>")
def version_or_file(language: str, code: str, name: str) -> Response:
    """Show the version of an age band, or hand out a document or table, read from the disk piece by piece."""
    found = found_in(code, language)
    if found.state != "approved":
        abort(404)
    if name in summaries(found.files, language):
        return _shown(found, language, name)
    path = found.files.path(name) if results.public_name(name, found.languages) else None
    if path is None or not path.is_file():
        abort(404)
    saved_as = f"{code}-{name.replace('/', '-')}"
    return results.sent(path, saved_as)
