"""Translating side by side, and files for translators who work elsewhere."""

from flask import Blueprint


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
