"""Pages of figures: every block is what a command printed when the page was written, and nothing is typed."""

import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Section:
    """One part of a page: a title, what the figures mean, and the command that prints them."""

    name: str
    title: str
    meaning: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Book:
    """A page, where it stands, and its sections in order."""

    path: Path
    head: str
    sections: tuple[Section, ...]

    def write(self, wanted: Sequence[str] = ()) -> None:
        """Run the wanted sections (all, if none is named) and write the page after each; others stay."""
        printed = self._kept()
        for section in self.sections:
            if not wanted or section.name in wanted:
                print(f"{section.name} ...", flush=True)
                printed[section.name] = run(section)
                self.path.write_text(self._page(printed), encoding="utf-8")

    def _page(self, printed: dict[str, str]) -> str:
        facts = (
            f"Written on {date.today()} with Python {platform.python_version()} on {os.cpu_count()} cores."
        )
        parts = [f"{self.head}\n{facts}\n"]
        for section in self.sections:
            if section.name in printed:
                shown = " ".join(part for part in section.command if not part.startswith("no:"))
                words = f"{section.meaning}\n\n`python {shown}`\n\n```text\n{printed[section.name]}\n```\n"
                parts.append(f"## {section.title}\n\n{words}")
        return "\n".join(parts)

    def _kept(self) -> dict[str, str]:
        """Give what the page says now, by section."""
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        found = {}
        for section in self.sections:
            block = re.search(rf"## {re.escape(section.title)}\n.*?```text\n(.*?)\n```", text, re.DOTALL)
            if block:
                found[section.name] = block[1]
        return found


def run(section: Section) -> str:
    """Run a section's command; what it printed, without colours and paths of this machine."""
    done = subprocess.run(
        [sys.executable, *section.command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "tests/stock", "NO_COLOR": "1"},
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
