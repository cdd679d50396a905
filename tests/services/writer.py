"""A process to be killed: four threads that submit numbered children and say which ones were acknowledged."""

import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

from consult.errors import NotSavedError
from consult.services import database
from consult.services.collecting import responses
from consult.survey.answers import Accepted, TextAnswer


def key(number: int) -> str:
    return hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()


def accepted(number: int) -> Accepted:
    return Accepted("7-18", "en", {"n": number}, (TextAnswer("why", "en", "7-18", str(number)),), "", "", "")


def main(url: str, keys: str, wave_id: str, first: str) -> None:
    engine = database.engine(url, Path(keys))

    def send(number: int) -> None:
        try:
            responses.submit(engine, int(wave_id), accepted(number), key(number), date(2026, 11, 22))
        except NotSavedError:
            os._exit(1)  # at once, so that whoever reads our acknowledgements sees them end
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(send, range(int(first), int(first) + 100_000)))


if __name__ == "__main__":
    main(*sys.argv[1:])
