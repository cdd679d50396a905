"""The office for the tests of its pages: `staff` without the proof against forged posts, `strict` with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from staff_site import StaffSite, make_site, stocked_folder

from consult.web import polls


@pytest.fixture(scope="session")
def office_folder(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the stocked office, to be copied."""
    return stocked_folder(prepared, tmp_path_factory.mktemp("stocked-office"))


@pytest.fixture
def staff(office_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StaffSite]:
    """Give an office of one's own; posts need no proof."""
    monkeypatch.setattr(polls, "FRESH", 0.0)
    made = make_site(office_folder, tmp_path / "office")
    yield made
    made.engine.dispose()


@pytest.fixture
def strict(office_folder: Path, tmp_path: Path) -> Iterator[StaffSite]:
    """Give an office of one's own as in real life; posts need the proof."""
    made = make_site(office_folder, tmp_path / "office", forgeable=False)
    yield made
    made.engine.dispose()
