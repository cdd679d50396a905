"""How the asking goes: safe counts, links, posters, codes."""

from flask import Blueprint


def attach(office: Blueprint) -> None:
    """Put this room's pages under their addresses."""
