from collections.abc import Iterator

import pytest

from tests.faults.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Servers of its own for each test, which are removed at the end."""
    stage = Stage()
    yield stage
    stage.remove()
