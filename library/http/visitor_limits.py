"""Daily limits for anonymous submissions, enforced without storing personal data.

A visitor ID is an HMAC of the IP address, with a new salt every day, and is stored only in the
cache. Without a shared cache, the limits apply per process.
"""

from datetime import date

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from library.http.client_address import client_network
from library.http.rate_counters import count_up

DAY = 86_400
MAX_PER_DAY = 20


def visitor_of(request: HttpRequest, *, on: date | None = None) -> str:
    """Return the visitor ID of the client on the day `on`, which defaults to today."""
    day = on or timezone.localdate()
    network = client_network(request)
    return salted_hmac(f"visitor {day}", network, algorithm="sha256").hexdigest()[:32]


def may_write(visitor: str, *, about: str) -> bool:
    """Count a submission and return whether it is within the limits.

    A visitor can make one submission a day about each object, and MAX_PER_DAY in total.
    """
    if not cache.add(f"wrote:{visitor}:{about}", 1, DAY):
        # cache.add() also returns False when Redis is down; fail open.
        return cache.get(f"wrote:{visitor}:{about}") is None
    return count_up(f"writes:{visitor}", seconds=DAY) <= MAX_PER_DAY
