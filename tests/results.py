"""Write docs/results.md: every figure in it is what a command printed just now (`make results`).

python tests/results.py            # all sections; about half an hour on two cores
python tests/results.py audit text # only some; the others keep what they said before
"""

import os
import platform
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "results.md"
HEAD = """# Results

Every block below is what the command above it printed when this page was written by `make results`. Times are of a
shared machine and are there to be compared with each other; counts, digits and shares are exact.
"""


@dataclass(frozen=True)
class Section:
    """One part of the page: a title, what the figures mean, and the command that prints them."""

    name: str
    title: str
    meaning: str
    command: tuple[str, ...]


SECTIONS = (
    Section(
        "statistics",
        "Statistics against published and reference values",
        "How many values of a source were computed anew and agree to at least 6 and 10 significant digits; the two "
        "that do not are limits of an interval for which the reference itself uses an approximation.",
        ("tests/known_statistics.py",),
    ),
    Section(
        "disclosure",
        "Disclosure control against known answers",
        "Each test is one known answer or one attack: a published example, a trap, random tables of Hypothesis.",
        (
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--no-header",
            "-rA",
            "--tb=no",
            "tests/external/test_disclosure.py",
        ),
    ),
    Section(
        "audit",
        "Audit of a release from its files alone",
        "A release of 700 synthetic responses to the bundled poll: cells, intervals an attacker could work out, and "
        "how many of them are narrower than the policy allows.",
        ("tests/audited.py",),
    ),
    Section(
        "text",
        "Personal data in free text",
        "Recall of the suggestions made to moderators over a seeded corpus in six languages; made by the same hands "
        "as the detectors. Names are found only where the office's own list has them.",
        ("tests/external/personal_data_corpus.py",),
    ),
    Section(
        "counting",
        "Counting",
        "All tables of 20 questions by three breakdowns and their pairs, beside plain pandas doing the same in the "
        "same run. Where pandas was given only some of the questions, its time for all is estimated and says so. Ours "
        "uses all cores and pandas one, so a machine that does other things meanwhile takes more from ours.",
        (
            "tests/bench/counting.py",
            "--responses",
            "1000000",
            "10500000",
            "--rounds",
            "3",
            "--questions",
            "2",
        ),
    ),
    *(
        Section(
            f"freezing-{database.lower()}",
            f"From database to bundle: {database}",
            "Seconds by the wall and of the processor (start-up included), and peak memory, of a freeze with few and with "
            "many responses.",
            ("tests/bench/freezing.py", "--database", database.lower()),
        )
        for database in ("SQLite", "PostgreSQL")
    ),
    Section(
        "mutation",
        "Mutation testing of disclosure control",
        "How many deliberately broken versions of `analysis/disclosure` the tests notice, in the last sample that was "
        "drawn; tests that its survivors called for were written after it.",
        ("tests/mutation/summary.py",),
    ),
)


def run(section: Section) -> str:
    """Run a section's command; what it printed, without colours and paths of this machine."""
    done = subprocess.run(
        [sys.executable, *section.command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "tests", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{section.name}: {done.stderr[-2000:]}{done.stdout[-2000:]}")
    words = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)
    words = re.sub(r" in \d+(\.\d+)?s( \([\d:]+\))?", "", words).replace(f"{ROOT}/", "")
    return "\n".join(
        line.rstrip() for line in words.replace(tempfile.gettempdir(), "").splitlines() if "=====" not in line
    ).strip()


def page(printed: dict[str, str]) -> str:
    facts = f"Written on {date.today()} with Python {platform.python_version()} on {os.cpu_count()} cores."
    parts = [HEAD + "\n" + facts + "\n"]
    for section in SECTIONS:
        if section.name in printed:
            shown = " ".join(part for part in section.command if not part.startswith("no:"))
            parts.append(
                f"## {section.title}\n\n{section.meaning}\n\n`python {shown}`\n\n```text\n{printed[section.name]}\n```\n"
            )
    return "\n".join(parts)


def kept() -> dict[str, str]:
    """Give what the page says now, by section."""
    if not PAGE.exists():
        return {}
    text = PAGE.read_text(encoding="utf-8")
    found = {}
    for section in SECTIONS:
        block = re.search(rf"## {re.escape(section.title)}\n.*?```text\n(.*?)\n```", text, re.DOTALL)
        if block:
            found[section.name] = block[1]
    return found


if __name__ == "__main__":
    wanted = sys.argv[1:] or [section.name for section in SECTIONS]
    printed = kept()
    for section in SECTIONS:
        if section.name in wanted:
            print(f"{section.name} ...", flush=True)
            printed[section.name] = run(section)
            PAGE.write_text(page(printed), encoding="utf-8")
