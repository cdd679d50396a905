"""Who works in the office and in each consultation, and the log of acts."""

from flask import Blueprint


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
