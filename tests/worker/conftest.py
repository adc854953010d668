"""Fixtures for production processes."""

import pytest

from tests.worker.processes import manage


@pytest.fixture(scope="session", autouse=True)
def _static_files() -> None:
    """Collect the static files once: pages in production need their manifest."""
    manage("collectstatic", "--noinput", "--verbosity", "0")
