"""Group commit: submissions that wait at the same moment are stored in one transaction, by one of them.

The disk takes some thousand durable commits a second, however small; several submissions in one commit share
its price. Each thread puts its item down and then asks for the lead. Who gets it stores all that lie there;
who gets it later finds its own item already stored. So every item is stored by exactly one leader, and nobody
is told "stored" before the commit that stored it has returned.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
MOST = 64  # items in one transaction, so that no leader works for a whole queue


class _Ticket(Generic[Item, Outcome]):
    __slots__ = ("failure", "item", "outcome")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.outcome: Outcome | None = None
        self.failure: BaseException | None = None


class Gathering(Generic[Item, Outcome]):
    """A place where threads meet; `store` takes the items of one transaction and gives their outcomes."""

    def __init__(self, store: Callable[[Sequence[Item]], Sequence[Outcome]]) -> None:
        """Use `store`; it must commit before it returns."""
        self._store = store
        self._waiting: deque[_Ticket[Item, Outcome]] = deque()
        self._lead = threading.Lock()

    def give(self, item: Item) -> Outcome:
        """Store one item, alone or with others, and give its outcome; raise what its transaction raised."""
        ticket: _Ticket[Item, Outcome] = _Ticket(item)
        self._waiting.append(ticket)
        with self._lead:
            while ticket.outcome is None and ticket.failure is None:
                self._store_waiting()
        if ticket.outcome is None:
            raise ticket.failure or RuntimeError("no outcome")
        return ticket.outcome

    def _store_waiting(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        try:
            outcomes = self._store([ticket.item for ticket in batch])
            for ticket, outcome in zip(batch, outcomes, strict=True):
                ticket.outcome = outcome
        except BaseException as failure:
            for ticket in batch:
                ticket.failure = failure
            if not isinstance(failure, Exception):
                raise  # the leader itself is being stopped
