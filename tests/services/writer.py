"""A process to be killed: four threads that submit numbered children and say which ones were acknowledged.

A last argument puts a fault in: "early" says so before the answers are stored, "careless" lets the database
acknowledge what is not on disk.
"""

import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, event

from consult.errors import NotSavedError
from consult.services import database
from consult.services.collecting import responses
from consult.survey.answers import Accepted, TextAnswer


def key(number: int) -> str:
    return hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()


def accepted(number: int) -> Accepted:
    return Accepted("7-18", "en", {"n": number}, (TextAnswer("why", "en", "7-18", str(number)),), "", "", "")


def careless(engine: Engine) -> None:
    """Make every connection acknowledge before the disk does."""
    setting = "PRAGMA synchronous = OFF" if database.is_sqlite(engine) else "SET synchronous_commit TO off"

    @event.listens_for(engine, "connect")
    def spoil(driver, _record) -> None:
        driver.execute(setting)
        if not database.is_sqlite(engine):
            driver.commit()


def main(url: str, keys: str, wave_id: str, first: str, fault: str = "") -> None:
    engine = database.engine(url, Path(keys))
    if fault == "careless":
        careless(engine)

    def send(number: int) -> None:
        try:
            if fault == "early":
                sys.stdout.write(f"{number}\n")
                sys.stdout.flush()
            responses.submit(engine, int(wave_id), accepted(number), key(number), date(2026, 11, 22))
        except NotSavedError:
            os._exit(1)  # at once, so that whoever reads our acknowledgements sees them end
        if fault != "early":
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(send, range(int(first), int(first) + 100_000)))


if __name__ == "__main__":
    main(*sys.argv[1:])
