"""Choices of the office that are neither configuration of the machine nor part of a consultation's plan."""

from typing import Any, Final

from sqlalchemy.orm import Session

from consult.tables import Setting

# What holds where nobody chose. A consultation's own choice is called "consultation:<id>:<name>".
DEFAULTS: Final[dict[str, Any]] = {
    "one_person": False,  # True: the same person may ask for and give an approval
    "second_step": True,  # administrators and coordinators must use a second step
}


def get(session: Session, name: str, consultation_id: int | None = None) -> Any:  # noqa: ANN401  JSON
    """Give a setting: the consultation's own, else the installation's, else the default, else None."""
    names = ([f"consultation:{consultation_id}:{name}"] if consultation_id is not None else []) + [name]
    for each in names:
        found = session.get(Setting, each, populate_existing=True)
        if found is not None:
            return found.value
    return DEFAULTS.get(name)


def put(session: Session, name: str, value: object, consultation_id: int | None = None) -> None:
    """Store a setting (JSON) in the running transaction; None takes a consultation's own choice back."""
    full = name if consultation_id is None else f"consultation:{consultation_id}:{name}"
    known = session.get(Setting, full)
    if value is None:
        if known is not None:
            session.delete(known)
    elif known is None:
        session.add(Setting(name=full, value=value))
    else:
        known.value = value
