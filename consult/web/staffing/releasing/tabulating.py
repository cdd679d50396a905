"""Protected tables on the screen, as they were printed: groups beside each other, hidden cells as hidden."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from consult.web.staffing.allowed import allowed
from consult.web.staffing.releasing import rooms

FOLDER = "tables/"


@dataclass(slots=True)
class Sheet:
    """One table: its title, the groups across, and each row's cells by group."""

    title: str
    groups: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    cells: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def add(self, line: dict[str, str]) -> None:
        """Take in one printed cell."""
        row, group = f"{line['kind']}:{line['row']}", line["group"]
        self.groups.setdefault(group, line["group_label"])
        self.bases.setdefault(group, line["base"])
        self.rows.setdefault(row, line["row_label"])
        self.cells[row, group] = line


def sheets(lines: Iterable[dict[str, str]]) -> list[Sheet]:
    """Put the lines of one file together: one sheet, or one for each row of a grid."""
    found: dict[tuple[str, str, str], Sheet] = {}
    for line in lines:
        key = (line["question"], line["item"], line["breakdown"])
        title = ": ".join(part for part in (line["question_label"], line["item_label"]) if part)
        found.setdefault(key, Sheet(title)).add(line)
    return list(found.values())


@allowed(*rooms.READERS)
def tables(consultation: int, release: int) -> ResponseReturnValue:
    """List all tables by question."""
    found = rooms.release_here(release)
    named: dict[str, list[tuple[str, str]]] = {}
    for path in rooms.files_of(found).named(FOLDER, ".csv"):
        name = path.removeprefix(FOLDER).removesuffix(".csv")
        question, _, breakdown = name.partition("__")
        named.setdefault(question, []).append((name, breakdown))
    return render_template(
        "staffing/releasing/tables.html", release=found, named=named, consultation=consultation
    )


@allowed(*rooms.READERS)
def table(consultation: int, release: int, name: str) -> ResponseReturnValue:
    """Show one table."""
    found = rooms.release_here(release)
    files = rooms.files_of(found)
    path = f"{FOLDER}{name}.csv"
    if path not in files.names:
        abort(404)
    return render_template(
        "staffing/releasing/table.html",
        release=found,
        name=name,
        path=path,
        sheets=sheets(files.lines(path)),
        language=files.manifest["facts"].get("default_language", found.languages[0]),
        consultation=consultation,
    )
