"""Closing a poll and freezing what was said: a bundle is made whole or not at all."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.errors import ConsultError
from consult.services import database
from consult.services.collecting import late, pool, settling
from consult.services.consultations import find
from consult.services.dialogues import carrying
from consult.survey import questionnaire as survey
from consult.tables import Freeze, Wave, responses


class FreezeError(ConsultError):
    """No bundle can be made now; the message says why, and nothing was left behind."""


def close(session: Session, poll: str, *, today: date | None = None, wait: bool = True) -> Wave:
    """Stop taking answers and move all that waits into the final tables; give the wave.

    While prepared tablets are still out, what they hand in is taken on until their last day, unless nobody is
    to `wait` for them. Closing again is harmless: it completes a closing that was cut off, and shuts the door
    that was left open for tablets as soon as none is out any more.
    """
    wave = find(session, poll)
    wave_id, engine = wave.id, database.engine_of(session)
    waiting = wait and bool(late.still_out(session, wave_id, today or date.today()))  # noqa: DTZ011
    session.commit()
    # With the pool of responses gone the gate is shut; only then do the last texts go, apart from it.
    for store in ("responses", "texts"):
        pool.flush(engine, wave_id, store, everything=not waiting, late=waiting)
    with database.writing(session):
        wave = session.get_one(Wave, wave_id, populate_existing=True)
        if wave.state == "open":
            wave.state = "closed"
            wave.closed_on = max(today or date.today(), wave.opened_on)  # noqa: DTZ011  the office's day
    settling.settle(engine, wave_id)
    return wave


def count(session: Session, poll: str) -> int:
    """Count the final responses of a wave (what waits in the pool is not among them)."""
    number = select(func.count()).select_from(responses).where(responses.c.wave_id == find(session, poll).id)
    return session.scalar(number) or 0


def freeze(
    session: Session,
    poll: str,
    out: Path,
    progress: Callable[[int], object] = lambda _rows: None,
    *,
    today: date | None = None,
) -> Path:
    """Write the bundle of a closed wave to `out` and record it; `progress` is told of every chunk of rows.

    Raises FreezeError for an open wave, deleted responses or an `out` that exists.
    """
    wave = find(session, poll)
    _refuse(wave, out)
    _refuse_with_tablets_out(session, wave)
    frozen_on = today or date.today()  # noqa: DTZ011  the office's own calendar day
    session.commit()
    with _whole_or_nothing(out) as folder:
        digest, talks = _write(session, wave, folder, frozen_on, progress)
        with database.writing(session):
            if not carrying.carry(session, wave, talks):
                raise FreezeError("another round was frozen meanwhile with a dialogue of this one: try again")
            session.add(Freeze(wave_id=wave.id, frozen_on=frozen_on, manifest_sha256=digest))
            session.flush()
            folder.rename(out)
    return out


def _refuse(wave: Wave, out: Path) -> None:
    if wave.state != "closed":
        raise FreezeError(f"poll {wave.code} is still open: close it first")
    if wave.deleted_on:
        raise FreezeError(f"the responses of poll {wave.code} were deleted on {wave.deleted_on}, as promised")
    if out.exists() or out.is_symlink():
        raise FreezeError(f"{out} exists already; a bundle is never written over")
    if not out.parent.is_dir():
        raise FreezeError(f"there is no folder {out.parent}")


def _refuse_with_tablets_out(session: Session, wave: Wave) -> None:
    """Hold a freeze back while answers may still come: two freezes that differ by few children show them."""
    if not late.waits(session, wave.id):
        return
    out = late.out(session, wave.id)
    until = max((tablet.until for tablet in out), default=None)
    told = f"tablets still out: {len(out)}, the last until {until}" if out else "its tablets are all in"
    raise FreezeError(
        f"poll {wave.code} still takes what its tablets hand in ({told}): "
        f"run `consult finish-late {wave.code}`, or wait until they are emptied"
    )


def _write(
    session: Session, wave: Wave, folder: Path, frozen_on: date, progress: Callable[[int], object]
) -> tuple[str, tuple[int, ...]]:
    """Write everything; give the manifest's checksum, and the dialogues that are in the bundle."""
    # pyarrow is 100 MB of memory that a web worker must not carry; only a freeze needs it.
    from consult.services.freezing import bundles  # noqa: PLC0415

    engine = database.engine_of(session)
    questionnaire = survey.load(wave.questionnaire.document)
    with engine.connect() as connection:
        talks = carrying.carried(connection, wave)
        source = bundles.Source(connection, wave, questionnaire, talks)
        digest = bundles.write(source, folder, str(frozen_on), progress)
    bundles.settle(folder)
    return digest, talks


@contextmanager
def _whole_or_nothing(out: Path) -> Iterator[Path]:
    """Give a folder beside `out`, to be renamed to it; what was not renamed in the end is removed."""
    folder = out.parent / f".{out.name}.{secrets.token_hex(4)}.partial"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    except BaseException:
        if not folder.exists():
            shutil.rmtree(out)  # renamed, but then not recorded
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
