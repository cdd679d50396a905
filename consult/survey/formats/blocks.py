"""The survey sheet as a tree: groups with the rows that stand in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from consult.survey.formats.report import Report
from consult.survey.formats.sheets import FormatError, Row, Sheet
from consult.survey.formats.words_of_types import Type, type_of

_DEEPEST = 30


@dataclass
class Item:
    """A row with its type; a group or repeat has the items that stand in it."""

    row: Row
    type: Type
    items: list["Item"] = field(default_factory=list)

    def all(self) -> Iterator["Item"]:
        """Go through the item and all that stands in it."""
        yield self
        for item in self.items:
            yield from item.all()


def tree(sheet: Sheet, report: Report) -> list[Item]:
    """Read the rows in order; FormatError where a group is not closed or was never opened."""
    top: list[Item] = []
    open_: list[Item] = []
    for row in sheet.rows:
        item = _item(row, sheet.name, report)
        if item is None:
            continue
        inside = open_[-1].items if open_ else top
        if item.type.role == "end":
            if not open_ or open_[-1].type.kind != item.type.kind:
                raise FormatError("group_not_open", sheet.name, row.number)
            open_.pop()
            row.take("name")
            continue
        inside.append(item)
        if item.type.role == "begin":
            open_.append(item)
            if len(open_) > _DEEPEST:
                raise FormatError("groups_deep", sheet.name, row.number, most=_DEEPEST)
    if open_:
        raise FormatError(
            "group_not_closed", sheet.name, open_[-1].row.number, name=open_[-1].row.peek("name")
        )
    return top


def _item(row: Row, sheet: str, report: Report) -> Item | None:
    words = row.take("type")
    if row.peek("disabled").lower() in {"yes", "true", "true()"}:
        row.take_all()
        report.note("left", "row_disabled", sheet, row.number)
        return None
    if words:
        return Item(row, type_of(words))
    named = row.peek("name") or any(column[0] == "label" for column in row.cells)
    row.take_all()
    report.note("refused" if named else "left", "type_missing" if named else "row_comment", sheet, row.number)
    return None


def is_grid(item: Item) -> bool:
    """Say whether a group shows one list of choices for several lines: ours does, and Kobo's table-list."""
    kinds = {(part.type.kind, part.type.list_name, part.type.or_other) for part in item.items}
    alike = len(kinds) == 1 and next(iter(kinds))[0] == "select_one" and not next(iter(kinds))[2]
    plain = not any(part.row.peek(column) for part in item.items for column in ("relevant", "choice_filter"))
    return alike and plain and "table-list" in item.row.peek("appearance").lower().split()
