"""Where the shared material lies: beside the checkout, or where CONSULT_MATERIAL says. Tests never copy it."""

import os
from pathlib import Path

import pytest

PLACE = Path(os.environ.get("CONSULT_MATERIAL", Path(__file__).resolve().parents[3] / "shared" / "material"))


def material(name: str) -> Path:
    """Find one file of the material; skips the test, saying why, where it is absent."""
    path = PLACE / name
    if not path.exists():
        pytest.skip(f"the shared material is absent: no {path} (set CONSULT_MATERIAL)")
    return path
