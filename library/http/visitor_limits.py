"""How often one visitor may write, told apart without keeping who they are.

A visitor is a hash of the address, salted anew each day with a secret: it cannot be turned back,
it is in the cache only, and tomorrow it is another. Where each process has a cache of its own,
the limits hold for each process.
"""

from datetime import date

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from library.http.client_address import address_of
from library.http.rate_counters import count_up

DAY = 86_400
MOST_A_DAY = 20


def visitor_of(request: HttpRequest, *, on: date | None = None) -> str:
    """Return the name of the visitor for one day."""
    day = on or timezone.localdate()
    return salted_hmac(f"visitor {day}", address_of(request), algorithm="sha256").hexdigest()[:32]


def may_write(visitor: str, *, about: str) -> bool:
    """Note that `visitor` writes about something, and return whether that is within the limits.

    Once a day about the same thing, and MOST_A_DAY times about any.
    """
    if not cache.add(f"wrote:{visitor}:{about}", 1, DAY):
        # add() also fails when Redis is down; then the limits do not apply.
        return cache.get(f"wrote:{visitor}:{about}") is None
    return count_up(f"writes:{visitor}", seconds=DAY) <= MOST_A_DAY
