"""A release on the screen: as children will see it, its charts, its files, and what the audit found."""

from pathlib import Path
from typing import Any

from flask import Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from consult.services.jobs.rows import ReleasingError
from consult.services.releasing import publications, quoted, releases
from consult.services.releasing.files import MANIFEST, TABLES
from consult.services.releasing.summaries import summaries
from consult.tables import Account, Release
from consult.web import results
from consult.web.polls import polls
from consult.web.staffing.allowed import acted, allowed, db, here, me
from consult.web.staffing.releasing import rooms, sentences, telling

# What a browser may show in the page or a tab of its own; everything else is saved.
SHOWN = {".png", ".pdf"}


@allowed(*rooms.READERS)
def show(consultation: int, release: int) -> ResponseReturnValue:
    """Show what was made, what the audit found, and what can be decided."""
    found = rooms.release_here(release)
    files = rooms.files_of(found)
    asked = releases.request_for(db(), found)
    try:
        manifest = files.manifest
    except ReleasingError as error:
        return render_template(
            "staffing/releasing/damaged.html", words=sentences.sentence(error.code), release=found,
            consultation=consultation,
        )  # fmt: skip
    return render_template(
        "staffing/releasing/release.html",
        release=found,
        manifest=manifest,
        files=files,
        documents=_documents(found),
        tables=TABLES,
        manifest_name=MANIFEST,
        asked=asked,
        asked_by=_name(asked.asked_by) if asked else "",
        decided_by=_name(asked.decided_by) if asked else "",
        mine=asked is not None and asked.asked_by == me().account_id,
        first_words=telling.first(found),
        withdrawn=quoted.withdrawn(db(), rooms.places(), found),
        sentences=sentences,
        consultation=consultation,
    )


def _name(account_id: int | None) -> str:
    account = db().get(Account, account_id) if account_id else None
    return account.name if account else ""


def _documents(release: Release) -> dict[str, tuple[tuple[str, ...], str]]:
    """Name the documents of each language: those for children, and the annex."""
    files = rooms.files_of(release)
    return {
        language: (
            (*files.named(f"child_summary.{language}", ".pdf"), *files.named(f"poster.{language}", ".pdf"),
             *files.named(f"slide.{language}", ".pdf")),
            f"annex.{language}.docx",
        )
        for language in release.languages
    }  # fmt: skip


@allowed(*rooms.READERS)
def as_children(
    consultation: int, release: int, language: str, band: str | None = None
) -> ResponseReturnValue:
    """Show the page of results exactly as it will be, inside the page of the draft."""
    found = rooms.release_here(release)
    shown = publications.preview(db(), rooms.places(), found)
    if shown is None or language not in shown.languages:
        abort(404)
    where: dict[str, Any] = {"consultation": consultation, "release": release}
    if band is not None and band not in summaries(shown.files, language):
        abort(404)
    at = results.Addresses(
        page=url_for("staff.releasing_as_children", **where, language="LANGUAGE"),
        version=url_for("staff.releasing_as_children", **where, language="LANGUAGE", band="BAND"),
        files=url_for("staff.releasing_file", **where, name=""),
    )
    html, policy = results.page(shown, language, band, polls().contacts(), at)
    framed = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return Response(html, headers={"Content-Security-Policy": framed})


as_children.route_class = "framed"  # type: ignore[attr-defined]  # read by security.route_class


@allowed(*rooms.READERS)
def charts(consultation: int, release: int, language: str) -> ResponseReturnValue:
    """Show all charts in one language."""
    found = rooms.release_here(release)
    if language not in found.languages:
        abort(404)
    drawn = rooms.files_of(found).named("charts/", f".{language}.png")
    return render_template(
        "staffing/releasing/charts.html",
        release=found,
        language=language,
        charts=[(name, f"{name.removesuffix('.png')}.svg", Path(name).name.split(".")[0]) for name in drawn],
        consultation=consultation,
    )


@allowed(*rooms.READERS)
def file(consultation: int, release: int, name: str) -> ResponseReturnValue:
    """Send one file that the manifest names; what is taken away is noted."""
    del consultation
    found = rooms.release_here(release)
    path = rooms.files_of(found).path(name)
    if path is None or path.suffix not in results.KINDS or not path.is_file():
        abort(404)
    shown = path.suffix in SHOWN
    if path.suffix != ".png":
        acted("release_file_read", release=found.id, file=name)
    saved_as = f"{found.wave.code}-{here().id}-{found.id}-{name.replace('/', '-')}"
    return results.sent(path, saved_as, inline=shown)
