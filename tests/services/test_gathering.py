"""Group commit: every item is stored by exactly one leader and hears its own outcome, after the commit."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from stores import Poll, child

from consult.services.collecting import responses
from consult.services.collecting.gathering import MOST, Gathering
from consult.services.collecting.spending import SpentKey


def test_each_item_is_stored_once_and_hears_its_own_outcome() -> None:
    transactions: list[list[int]] = []

    def store(items) -> list[int]:
        time.sleep(0.002)  # a commit takes its time, so that others gather
        transactions.append(list(items))
        return [item * 2 for item in items]

    place: Gathering[int, int] = Gathering(store)
    with ThreadPoolExecutor(100) as threads:
        outcomes = list(threads.map(place.give, range(1000)))
    assert outcomes == [item * 2 for item in range(1000)]
    assert sorted(item for items in transactions for item in items) == list(range(1000))
    assert max(map(len, transactions)) <= MOST
    assert len(transactions) < 500, "nothing gathered"


def test_a_failure_reaches_all_who_shared_the_transaction_and_nobody_else() -> None:
    def store(items) -> list[int]:
        time.sleep(0.002)
        if 7 in items:
            raise OSError(f"lost {len(items)}")
        return list(items)

    place: Gathering[int, int] = Gathering(store)

    def give(item: int) -> object:
        try:
            return place.give(item)
        except OSError as failure:
            return str(failure)

    with ThreadPoolExecutor(32) as threads:
        outcomes = list(threads.map(give, range(200)))
    lost = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert outcomes[7] == f"lost {len(lost)}"
    assert [each for each in outcomes if not isinstance(each, str)] == [
        item for item, outcome in enumerate(outcomes) if not isinstance(outcome, str)
    ]
    assert place.give(8) == 8, "the next transaction is a fresh one"


@pytest.mark.parametrize("copies", [2, 5])
def test_one_key_twice_in_one_transaction_is_one_response(poll: Poll, copies: int) -> None:
    def submission(key: str, number: int) -> responses._Submission:
        answers = responses._response(child(number), "web")
        return responses._Submission(SpentKey(key.encode(), date(2026, 11, 22)), answers, b"", prompt=None)

    same, other = secrets.token_hex(16), secrets.token_hex(16)
    batch = [*(submission(same, 1) for _ in range(copies)), submission(other, 2)]
    desk = responses._Desk(poll.engine, poll.wave.id)
    outcomes = responses._store(poll.engine, poll.wave.id, desk, batch)
    assert outcomes == ["stored", *["already"] * (copies - 1), "stored"]
