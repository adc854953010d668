import pytest
from django.core.cache import cache, caches
from hypothesis import settings

# A busy machine is not a wrong answer.
settings.register_profile("counterpoint", deadline=None)
settings.load_profile("counterpoint")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
    caches["near"].clear()
