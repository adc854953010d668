"""Rate limit per minute, its response headers, and the limit of work."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from library.http.client_address import client_network
from library.http.rate_counters import count_up
from library.http.work_budget import budget_of

if TYPE_CHECKING:
    from rest_framework.views import APIView

WINDOW = 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class RateLimitStatus:
    """The limit and use of the current minute."""

    limit: int
    used: int
    reset: int
    """Seconds until the next minute."""

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }


class MinuteThrottle(BaseThrottle):
    """Count requests in the shared cache, by token or else by IP address, and check their work."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        token = getattr(request.auth, "pk", None)
        limit: int = settings.API_TOKEN_RATE if token else settings.API_RATE
        name = f"token:{token}" if token else f"address:{client_network(request._request)}"
        self.rate_limit = count_request(name, limit)
        # Read by add_rate_limit_headers().
        request._request.rate_limit = self.rate_limit  # type: ignore[attr-defined]
        # Charged by WorkLimitMiddleware, once the cost is known.
        budget = budget_of(request._request, token)
        request._request.work_budget = budget  # type: ignore[attr-defined]
        self.work_wait = budget.wait()
        return self.rate_limit.used <= limit and not self.work_wait

    def wait(self) -> float:
        return max(self.work_wait, self.rate_limit.reset)


def count_request(name: str, limit: int) -> RateLimitStatus:
    """Count a request of `name` in this minute and return the status of its limit."""
    minute, second = divmod(int(time.time()), WINDOW)
    used = count_up(f"rate:{name}:{minute}", seconds=2 * WINDOW)
    return RateLimitStatus(limit, used, WINDOW - second)
