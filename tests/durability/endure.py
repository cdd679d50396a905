"""The full battery of durability: runs every fault many times, then a soak, and writes down what was seen.

    make endure                              # two hours of soak on SQLite
    make endure ENDURE="--minutes 5"         # a short one; the report says how long it was
    make endure ENDURE=--again               # only what failed, and the report anew

The tests are those of CI (tests/durability and tests/services/test_crashes.py) with more rounds; they fail on
the first child who is lost or counted twice. Written is docs/results/durability.md.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "results" / "durability.md"
TESTS = ("tests/durability", "tests/services/test_crashes.py", "tests/services/test_backups.py")
ROUNDS = {"CONSULT_ENDURE_CYCLES": "50", "CONSULT_ENDURE_STOPS": "10", "CONSULT_ENDURE_BACKUPS": "5"}
HEAD = """# Durability, as measured

Written by `make endure` on {day}; do not edit. {cores} cores, {memory} GB of memory, Python {python}.

{verdict}

| fault | database | what was done and seen |
|---|---|---|
"""
CLEAN = "**Acknowledged and lost: 0. Doubled: 0. Integrity errors: 0.**"
TAIL = """
Every row comes from tests that compare, at the end, every child who was thanked with every row that is there: one
child lost, doubled or torn in two fails the test, and a failed test is counted above. The seeded faults (thanks
before the commit, `synchronous = OFF`, a key destroyed too early, a flush in two transactions, a copy of the file
alone, a forgotten key) are tests too: each shows that its guard fails when it should.

Not tried here: a real loss of power (the model keeps of each file what it held at its last `fsync`; what a disk
itself loses after it has said "written" is beyond any program), disks that lie, and machines other than this one.
"""


def main() -> int:
    """Run everything, or again what failed; 0 where nothing was lost, doubled or torn."""
    wanted = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    wanted.add_argument("--minutes", type=float, default=120, help="of soak")
    wanted.add_argument("--keep", type=Path, default=Path("/tmp/consult-endure"), help="where raw results go")
    wanted.add_argument(
        "--again", action="store_true", help="run only what failed, and write the report anew"
    )
    given = wanted.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    first, figures = given.keep / "junit.xml", given.keep / "figures"
    if given.again:
        counts = run(given.keep / "again.xml", figures, failed(first))
        tests = {**read(first), "failures": counts["failures"], "again": counts["tests"]}
    else:
        figures.unlink(missing_ok=True)
        tests = {**run(first, figures, TESTS), "again": 0}
        with figures.open("a", encoding="utf-8") as file:
            file.write(json.dumps(soak(given.minutes)) + "\n")
    rows = [json.loads(line) for line in figures.read_text(encoding="utf-8").splitlines()]
    write(tests, rows)
    return 1 if tests["failures"] or not sound(rows) else 0


def run(junit: Path, figures: Path, what: Sequence[str]) -> dict[str, int]:
    """Run tests with many rounds; give how many ran, failed and were skipped."""
    command = [sys.executable, "-m", "pytest", "-q", *what, f"--junitxml={junit}"]
    environment = os.environ | ROUNDS | {"CONSULT_ENDURE_FIGURES": str(figures)}
    subprocess.run(command, cwd=ROOT, env=environment, check=False)
    return read(junit)


def read(junit: Path) -> dict[str, int]:
    """Count the tests of a run."""
    suite = ET.parse(junit).getroot().find("testsuite")
    counts = {name: int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")}
    return {**counts, "failures": counts["failures"] + counts["errors"]}


def failed(junit: Path) -> list[str]:
    """Name the tests that failed in a run, as pytest wants to hear them."""
    cases = ET.parse(junit).getroot().iter("testcase")
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    return [f"{case.get('classname').replace('.', '/')}.py::{case.get('name')}" for case in bad]


def soak(minutes: float) -> dict:
    """Soak in a process of its own, so that its memory is not ours."""
    command = [sys.executable, str(Path(__file__).with_name("soak.py")), "--minutes", str(minutes)]
    return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout)


def sound(rows: list[dict]) -> bool:
    """Say whether the soak lost and doubled nothing."""
    return not any(row["lost"] or row["doubled"] for row in rows if row["what"] == "soak")


def write(tests: dict[str, int], rows: list[dict]) -> None:
    """Write the report."""
    verdict = f"{tests['tests']} tests, {tests['failures']} failed, {tests['skipped']} skipped. "
    if tests["again"]:
        verdict += f"{tests['again']} of them failed at first, was mended and run again. "
    verdict += "**NOT CLEAN.**" if tests["failures"] or not sound(rows) else CLEAN
    text = HEAD.format(
        day=time.strftime("%Y-%m-%d"), cores=os.cpu_count(), python=sys.version.split()[0], verdict=verdict,
        memory=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
    )  # fmt: skip
    for row in rows:
        facts = ", ".join(
            f"{name.replace('_', ' ')} {value}" for name, value in row.items() if name not in {"what", "on"}
        )
        text += f"| {row['what']} | {row.get('on', '')} | {facts} |\n"
    REPORT.write_text(text + TAIL, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
