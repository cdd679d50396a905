"""A consultation's life: what is done and what blocks the next step."""

from flask import Blueprint


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
