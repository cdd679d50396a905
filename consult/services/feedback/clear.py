"""Was this clear? One of three faces under the results: nothing is kept but how many pressed each.

What waits is the release, the language, the age band and the face; what stays is counts of whole batches of
at least ten. A digest of the key that the page made stays for three days, so that a face which is pressed
twice, or sent again because the thanks were lost, counts once; it joins to nothing. All this meets answers to
the poll nowhere: it has pools, keys and a table of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from consult.services import database
from consult.services.collecting import spending
from consult.services.collecting.counts import EVERYBODY, Cell, Seen, step
from consult.services.collecting.spending import SpentKey
from consult.services.feedback import mixing
from consult.services.feedback.mixing import Said
from consult.survey.answers import KEY
from consult.tables import ClearLook, clear_counts
from consult.tables.feedback import FACES


@dataclass(frozen=True, slots=True)
class Pressed:
    """A face under the results of a release, in a language and as an age band reads them."""

    release_id: int
    language: str
    band: str
    face: str


COUNTED = tuple(each.name for each in fields(Pressed))


def press(engine: Engine, pressed: Pressed, key: str, today: date) -> bool:
    """Take in one face, durably; False where one with this key was taken in before.

    The caller knows that the release is public in this language and band. ValueError for a face or a key that
    is none of ours.
    """
    if pressed.face not in FACES or not KEY.fullmatch(key):
        raise ValueError("no such face or key")
    retired = ""
    with database.write(engine) as connection:
        pool = mixing.hold(connection, _name(pressed.release_id))
        if not spending.spend(connection, pool.owner, [SpentKey(key.encode(), today)])[0]:
            return False
        pool = mixing.add(connection, pool, asdict(pressed))
        if mixing.is_due(pool):
            retired, _fresh = mixing.empty(connection, pool, _count)
    if retired:
        database.keyring(engine).destroy(retired)
    return True


def _name(release_id: int) -> str:
    return f"clear-{release_id}"


def _count(connection: Connection, said: Sequence[Said]) -> None:
    found = Counter(tuple(each[name] for name in COUNTED) for each in said)
    for values, children in found.items():
        mixing.increase(connection, clear_counts, dict(zip(COUNTED, values, strict=True)), children)


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
