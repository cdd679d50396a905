"""The security standard against the tests: `python tests/security/matrix.py [--write]` counts, and fails where it errs.

docs/security/asvs.toml has one entry for each requirement of levels 1 and 2 of ASVS 5.0. What is met names tests
that exist, or a heading of a document; all else gives its reason. `--write` puts the table into docs/security.md.
"""

import ast
import re
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ENTRIES = ROOT / "docs" / "security" / "asvs.toml"
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- asvs: written by make security -->", "<!-- asvs: end -->"
STATES = ("met", "not applicable", "not met")
# Chapter -> its name in our words, and how many requirements it has at levels 1 and 2.
CHAPTERS = {
    1: ("words that stay words", 27), 2: ("checking, and the order of steps", 11), 3: ("the browser", 19),
    4: ("HTTP", 10), 5: ("files", 9), 6: ("signing in", 35), 7: ("staying signed in", 18), 8: ("who may do what", 7),
    9: ("tokens that carry their content", 7), 10: ("OAuth", 29), 11: ("keys and algorithms", 14),
    12: ("the way over the network", 9), 13: ("configuration", 13), 14: ("data", 9),
    15: ("libraries and coding", 13), 16: ("logs and failures", 16), 17: ("WebRTC", 7),
}  # fmt: skip


def entries() -> list[dict[str, Any]]:
    """Read the matrix."""
    return list(tomllib.loads(ENTRIES.read_text(encoding="utf-8"))["requirement"])


@cache
def tests_in(file: str) -> frozenset[str]:
    """Give the names of the tests of a file, as pytest finds them; none where there is no file."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    found = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return frozenset(
        node.name for node in found if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@cache
def headings_in(file: str) -> frozenset[str]:
    """Give the headings of a document."""
    path = ROOT / file
    words = path.read_text(encoding="utf-8") if path.is_file() else ""
    return frozenset(re.findall(r"^#+ (.+)$", words, re.MULTILINE))


def problems(found: list[dict[str, Any]]) -> list[str]:
    """List what is wrong with the matrix."""
    told = [wrong for each in found for wrong in _problems_of(each)]
    twice = [number for number, times in Counter(each["id"] for each in found).items() if times > 1]
    told += [f"{number} stands twice" for number in twice]
    there = Counter(_chapter(each) for each in found)
    for chapter, (_, wanted) in CHAPTERS.items():
        if there[chapter] != wanted:
            told.append(f"chapter {chapter} has {there[chapter]} entries, not {wanted}")
    return told


def _problems_of(each: dict[str, Any]) -> list[str]:
    told = []
    if each["state"] not in STATES:
        told.append(f"{each['id']}: {each['state']!r} is no state")
    shown, reason = [*each.get("tests", ()), *each.get("documents", ())], each.get("reason", "")
    if (each["state"] == "met") != bool(shown) or bool(shown) == bool(reason):
        told.append(f"{each['id']}: what is met names tests or documents, all else gives its reason")
    for test in each.get("tests", ()):
        file, _, name = test.partition("::")
        if name not in tests_in(file):
            told.append(f"{each['id']}: there is no test {test}")
    for place in each.get("documents", ()):
        file, _, heading = place.partition("#")
        if heading not in headings_in(file):
            told.append(f"{each['id']}: there is no heading {place}")
    return told


def _chapter(each: dict[str, Any]) -> int:
    return int(each["id"].partition(".")[0])


def table(found: list[dict[str, Any]]) -> str:
    """Write the counts by chapter, and what is not met with its reasons."""
    lines = ["| chapter | requirements | met by tests | met by a document | not applicable | not met |"]
    lines.append("|---|---:|---:|---:|---:|---:|")
    lines += [
        _row(f"{chapter} {name}", [each for each in found if _chapter(each) == chapter])
        for chapter, (name, _) in CHAPTERS.items()
    ]
    lines += [_row(f"**level {at}**", [each for each in found if each["level"] == at]) for at in (1, 2)]
    lines.append(_row("**both**", found))
    lines += ["", "Not met, and why:", ""]
    lines += [
        f"- {each['id']} (level {each['level']}), {each['what']}: {each['reason']}."
        for each in found
        if each["state"] == "not met"
    ]
    return "\n".join(lines)


def _row(name: str, part: list[dict[str, Any]]) -> str:
    by_tests = sum("tests" in each for each in part)
    states = Counter(each["state"] for each in part)
    counts = (len(part), by_tests, states["met"] - by_tests, states["not applicable"], states["not met"])
    return f"| {name} | {' | '.join(map(str, counts))} |"


def page(words: str, made: str) -> str:
    """Put the table between its marks."""
    before, _, rest = words.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{made}\n\n{END}{after}"


def main() -> int:
    """Print the counts and what is wrong; 1 where something is."""
    found = entries()
    made = table(found)
    print(made)
    if "--write" in sys.argv:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")
    wrong = problems(found)
    for each in wrong:
        print(f"WRONG: {each}")
    named = {test for each in found for test in each.get("tests", ())}
    print(f"\n{len(found)} requirements, {len(named)} tests named, {len(wrong)} entries wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
