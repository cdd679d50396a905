"""The rules of the house, as checks: a rule that nobody checks is a wish."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_FOLDERS = {"consult", "analysis", "migrations", "translations", "templates", "tests", "docs", ".ci"}
TOP_FILES = {"wsgi.py", "pyproject.toml", "Makefile", "LICENSE"}
PRODUCT = ("consult", "analysis")
WEB_WORDS = {"url_for", "g", "request", "current_app"}


def tracked(*patterns: str) -> list[Path]:
    """Files git knows (or would add), so that build leftovers never count."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def product_files() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in PRODUCT]


def label(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_nothing_strange_stands_at_the_top() -> None:
    for path in tracked():
        first, *rest = path.relative_to(ROOT).parts
        if rest:
            assert first in TOP_FOLDERS, f"{first}/ has no place at the top level"
        else:
            known = first in TOP_FILES or first.startswith(".") or path.suffix in {".md", ".lock"}
            assert known, f"{first} has no place at the top level"


@pytest.mark.parametrize("path", product_files(), ids=label)
def test_a_file_fits_in_one_head(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines <= 250, f"{label(path)} has {lines} lines; split it"


@pytest.mark.parametrize("path", product_files(), ids=label)
def test_public_names_say_what_they_are_for(path: Path) -> None:
    missing = [name for name, node in public_definitions(path) if not ast.get_docstring(node)]
    assert not missing, f"{label(path)}: no docstring on {', '.join(missing)}"


@pytest.mark.parametrize("path", product_files(), ids=label)
def test_functions_stay_short(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            assert length <= 45, f"{label(path)}: {node.name} has {length} lines"


def public_definitions(path: Path) -> Iterator[tuple[str, ast.Module | ast.FunctionDef | ast.ClassDef]]:
    tree = ast.parse(path.read_text())
    if path.read_text().strip():
        yield "the module", tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node


@pytest.mark.parametrize("path", [p for p in product_files() if "web" not in p.parts], ids=label)
def test_only_the_web_knows_the_web(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "flask":
            names = {alias.name for alias in node.names} & WEB_WORDS
            assert not names, f"{label(path)} imports {names} from Flask"


@pytest.mark.parametrize("name", ["utils", "helpers", "manager", "misc", "common"])
def test_no_room_without_a_purpose(name: str) -> None:
    assert not [path for path in tracked("*.py") if path.stem == name or name in path.parent.parts]


# Written in two halves so that this file does not find itself.
FORBIDDEN = [
    ("TO" + "DO", "open points belong in the issue tracker"),
    ("FIX" + "ME", "open points belong in the issue tracker"),
    ("/wo" + "rk/", "a machine path"),
    ("/ro" + "ot/", "a machine path"),
    ("# type: ign" + "ore\n", "a type exception without its reason"),
    ("NotImpl" + "ementedError", "a stub"),
]


@pytest.mark.parametrize(("words", "why"), FORBIDDEN, ids=[words for words, _ in FORBIDDEN])
def test_words_that_must_not_stand_here(words: str, why: str) -> None:
    texts = {".py", ".html", ".js", ".css", ".md", ".toml", ".po", ".json", ".typ", ""}
    found = [
        label(path)
        for path in tracked()
        if path.suffix in texts and words in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert not found, f"{words!r} ({why}) in {found}"


def test_child_pages_name_no_other_host() -> None:
    """A child's page asks nobody but us: templates and static files carry no address of another host."""
    folders = [
        ROOT / "templates" / "answering",
        ROOT / "templates" / "questions",
        ROOT / "consult" / "static",
    ]
    address = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix in {".html", ".js", ".css", ".svg"}:
                hosts = [host for host in address.findall(path.read_text()) if "www.w3.org" not in host]
                assert not hosts, f"{label(path)} names {hosts}"


def test_no_third_material_is_committed() -> None:
    """The shared material stays where it lies; a copy of a data file here would be somebody else's data."""
    suffixes = {".gz", ".xlsx", ".xls", ".sav", ".parquet", ".zip", ".arff"}
    assert not [label(path) for path in tracked() if path.suffix in suffixes]


def test_a_command_starts_without_what_only_the_worker_needs() -> None:
    """Each command of a facilitator or a test is a process of its own, and these libraries take half a second."""
    heavy = {"pyarrow", "numpy", "openpyxl", "typst", "fontTools", "flask"}
    load = "[cli.main.get_command(None, name) for name in cli.COMMANDS]"
    asked = f"import sys; from consult import cli; {load}; print(*sorted({heavy!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_what_both_halves_need_is_the_same_in_both() -> None:
    """Neither half may import the other, so the little that both must know stands in both, letter for letter."""
    twins = [ROOT / "consult" / "printing" / "signs.py", ROOT / "analysis" / "render" / "signs.py"]
    bodies = []
    for path in twins:
        found = [
            ast.unparse(node)
            for node in ast.parse(path.read_text()).body[1:]
            if not (
                isinstance(node, ast.ImportFrom)
                and node.module in {"consult.printing.fonts", "analysis.render.fonts"}
            )
        ]
        bodies.append(found)
    assert len(bodies[0]) > 5
    assert bodies[0] == bodies[1]
