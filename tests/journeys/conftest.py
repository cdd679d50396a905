"""Offices to travel through."""

from pathlib import Path

import pytest
from offices import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Give an empty installation on SQLite."""
    return Office(tmp_path)


@pytest.fixture
def either(tmp_path: Path, database_url: str) -> Office:
    """Give an installation on SQLite, and then one on PostgreSQL."""
    return Office(tmp_path, database_url)
