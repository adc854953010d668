"""Cache settings: Redis if configured, plus a small cache in each process."""

from typing import Any

LOCAL = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
OPTIONS = {
    # If Redis is down, pages still work, but more slowly.
    "IGNORE_EXCEPTIONS": True,
    "SOCKET_CONNECT_TIMEOUT": 1,
    "SOCKET_TIMEOUT": 2,
    # JSON, because with pickle anyone who can write to Redis could run code in the web process.
    "SERIALIZER": "django_redis.serializers.json.JSONSerializer",
}


def caches(redis_url: str) -> dict[str, dict[str, Any]]:
    """Return the CACHES setting. Its "local" cache holds recent pages in process memory."""
    shared = {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": "counterpoint",
        "OPTIONS": OPTIONS,
    }
    return {"default": shared if redis_url else LOCAL, "local": {**LOCAL, "LOCATION": "local"}}
