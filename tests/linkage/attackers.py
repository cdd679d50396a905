"""The attackers of the catalogue who need no browser: pure functions of a seizure and of what they know."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from children import NUMBER, Child, Sent
from findings import FEWEST, Finding, luck, order_findings, rank_hits
from searching import Search, address_forms, forms, key_forms
from seizure import Row, Seizure, marks, places

from consult.services.collecting.pool import K

Orders = dict[str, dict[int, float]]
Scan = Mapping[str, Mapping[object, list[int]]]
STORES = {"responses": "answers", "texts": "text"}
EPOCHS = (0.0, 946_684_800.0)  # 1970, and 2000 as PostgreSQL counts
SCALES = (1.0, 1e3, 1e6, 1e9)


def orders(seizure: Seizure, sent: Sequence[Sent]) -> Orders:
    """Give every number that stands beside a child's row: place -> arrival -> number."""
    found: Orders = {}
    for table, column in STORES.items():
        for arrival, row in marks(seizure, table, column, _marks(sent, table)).items():
            for name, value in _numbers(row):
                found.setdefault(f"{table}.{name}", {})[arrival] = value
    own = {name for name, order in found.items() if set(order.values()) <= _own(sent)}
    return {name: order for name, order in found.items() if name not in own}


def scan(seizure: Seizure, sent: Sequence[Sent]) -> Scan:
    """Search every file once for everything of every child: file -> (kind, arrival) -> offsets."""
    patterns: dict[bytes, object] = {}
    for each in sent:
        child = each.child
        for kind, words in (*child.traces.items(), ("slip", child.slip)):
            found = address_forms(words) if kind == "address" else forms(words)
            patterns |= dict.fromkeys(found, (kind, child.place))
        patterns |= dict.fromkeys(key_forms(child.key), ("key", child.place))
        for table in STORES:
            patterns[_pattern(_mark(child, table), table)] = (table, child.place)
    return places(seizure, Search(patterns))


def file_orders(scanned: Scan) -> Orders:
    """Give where in each file a child's row first and last stands: place -> arrival -> offset."""
    found: Orders = {}
    for name, spots in scanned.items():
        for (kind, arrival), at in spots.items():
            if kind in STORES:
                found.setdefault(f"{kind} in {name}, first", {})[arrival] = min(at)
                found.setdefault(f"{kind} in {name}, last", {})[arrival] = max(at)
    return found


def a1(seizure: Seizure, sent: Sequence[Sent], scanned: Scan) -> list[Finding]:
    """Hold every order of a closed poll against the true one: columns, rowid, ctid, xmin, places in files."""
    files = file_orders(scanned)
    # What PostgreSQL's log still holds of the time before closing is the subject of `a2_by_rank`.
    kept = {name: order for name, order in files.items() if "pg_wal" not in name}
    return order_findings(orders(seizure, sent) | kept)


def a2_by_time(seizure: Seizure, sent: Sequence[Sent]) -> list[Finding]:
    """Match each child's moment of sending with the row whose number is the nearest moment."""
    when = {each.child.place: each.at for each in sent}
    findings = []
    for name, order in sorted(orders(seizure, sent).items()):
        for moments in _as_times(order, when):
            hits = sum(
                arrival == min(moments, key=lambda row: abs(moments[row] - when[arrival]))
                for arrival in moments
            )
            findings.append(Finding(name, hits, luck(len(moments), K)))
    return findings or [Finding("no number is a time", 0, 0)]


def a2_by_rank(seizure: Seizure, sent: Sequence[Sent], scanned: Scan) -> list[Finding]:
    """Guess that the n-th row in any order is the n-th child: while a poll is open at most one in ten is right."""
    found = orders(seizure, sent) | file_orders(scanned)
    chosen = {name: order for name, order in sorted(found.items()) if len(order) >= FEWEST}
    return [
        Finding(name, rank_hits(order), luck(len(order), K, len(chosen))) for name, order in chosen.items()
    ]


def a3(scanned: Scan) -> list[Finding]:
    """Count every address, user agent and language header in every file, in every form."""
    return _counted(scanned, ("address", "agent", "accept", "part of the agent", "part of the header"))


def a4(seizure: Seizure) -> list[Finding]:
    """Look for columns that hold a time or a counter beside what children said."""
    findings = []
    for table in ("responses", "texts", "pool", "spent_keys", "slip_codes"):
        for column, kind in seizure.kinds[table].items():
            told = re.search(r"time|date|real|double|serial", kind, re.IGNORECASE)
            counted = re.search(r"int", kind, re.IGNORECASE) and column != "wave_id"
            named = re.search(r"(^|_)(at|time|created|updated|seq|order|number|ip|agent|device)(_|$)", column)
            allowed = (table, column) == ("spent_keys", "day")
            findings.append(Finding(f"{table}.{column}", bool(told or counted or named) and not allowed, 0))
    return findings


def a5(seizure: Seizure, sent: Sequence[Sent], scanned: Scan) -> list[Finding]:
    """Look for what the phones held in every file and column, and for values that join keys and answers."""
    patterns = {form: "key" for each in sent for form in key_forms(each.child.key)}
    return _rows_hits(seizure, Search(patterns)) + _counted(scanned, ("key",)) + _shared(seizure)


def a5_joined(seizure: Seizure, sent: Sequence[Sent], scanned: Scan) -> list[Finding]:
    """Hold every order of answers against every order of words: no place may lead to another."""
    found = orders(seizure, sent) | {
        name: order for name, order in file_orders(scanned).items() if "pg_wal" not in name
    }
    answers, words = (
        {name: order for name, order in found.items() if name.startswith(table)} for table in STORES
    )
    pairs = {
        f"{one} with {other}": {
            here: words[other][arrival] for arrival, here in answers[one].items() if arrival in words[other]
        }
        for one in answers
        for other in words
    }
    return order_findings(pairs)


def a12(seizure: Seizure, sent: Sequence[Sent], scanned: Scan, printed: Sequence[str]) -> list[Finding]:
    """Look for codes of slips; hold the order in which they were printed against all orders of rows."""
    spellings = {form: "slip" for each in sent for form in forms(each.child.slip)}
    by_code = {code: place for place, code in enumerate(printed)}
    place = {each.child.place: by_code[each.child.slip] for each in sent}
    kept = {f"printed order, {name}": {place[arrival]: value for arrival, value in order.items()}
            for name, order in orders(seizure, sent).items()}  # fmt: skip
    return _rows_hits(seizure, Search(spellings)) + _counted(scanned, ("slip",)) + order_findings(kept)


def waiting(seizure: Seizure, sent: Sequence[Sent], scanned: Scan) -> list[Finding]:
    """Look for words of children whose answers are not yet in a final table: they must lie there sealed."""
    findings = []
    for table, column in STORES.items():
        known = _marks(sent, table)
        apart = set(known.values()) - set(marks(seizure, table, column, known))
        hits = sum(len(at) for spots in scanned.values() for (kind, arrival), at in spots.items()
                   if kind == table and arrival in apart)  # fmt: skip
        findings.append(Finding(f"{len(apart)} sealed {table}", hits, 0))
    return findings


def _marks(sent: Sequence[Sent], table: str) -> dict[str, int]:
    return {_mark(each.child, table): each.child.place for each in sent}


def _mark(child: Child, table: str) -> str:
    return str(child.mark) if table == "responses" else child.words.split()[1]


def _pattern(mark: str, table: str) -> bytes:
    return f'{NUMBER}":{mark}'.encode() if table == "responses" else f"ibis {mark}".encode()


def _own(sent: Sequence[Sent]) -> set[float]:
    return {float(_mark(each.child, table)) for each in sent for table in STORES}


def _numbers(row: Row) -> Iterator[tuple[str, float]]:
    """Give every number in a row: as it is, in a date, in JSON, in the first bytes of an id."""
    for name, value in row.items():
        yield from _number(name, value)


def _number(name: str, value: object) -> Iterator[tuple[str, float]]:
    if isinstance(value, str) and value.startswith("{"):
        value = json.loads(value)
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _number(f"{name}.{key}", inner)
    elif isinstance(value, datetime):
        yield name, value.timestamp()
    elif isinstance(value, date):
        yield name, float(value.toordinal())
    elif isinstance(value, bool | int | float):
        yield name, float(value)
    elif isinstance(value, bytes | memoryview):
        for size in (4, 6, 8):
            yield f"{name}[:{size}]", float(int.from_bytes(bytes(value)[:size], "big"))
    elif isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
        yield name, float(value)


def _as_times(order: Mapping[int, float], when: Mapping[int, float]) -> Iterator[dict[int, float]]:
    """Read numbers as moments wherever at least half of them then lie in the days of the poll."""
    first, last = min(when.values()) - 86_400, max(when.values()) + 86_400
    for epoch in EPOCHS:
        for scale in SCALES:
            moments = {arrival: value / scale + epoch for arrival, value in order.items()}
            if 2 * sum(first < moment < last for moment in moments.values()) >= len(moments):
                yield moments


def _counted(scanned: Scan, kinds: Sequence[str]) -> list[Finding]:
    return [
        Finding(name, sum(len(at) for (kind, _who), at in spots.items() if kind in kinds), 0)
        for name, spots in scanned.items()
    ]


def _rows_hits(seizure: Seizure, search: Search) -> list[Finding]:
    """Search the rows of all tables, column by column."""
    findings = []
    for table, rows in seizure.tables.items():
        for column in seizure.kinds[table]:
            data = b"\n".join(_bytes(row[column]) for row in rows)
            findings.append(Finding(f"{table}.{column}", len(list(search.hits(data))), 0))
    return findings


def _shared(seizure: Seizure) -> list[Finding]:
    """Count values that a final table has in common with keys or codes, or with the other final table."""
    held = {table: {value for row in seizure.tables[table] for value in map(_bytes, row.values()) if len(value) > 7}
            for table in (*STORES, "spent_keys", "slip_codes")}  # fmt: skip
    pairs = [("responses", "texts")] + [
        (final, other) for final in STORES for other in ("spent_keys", "slip_codes")
    ]
    return [Finding(f"{one} = {other}", len(held[one] & held[other]), 0) for one, other in pairs]


def _bytes(value: object) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return (
        json.dumps(value, separators=(",", ":")).encode()
        if isinstance(value, Mapping)
        else str(value).encode()
    )
