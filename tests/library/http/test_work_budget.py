"""Work is counted by minute; what exceeds the limit is paid in the following minutes."""

from collections.abc import Callable, Iterator

import pytest
import time_machine

from library.http.work_budget import MAX_DEBT, WorkBudget

NOW = "2026-05-01 10:00:20Z"
READER = WorkBudget("address:10.0.0.1", limit=2)


@pytest.fixture(autouse=True)
def shift() -> Iterator[Callable[[int], None]]:
    """Stop the clock; the function moves it by seconds."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock.shift


def test_a_client_is_not_limited_until_its_budget_is_spent() -> None:
    READER.charge(1.9)
    assert READER.wait() == 0

    READER.charge(0.1)
    assert READER.wait() == 40
    assert WorkBudget("address:10.0.0.2", limit=2).wait() == 0


def test_the_next_minute_has_a_new_budget(shift: Callable[[int], None]) -> None:
    READER.charge(2)
    shift(40)

    assert READER.wait() == 0


def test_work_beyond_the_limit_counts_against_the_next_minutes(
    shift: Callable[[int], None],
) -> None:
    READER.charge(7)
    assert READER.wait() == 40 + 2 * 60

    shift(READER.wait())
    assert READER.wait() == 0
    READER.charge(1)
    assert READER.wait() == 60


def test_debt_is_capped() -> None:
    READER.charge(1_000_000)

    assert READER.wait() == 40 + (MAX_DEBT - 1) * 60


def test_a_limit_of_zero_means_no_limit() -> None:
    free = WorkBudget("address:10.0.0.1", limit=0)
    free.charge(1_000)

    assert free.wait() == 0
    assert free.begin_export()
    assert free.begin_export()


def test_one_export_runs_at_a_time() -> None:
    assert READER.begin_export()
    assert not READER.begin_export()
    assert WorkBudget("token:1", limit=2).begin_export()

    READER.end_export()
    assert READER.begin_export()


def test_clients_have_no_limit_while_redis_is_down(redis_cache_down: None) -> None:
    READER.charge(1_000)

    assert READER.wait() == 0
    assert READER.begin_export()
