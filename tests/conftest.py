import pytest
from django.core.cache import cache, caches
from hypothesis import settings

from config.settings import REDIS_OPTIONS
from tests.ports import free_port

# A busy machine is not a wrong answer.
settings.register_profile("counterpoint", deadline=None)
settings.load_profile("counterpoint")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()
    caches["local"].clear()


@pytest.fixture
def redis_cache_down(settings: object) -> None:
    """Use production's cache with nothing listening at its address."""
    down = {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        "OPTIONS": REDIS_OPTIONS,
    }
    settings.CACHES = {**settings.CACHES, "default": down}  # type: ignore[attr-defined]
