"""No room: a file that may not grow any more gives no thanks, and thanks again when there is room."""

import os
import resource
import signal
from collections import Counter

import pytest
from durability import figures
from durability.falling import fork
from services.test_crashes import close
from stores import Poll, child

from consult.errors import NotSavedError
from consult.tables import responses as final

ROOM = 60_000  # bytes that the log may grow by


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_that_may_not_grow(poll: Poll, tmp_path) -> None:
    """A limit of the process (RLIMIT_FSIZE): needs no right to mount a disk, so it runs everywhere."""
    poll.engine.dispose()
    reading, telling = os.pipe()
    process = fork()
    if not process:
        try:
            os.write(telling, until_full(poll, tmp_path).encode())
        finally:
            os._exit(0)
    os.close(telling)
    os.waitpid(process, 0)
    with os.fdopen(reading) as told:
        thanked, refused, afterwards = (int(each) for each in told.read().split())
    assert refused > 0, "the limit was never met"
    assert afterwards == 5, "with room again it goes on, without a restart"
    close(poll)
    found = Counter(row.answers["age_n"] for row in poll.all(final.c.answers))
    assert found == Counter(range(thanked + afterwards))
    figures.note("no room", thanked=thanked, refused=refused, on="sqlite")


def until_full(poll: Poll, tmp_path) -> str:
    """Submit until nothing fits, then three more; give way; submit five. Only what was thanked for is counted."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    largest = max(path.stat().st_size for path in tmp_path.glob("consult.db*"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + ROOM, resource.RLIM_INFINITY))
    thanked = refused = afterwards = 0
    while refused < 3 and thanked < 3000:
        try:
            poll.send(child(thanked))
            thanked += 1
        except NotSavedError:
            refused += 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    for _ in range(5):
        poll.send(child(thanked + afterwards))
        afterwards += 1
    return f"{thanked} {refused} {afterwards}"
