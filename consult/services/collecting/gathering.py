"""Group commit: submissions that wait at the same moment are stored in one transaction, by one of them.

The disk takes some thousand durable commits a second, however small; several submissions in one commit share
its price. Who comes while nobody stores leads: it stores all that waits, then calls the first of those who
came meanwhile to lead next. Everybody else sleeps until its own item is stored. So every item is stored by
exactly one leader, and nobody is told "stored" before the commit that stored it has returned.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
MOST = 64  # items in one transaction, so that no leader works for a whole queue


class _Ticket(Generic[Item, Outcome]):
    __slots__ = ("_asleep", "failure", "item", "outcome")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.outcome: Outcome | None = None
        self.failure: BaseException | None = None
        self._asleep = threading.Lock()
        self._asleep.acquire()

    def sleep(self) -> None:
        """Wait to be woken: with an outcome, a failure, or called to lead."""
        self._asleep.acquire()

    def wake(self) -> None:
        """Wake the thread that waits with this ticket, now or when it comes to wait."""
        self._asleep.release()

    @property
    def settled(self) -> bool:
        """Tell whether the item's transaction is over."""
        return self.outcome is not None or self.failure is not None


class Gathering(Generic[Item, Outcome]):
    """A place where threads meet; `store` takes the items of one transaction and gives their outcomes."""

    def __init__(self, store: Callable[[Sequence[Item]], Sequence[Outcome]]) -> None:
        """Use `store`; it must commit before it returns."""
        self._store = store
        self._waiting: deque[_Ticket[Item, Outcome]] = deque()
        self._led = False
        self._door = threading.Lock()  # held only to look at the two above

    def give(self, item: Item) -> Outcome:
        """Store one item, alone or with others, and give its outcome; raise what its transaction raised."""
        ticket: _Ticket[Item, Outcome] = _Ticket(item)
        with self._door:
            self._waiting.append(ticket)
            leads, self._led = not self._led, True
        if not leads:
            ticket.sleep()
        if not ticket.settled:
            self._lead(ticket)
        if ticket.outcome is None:
            raise ticket.failure or RuntimeError("no outcome")
        return ticket.outcome

    def _lead(self, own: _Ticket[Item, Outcome]) -> None:
        """Store what waits, one's own item first, and call the next leader before anybody else is woken."""
        with self._door:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        try:
            self._settle(batch)
        finally:
            with self._door:
                heir = self._waiting[0] if self._waiting else None
                self._led = heir is not None
            for ticket in ([heir] if heir else []) + batch:
                if ticket is not own:
                    ticket.wake()

    def _settle(self, batch: Sequence[_Ticket[Item, Outcome]]) -> None:
        try:
            outcomes = self._store([ticket.item for ticket in batch])
            for ticket, outcome in zip(batch, outcomes, strict=True):
                ticket.outcome = outcome
        except BaseException as failure:
            for ticket in batch:
                ticket.failure = failure
            if not isinstance(failure, Exception):
                raise  # the leader itself is being stopped
