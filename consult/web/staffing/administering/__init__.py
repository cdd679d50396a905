"""Help contacts, languages, retention, storage and health of the installation."""

from flask import Blueprint


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
