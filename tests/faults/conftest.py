from collections.abc import Iterator

import pytest

from tests.faults.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """Start separate servers for each test, and remove them afterwards."""
    stage = Stage()
    yield stage
    stage.remove()
