"""The log of what staff did, here and in the whole installation: filter, pages, file."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from urllib.parse import urlencode

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from consult.services import acts
from consult.services.acts import Wanted
from consult.services.people import accounts
from consult.web.polls import polls
from consult.web.staffing.act_names import act_name, detail_words
from consult.web.staffing.allowed import allowed, allowed_administrator, db

FILTERS = ("what", "who", "first", "last")
COLUMNS = ("done_at", "who", "what", "consultation_id", "detail")
# Spreadsheets take a cell that begins like this for a formula; an apostrophe in front makes it a text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


@allowed("coordinator", "safeguarding")
def here_log(consultation: int) -> ResponseReturnValue:
    """Show what was done in this consultation."""
    return _page(consultation, "staff.people_log", "staff.people_log_file")


@allowed("coordinator", "safeguarding")
def here_file(consultation: int) -> ResponseReturnValue:
    """Give it as a file."""
    return _file(consultation)


@allowed_administrator
def log_of_all() -> ResponseReturnValue:
    """Show what was done anywhere."""
    return _page(None, "staff.people_log_of_all", "staff.people_log_of_all_file")


@allowed_administrator
def file_of_all() -> ResponseReturnValue:
    """Give it as a file."""
    return _file(None)


def _wanted(consultation: int | None) -> Wanted:
    """Read the filter from the address; what makes no sense filters nothing."""
    return Wanted(
        consultation,
        request.args.get("what", "")[:64],
        request.args.get("who", type=int),
        _day("first"),
        _day("last"),
    )


def _day(name: str) -> str:
    try:
        return date.fromisoformat(request.args.get(name, "")).isoformat()
    except ValueError:
        return ""


def _page(consultation: int | None, endpoint: str, file: str) -> ResponseReturnValue:
    wanted = _wanted(consultation)
    pages = acts.pages(db(), wanted)
    number = min(max(1, request.args.get("page", 1, type=int)), pages)
    asked = urlencode({name: value for name in FILTERS if (value := request.args.get(name))})
    here = url_for(endpoint, consultation=consultation)
    words = {
        "found": acts.page(db(), wanted, number),
        "page": number,
        "pages": pages,
        "address": lambda page: f"{here}?page={page}&{asked}",
        "file": f"{url_for(file, consultation=consultation)}?{asked}",
        "wanted": wanted,
        "kinds": sorted((act_name(kind), kind) for kind in acts.kinds(db(), consultation)),
        "people": _people(consultation),
        "all_address": here,
    }
    return render_template("staffing/people/log.html", act_name=act_name, detail_words=detail_words, **words)


def _people(consultation: int | None) -> list[tuple[int, str]]:
    if consultation is None:
        return [(each.id, each.name) for each in accounts.everybody(db())]
    return [(each.id, each.name) for each, _roles in accounts.team(db(), consultation)]


def _file(consultation: int | None) -> Response:
    reply = Response(_lines(polls().engine, _wanted(consultation)), mimetype="text/csv")
    reply.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return reply


def _lines(engine: Engine, wanted: Wanted) -> Iterator[str]:
    """Write line by line, with a session of its own, as the request's ends before the file does."""
    yield "\ufeff" + _line(COLUMNS)
    with Session(engine) as session:
        for act, who in acts.every(session, wanted):
            detail = json.dumps(act.detail, ensure_ascii=False, sort_keys=True)
            yield _line((act.done_at, who, act.what, act.consultation_id or "", detail))


def _line(cells: tuple[object, ...]) -> str:
    target = StringIO()
    csv.writer(target).writerow([harmless(str(cell)) for cell in cells])
    return target.getvalue()


def harmless(cell: str) -> str:
    """Keep a spreadsheet from taking words for a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell
