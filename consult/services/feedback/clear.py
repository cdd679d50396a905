"""Was this clear? One of three faces under the results: nothing is kept but how many pressed each.

What waits is the release, the language, the age band and the face; what stays is counts of whole batches of
at least ten. It meets the answers to the poll nowhere: it has pools, keys and a table of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from consult.services import database
from consult.services.collecting.counts import EVERYBODY, Cell, Seen, step
from consult.services.feedback import mixing
from consult.services.feedback.mixing import Said
from consult.tables import ClearLook, clear_counts
from consult.tables.feedback import FACES

KEY = ("release_id", "language", "band", "face")


def press(engine: Engine, release_id: int, language: str, band: str, face: str) -> None:
    """Take in one face, durably; ValueError for one that is none of ours.

    The caller knows that the release is public in this language and band.
    """
    if face not in FACES:
        raise ValueError("no such face")
    said = dict(zip(KEY, (release_id, language, band, face), strict=True))
    retired = ""
    with database.write(engine) as connection:
        pool = mixing.add(connection, mixing.hold(connection, _name(release_id)), said)
        if mixing.is_due(pool):
            retired, _fresh = mixing.empty(connection, pool, _count)
    if retired:
        database.keyring(engine).destroy(retired)


def _name(release_id: int) -> str:
    return f"clear-{release_id}"


def _count(connection: Connection, said: Sequence[Said]) -> None:
    found = Counter(tuple(each[name] for name in KEY) for each in said)
    for values, children in found.items():
        mixing.increase(connection, clear_counts, dict(zip(KEY, values, strict=True)), children)


def look(session: Session, release_id: int) -> Seen:
    """Give the numbers as staff may see them now (as `collecting.counts`), and remember the look."""
    with database.writing(session):
        kept = session.get(ClearLook, release_id, with_for_update=True, populate_existing=True)
        seen = Seen({name: Cell(*cell) for name, cell in kept.cells.items()} if kept else {})
        then = step(seen, _true_counts(session, release_id))
        cells = {name: [cell.shown, cell.counted, cell.waits] for name, cell in then.cells.items()}
        if kept is None:
            session.add(ClearLook(release_id=release_id, cells=cells))
        elif kept.cells != cells:
            kept.cells = cells
    return then


def _true_counts(session: Session, release_id: int) -> dict[str, int]:
    """Count faces: all, by face, by language, by band, and the faces of each band. Never shown as it is."""
    mine = clear_counts.c.release_id == release_id
    found: dict[str, int] = {EVERYBODY: 0}
    for names in (("face",), ("language",), ("band",), ("band", "face")):
        columns = [clear_counts.c[name] for name in names]
        rows = session.execute(
            select(*columns, func.sum(clear_counts.c.children)).where(mine).group_by(*columns)
        )
        for *values, children in rows:
            found[f"{'.'.join(names)}:{'.'.join(values)}"] = int(children)
    found[EVERYBODY] = sum(found.get(f"face:{face}", 0) for face in FACES)
    return found


def faces_of(seen: Seen, bands: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """Give what is shown of each band's faces, and under "" of all."""
    shown = {band: {face: seen.shown(f"band.face:{band}.{face}") for face in FACES} for band in bands}
    return {"": {face: seen.shown(f"face:{face}") for face in FACES}, **shown}


def forget(engine: Engine, release_id: int) -> None:
    """Forget what waits for a release that is not public any more; its counts stay."""
    mixing.end(engine, _name(release_id), None)
