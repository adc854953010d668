import os
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from hypothesis import settings

from config.caches import OPTIONS
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
    """Use the production cache settings, at an address where nothing listens."""
    down = {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
        "OPTIONS": OPTIONS,
    }
    settings.CACHES = {**settings.CACHES, "default": down}  # type: ignore[attr-defined]


@pytest.fixture(autouse=True, scope="session")
def _fast_scorer() -> Iterator[None]:
    """Use the linear scorer, which is a hundred times as fast; see `real_default_scorer`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "DEFAULT_SCORER", "stance")
        patch.setitem(os.environ, "DEFAULT_SCORER", "stance")
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_dumps() -> Iterator[None]:
    """Write no dumps and exports, unless a test sets a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "DATA", replace(django_settings.DATA, folder=None))
        yield


@pytest.fixture
def real_default_scorer(settings: LazySettings) -> None:
    """Use the default scorer of the product."""
    settings.DEFAULT_SCORER = "stance-encoder"
