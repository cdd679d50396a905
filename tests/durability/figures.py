"""Where the tests of durability write down what they did, for `make endure` to print."""

import json
import os
from pathlib import Path

FILE = "CONSULT_ENDURE_FIGURES"


def note(what: str, **numbers: float | str) -> None:
    """Add a line to the file that the environment names; nothing happens where it names none."""
    if name := os.environ.get(FILE):
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, **numbers}) + "\n")
