"""One database session for each request of the office."""

from flask import g
from sqlalchemy.orm import Session

from consult.web.polls import polls


def db() -> Session:
    """Give this request's database session; write through `database.writing(db())`."""
    if "staff_db" not in g:
        g.staff_db = Session(polls().engine, expire_on_commit=False)
    found: Session = g.staff_db
    return found


def close_db(_error: BaseException | None = None) -> None:
    """Give the request's database session back."""
    opened: Session | None = g.pop("staff_db", None)
    if opened is not None:
        opened.close()
