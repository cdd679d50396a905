"""An open poll in a fresh database, and children in it that can be told apart."""

import pytest
from polls import document
from sqlalchemy import Engine
from stores import Poll, open_wave


@pytest.fixture
def poll(database: Engine) -> Poll:
    """Give an open poll on each database in turn."""
    return Poll(database, open_wave(database, document("kinds")))
