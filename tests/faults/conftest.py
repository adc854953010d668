from collections.abc import Iterator

import pytest

from tests.faults.stage import Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A stage of its own for each test; whatever the test did to the servers, they are removed."""
    stage = Stage()
    yield stage
    stage.remove()
