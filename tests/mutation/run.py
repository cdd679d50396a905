"""Mutation testing of disclosure control: change the code a little, see whether its tests notice.

mutmut makes the mutants (a sign turned, a bound moved by one, a call dropped) and runs the tests that reach
each. It lives in an environment of its own and works on a copy, so that neither the project's environment nor
its files are touched. All mutants take hours; a sample drawn with a printed seed takes minutes. Written are a
summary and, beside the copy, what each survivor changes.

    make mutants                                  # a sample of 200
    make mutants MUTANTS="--all"                  # every one
    make mutants MUTANTS="--only suppress --all"  # every one of a module
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import sysconfig
import time
import venv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOL = "mutmut==3.8.1"
PART = Path("analysis/disclosure")
# Only tests of disclosure control: a mutant that other tests would notice by chance is not counted as killed.
TESTS = (
    "protect",
    "policy",
    "joint",
    "attack",
    "unsafe",
    "ledger",
    "gate",
    "conditional",
    "groups",
    "limits",
    "recall",
    "systems",
    "themes",
    "leaving_out",
)
# Random tests and documents, which take half the time of all: tried only on what the quick tests let live.
SLOW = (
    "test_nobody_works_out_a_hidden_count",
    "test_what_is_printed_is_true",
    "test_what_stands_moved_by_nobody_or_by_enough",
    "test_what_the_ledger_forbids_can_be_left_out",
    "test_a_ledger_that_lost_its_memory_is_refused",
    "test_whoever_knows_the_condition_works_out_nothing_hidden",
    "test_an_auditor_who_forgets_the_condition_would_let_it_out",
    "test_annex_and_summary_tell_of_groups",
)
_PATIENCE = 900  # seconds for all slow tests on one mutant
# What an exit status of a mutant's tests means, as mutmut writes it down; all others are no answer at all.
NAMED = {"killed": {1, 3}, "took too long": {24, -24, 36, 152, 255}, "survived": {0}, "no tests": {5, 33}}
KILLED = NAMED["killed"] | NAMED["took too long"]
SETTINGS = """
[tool.mutmut]
source_paths = ["analysis"]
only_mutate = ["analysis/disclosure/**/*.py"]
also_copy = ["translations", "templates"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["-p", "no:cacheprovider", "-k", "{slow}"]
process_isolation = "forkserver"
forkserver_warmup = "collect"
timeout_multiplier = 6.0
timeout_constant = 60.0
use_git_change_detection = false

[tool.pytest.ini_options]
addopts = "--import-mode=importlib"
pythonpath = ["tests/stock", "tests/analysis"]
markers = ["external: needs the shared material beside the checkout"]
"""
# The quickest tests first: most mutants die of them.
ORDER = """
import json
from pathlib import Path


def pytest_collection_modifyitems(items):
    path = Path("mutmut-stats.json")
    path = path if path.exists() else "mutants" / path
    if path.exists():
        seconds = json.loads(path.read_text())["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
"""


def main() -> None:
    given = _given()
    tool = _tool(given.env)
    _copy(given.work)
    names = _mutants(given.work, tool)
    chosen = sorted(name for name in names if f".{given.only}" in name)
    if not given.all and len(chosen) > given.sample:
        chosen = sorted(random.Random(given.seed).sample(chosen, given.sample))
    started = time.monotonic()
    _mutmut(given.work, tool, "run", "--max-children", "1", *chosen)
    statuses = _statuses(given.work)
    alive = [name for name in chosen if statuses[name] not in KILLED]
    if _slowly(given.work, tool, "") != 0:
        sys.exit("the slow tests fail where nothing is broken, so they cannot tell anything")
    statuses |= {name: _slowly(given.work, tool, name) for name in alive}
    told = "\n".join(_summary(given, {name: statuses[name] for name in chosen}, len(names), started))
    print(told)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(told + "\n", encoding="utf-8")
    alive = [name for name in chosen if statuses[name] not in KILLED]
    shown = (_mutmut(given.work, tool, "show", name, quiet=True) for name in alive)
    (given.work / "survivors.diff").write_text("\n".join(shown), encoding="utf-8")
    print(f"what they change: {given.work / 'survivors.diff'}")


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--env", type=Path, default=ROOT / ".venv-mutants", help="the tool's own environment")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "mutants", help="where the copy lies")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "results" / "mutation.txt")
    parser.add_argument("--sample", type=int, default=200, help="how many mutants are drawn")
    parser.add_argument("--seed", type=int, default=20240229, help="what they are drawn with")
    parser.add_argument("--all", action="store_true", help="try every mutant")
    parser.add_argument("--only", default="", help="a module of analysis/disclosure, or a part of one")
    return parser.parse_args()


def _tool(env: Path) -> Path:
    """Find the tool, or install it into an environment of its own."""
    found = env / "bin" / "mutmut"
    if not found.exists():
        venv.create(env, with_pip=True)
        subprocess.run([env / "bin" / "python", "-m", "pip", "install", "--quiet", TOOL], check=True)
    return found


def _copy(work: Path) -> None:
    shutil.rmtree(work, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("analysis", "translations", "templates"):
        shutil.copytree(ROOT / name, work / name, ignore=ignored)
    tests = work / "tests"
    helpers = [p for p in (ROOT / "tests/analysis").glob("*.py") if not p.name.startswith("test_")]
    wanted = [
        *helpers,
        *_tests(),
        ROOT / "tests/stock/material.py",
        ROOT / "tests/external/test_disclosure.py",
    ]
    for path in wanted:
        target = work / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (tests / "conftest.py").write_text(ORDER, encoding="utf-8")
    chosen = [str(path.relative_to(ROOT)) for path in [*_tests(), ROOT / "tests/external/test_disclosure.py"]]
    settings = SETTINGS.format(tests=json.dumps(chosen), slow=" and ".join(f"not {name}" for name in SLOW))
    (work / "pyproject.toml").write_text(settings, encoding="utf-8")


def _tests() -> list[Path]:
    named = (ROOT / "tests" / "analysis" / f"test_{name}.py" for name in TESTS)
    return [path for path in named if path.exists()]


def _mutants(work: Path, tool: Path) -> list[str]:
    """Make the mutants and time the tests; give the names of the mutants.

    mutmut does both on the way to a run, so it is asked to run one that does not exist.
    """
    _mutmut(work, tool, "run", "--max-children", "1", "none", fails=True)
    return sorted(_statuses(work))


def _statuses(work: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for path in (work / "mutants" / PART).rglob("*.meta"):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def _mutmut(work: Path, tool: Path, *words: str, quiet: bool = False, fails: bool = False) -> str:
    done = subprocess.run(
        ["nice", tool, *words], cwd=work, env=_environment(), check=False, text=True,
        stdout=subprocess.PIPE if quiet else None, stderr=subprocess.DEVNULL if fails else None,
    )  # fmt: skip
    if done.returncode and not fails:
        sys.exit(f"mutmut {words[0]} failed")
    return done.stdout or ""


def _environment() -> dict[str, str]:
    """Put the project's packages on the path, but none of their pytest plugins."""
    return os.environ | {
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "CONSULT_MATERIAL": os.environ.get("CONSULT_MATERIAL", str(ROOT.parent / "shared" / "material")),
    }


def _slowly(work: Path, tool: Path, name: str) -> int:
    """Run the slow tests on one mutant, which mutmut's copy of the code becomes when it is named; the exit status."""
    files = [str(path.relative_to(ROOT)) for path in _tests()]
    command = ["nice", tool.with_name("python"), "-m", "pytest", "-x", "-q", "-k", " or ".join(SLOW), *files]
    env = _environment() | {"MUTANT_UNDER_TEST": name}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        return subprocess.run(
            command, cwd=work / "mutants", env=env, check=False, timeout=_PATIENCE, **quiet
        ).returncode
    except subprocess.TimeoutExpired:
        return -24


def _summary(
    given: argparse.Namespace, statuses: dict[str, int | None], made: int, started: float
) -> Iterable[str]:
    drawn = "all of them" if len(statuses) == made else f"{len(statuses)} ({len(statuses) / made:.0%})"
    how = "" if given.all else f", drawn at random with seed {given.seed}"
    yield f"Mutation testing of {PART} with {TOOL}: {made} mutants, {drawn} tried{how}."
    yield f"Tests: {len(_tests()) + 1} files, the {len(SLOW)} slowest for what the others let live. {_minutes(started)}."
    killed = sum(status in KILLED for status in statuses.values())
    told = Counter(_word(status) for status in statuses.values())
    yield f"killed {killed} of {len(statuses)} = {killed / max(1, len(statuses)):.1%} ({_list(told)})"
    modules = Counter(_module(name) for name in statuses)
    dead = Counter(_module(name) for name, status in statuses.items() if status in KILLED)
    yield from (
        f"  {module:<12} {dead[module]:>4} of {number:>4}" for module, number in sorted(modules.items())
    )
    alive = [name for name, status in statuses.items() if status not in KILLED]
    if alive:
        yield "not killed:"
        yield from (f"  {name.removeprefix('analysis.disclosure.')}" for name in alive)


def _word(status: int | None) -> str:
    return next((word for word, codes in NAMED.items() if status in codes), "broken")


def _module(name: str) -> str:
    return name.split(".")[2]


def _list(told: Counter[str]) -> str:
    return ", ".join(f"{number} {word}" for word, number in sorted(told.items()))


def _minutes(started: float) -> str:
    return f"{(time.monotonic() - started) / 60:.0f} minutes"


if __name__ == "__main__":
    main()
