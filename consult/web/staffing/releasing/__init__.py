"""From freeze to release."""

from flask import Blueprint


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
