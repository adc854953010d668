"""Limit the work that each client can cause per minute. The shared cache holds the counts.

Work above the limit is charged to the following minutes, so a client that ran a long export must
wait before its next request.
"""

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from library.http.client_address import client_network
from library.http.rate_counters import count_up

WINDOW = 60
"""Length of a budget period in seconds."""
MAX_DEBT = 15
"""Maximum number of minutes to which work is charged; any excess is dropped."""
MAX_SILENCE = 60
"""Seconds without output after which an export no longer blocks the client's next export."""


@dataclass(frozen=True, slots=True)
class WorkBudget:
    """The work budget of the client `name`.

    `limit` is in seconds of work per minute; 0 means no limit.
    """

    name: str
    limit: float

    def wait(self) -> int:
        """Return how many seconds the client must wait before its next request, or 0."""
        if not self.limit or not self._is_spent(cache.get(self._key(_minute()), 0)):
            return 0
        minute = _minute()
        counts = cache.get_many([self._key(minute + later) for later in range(1, MAX_DEBT)])
        free = 1
        while self._is_spent(counts.get(self._key(minute + free), 0)):
            free += 1
        return WINDOW * free - int(time.time()) % WINDOW

    def charge(self, seconds: float) -> None:
        """Charge work to this minute, and any excess over the limit to later minutes."""
        left = round(1000 * seconds)
        for minute in range(_minute(), _minute() + MAX_DEBT):
            if left <= 0 or not self.limit:
                return
            used = count_up(self._key(minute), seconds=WINDOW * (MAX_DEBT + 1), by=left)
            left = min(left, used - round(1000 * self.limit))

    def begin_export(self) -> bool:
        """Mark an export as running. Returns False if another export of the client is running."""
        if not self.limit or cache.add(self._export_key, 1, MAX_SILENCE):
            return True
        # cache.add() also returns False when Redis is down; fail open.
        return cache.get(self._export_key) is None

    def continue_export(self) -> None:
        """Record that the export is still running. Call this between chunks."""
        cache.touch(self._export_key, MAX_SILENCE)

    def end_export(self) -> None:
        cache.delete(self._export_key)

    def _is_spent(self, milliseconds: int | None) -> bool:
        return (milliseconds or 0) >= 1000 * self.limit

    def _key(self, minute: int) -> str:
        return f"work:{self.name}:{minute}"

    @property
    def _export_key(self) -> str:
        return f"export:{self.name}"


def budget_of(request: HttpRequest, token: int | None = None) -> WorkBudget:
    """Return the budget of the token with the ID `token`, or of the client's IP address."""
    if token:
        return WorkBudget(f"token:{token}", settings.WORK_TOKEN_SECONDS)
    return WorkBudget(f"address:{client_network(request)}", settings.WORK_SECONDS)


def _minute() -> int:
    return int(time.time()) // WINDOW
