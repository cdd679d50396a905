"""Make a release of synthetic responses to the bundled poll and audit it from its files: prints what it found."""

import contextlib
import io
import json
import sys
import tempfile
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "stock"), str(HERE.parent)]

from web_site import BUNDLED, CONTACTS  # noqa: E402  a script that stands beside the product

from analysis.__main__ import main  # noqa: E402
from consult.services import consultations, database, migrating  # noqa: E402
from consult.services.fieldwork import contacts  # noqa: E402
from consult.services.freezing import freezes  # noqa: E402
from consult.services.trying import simulating  # noqa: E402

CHILDREN = 700


def frozen(folder: Path) -> Path:
    """Fill a poll with synthetic children and freeze it."""
    engine = database.engine(f"sqlite:///{folder / 'consult.db'}", folder / "keys")
    migrating.upgrade(engine)
    with database.session(engine) as session:
        contacts.load_contacts(session, CONTACTS)
        wave = consultations.open_poll(
            session,
            json.loads(BUNDLED.read_text(encoding="utf-8")),
            organisation="Synthetic office",
            promised_on=date(2099, 1, 1),
            delete_on=date(2099, 2, 1),
            code="audited",
            synthetic=True,
        )
        simulating.simulate(engine, wave.code, CHILDREN, 2026, lambda _done: None)
        freezes.close(session, wave.code)
        bundle = freezes.freeze(session, wave.code, folder / "audited.bundle")
    engine.dispose()
    return bundle


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        bundle, out = frozen(Path(name)), Path(name) / "out"
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            written = main([str(bundle), str(out), "--tables-only"])
        raise SystemExit(written or main(["audit", str(out)]))
