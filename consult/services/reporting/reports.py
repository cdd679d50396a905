"""Reports that were made: asked for, found again, their files handed out, edited ones taken in."""

import secrets
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.services.jobs import rows
from consult.services.jobs.places import Places, remove
from consult.services.jobs.rows import ReleasingError
from consult.tables import Job, Release, Report

KIND: Final = "report"
EDITED: Final = "edited.docx"
MOST_BYTES: Final = 30_000_000
_MOST_UNPACKED: Final = 300_000_000
_MACROS: Final = "vbaproject.bin"
_BODY: Final = "word/document.xml"


def public(session: Session, consultation_id: int) -> Sequence[Release]:
    """Give the published results of a consultation, newest first: a report tells nothing else."""
    mine = select(Release).where(
        Release.consultation_id == consultation_id, Release.state.in_(("approved", "replaced"))
    )
    return session.scalars(mine.order_by(Release.id.desc())).all()


def ask(  # noqa: PLR0913  a job needs to know who, what, and from which files
    session: Session,
    places: Places,
    releases: Sequence[Release],
    languages: Sequence[str],
    account_id: int | None,
    *,
    edited: str = "",
    name: str = "",
) -> Job:
    """Ask for a report of published releases in some languages; with `edited`, for new numbers in that file.

    ReleasingError "nothing_chosen" without a release or a language, "not_public" for one that is not.
    """
    if not releases or not languages:
        raise ReleasingError("nothing_chosen")
    if any(each.state not in {"approved", "replaced"} for each in releases):
        raise ReleasingError("not_public")
    wish: dict[str, object] = {"releases": [each.id for each in releases], "languages": list(languages)}
    wish |= {"edited": edited, "name": name[:120]} if edited else {}
    return rows.ask(session, places, releases[0].wave, KIND, account_id, **wish)


def take_edited(places: Places, stream: IO[bytes]) -> str:
    """Keep a document that staff edited until a job has put new numbers into it; give the folder's name.

    ReleasingError "edited_big", "edited_macros" or "edited_strange" where it is nothing that can be edited.
    """
    folder = f"edited-{secrets.token_hex(10)}"
    place = places.reports / folder
    place.mkdir(mode=0o700)
    try:
        (place / EDITED).write_bytes(stream.read(MOST_BYTES + 1))
        _look(place / EDITED)
    except BaseException:
        remove(place)
        raise
    return folder


def _look(path: Path) -> None:
    if path.stat().st_size > MOST_BYTES:
        raise ReleasingError("edited_big")
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
    except zipfile.BadZipFile as error:
        raise ReleasingError("edited_strange") from error
    names = {part.filename.lower() for part in parts}
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise ReleasingError("edited_big")
    if any(name.endswith(_MACROS) for name in names):
        raise ReleasingError("edited_macros")
    if _BODY not in names:
        raise ReleasingError("edited_strange")


def of_consultation(session: Session, consultation_id: int) -> Sequence[Report]:
    """Give the reports of a consultation, newest first."""
    mine = select(Report).where(Report.consultation_id == consultation_id)
    return session.scalars(mine.order_by(Report.id.desc())).all()


def find(session: Session, consultation_id: int, report_id: int) -> Report | None:
    """Give a report of this consultation, and of no other."""
    mine = select(Report).where(Report.id == report_id, Report.consultation_id == consultation_id)
    return session.scalar(mine)


def files(places: Places, report: Report) -> tuple[Path, ...]:
    """Give the documents of a report, in the order of their names."""
    folder = places.reports / report.folder
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def path(places: Places, report: Report, name: str) -> Path | None:
    """Say where a document lies; None for any name that is not one of its files."""
    folder = places.reports / report.folder
    return next((each for each in files(places, report) if each.relative_to(folder).as_posix() == name), None)
