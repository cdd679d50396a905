"""Offices to attack: stocked as for the other tests, each on a database of its own."""

from pathlib import Path

import pytest
from staff_site import stocked_folder


@pytest.fixture(scope="session")
def office_folder(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the stocked office, to be copied."""
    return stocked_folder(prepared, tmp_path_factory.mktemp("stocked-office"))
