"""Play the whole linkage game and write its table into docs/anonymity.md (`make prove`).

python tests/linkage/prove.py         # play, then write
python tests/linkage/prove.py FOLDER  # write what a game has left in a folder
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "tests" / "stock"), str(ROOT / "tests" / "browser")]

from catalogue import PROMISES  # noqa: E402
from proxy import installed  # noqa: E402

PAGE = ROOT / "docs" / "anonymity.md"
BEGIN, END = "<!-- written by make prove -->", "<!-- end of what make prove wrote -->"
Row = Mapping[str, object]


def play(folder: Path) -> int:
    """Run the full battery; its findings go to a folder. Give pytest's exit status."""
    words = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "-p", "no:cacheprovider"]
    environment = {**os.environ, "CONSULT_PROVE": "full", "CONSULT_PROVED": str(folder)}
    done = subprocess.run([*words, "tests/linkage"], cwd=ROOT, env=environment, check=False)
    return done.returncode


def gathered(folder: Path) -> list[Row]:
    """Read what every process of a game wrote, in an order that is always the same."""
    found = [row for file in folder.glob("*.json") for row in json.loads(file.read_text(encoding="utf-8"))]
    return sorted(
        found, key=lambda row: (list(PROMISES).index(row["attacker"]), row["where"], row.get("seed", ""))
    )


def table(rows: Sequence[Row]) -> str:
    """Write the findings as a table: one line an attacker and place, then the planted leaks."""
    lines = [
        "| | promise | looked at | places | closest to its bound | statistic | bound | held |",
        "|---|---|---|---:|---|---:|---:|---|",
    ]
    for name, promise in PROMISES.items():
        for number, row in enumerate(
            each for each in rows if each["attacker"] == name and "seed" not in each
        ):
            said = f"{name} | {promise}" if number == 0 else " | "
            found = f"{_number(row['statistic'])} | {_number(row['bound'])} | {'yes' if row['held'] else '**no**'}"
            lines.append(f"| {said} | {row['where']} | {row['looked']} | {_place(row)} | {found} |")
    return "\n".join([*lines, "", *_seeds(rows)])


def _seeds(rows: Sequence[Row]) -> Iterable[str]:
    yield "| | leak planted on purpose | where | found |"
    yield "|---|---|---|---|"
    planted = [row for row in rows if "seed" in row]
    for row in sorted(planted, key=lambda row: int(str(row["attacker"])[1:])):
        yield f"| {row['attacker']} | {row['seed']} | {row['where']} | {'yes' if row['seen'] else '**no**'} |"


def _number(value: object) -> str:
    number = float(str(value))
    return f"{number:.0f}" if number.is_integer() else f"{number:.3f}"


def _place(row: Row) -> str:
    """Name a place; where every place is as clean as the others there is none to name."""
    return f"`{row['place']}`" if row["statistic"] or row["bound"] else "all alike"


def facts(rows: Sequence[Row]) -> str:
    """Say when this was written, of how many children, and before which server."""
    games = {str(row["where"]).partition(",")[0]: row["children"] for row in rows if "children" in row}
    stack = (
        "nginx before `consult serve`"
        if installed()
        else "**no nginx on this machine**: `consult serve` alone"
    )
    told = ", ".join(f"{where}: {number} children" for where, number in games.items())
    return f"Written on {date.today()}. {told}; {stack}."


def write(rows: Sequence[Row]) -> None:
    """Put the table between the two marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{facts(rows)}\n\n{table(rows)}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    status = 0
    if len(sys.argv) > 1:
        found = gathered(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            status = play(Path(folder))
            found = gathered(Path(folder))
    write(found)
    print(facts(found), table(found), sep="\n\n")
    sys.exit(status)
