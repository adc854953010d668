"""Limits on the requests and the server time of each client, and the rate limit headers."""

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
"""Length of a rate limit window in seconds."""


@dataclass(frozen=True, slots=True)
class RateLimitStatus:
    """A client's rate limit, and the number of requests it has made in the current minute."""

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
    """Limits requests by token or IP address, and checks the client's budget of server time."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        limit: int = settings.API_TOKEN_RATE if request.auth else settings.API_RATE
        self.rate_limit = count_request(_caller_of(request), limit)
        # Read by add_rate_limit_headers().
        request._request.rate_limit = self.rate_limit  # type: ignore[attr-defined]
        # Charged by WorkLimitMiddleware, once the cost is known.
        budget = budget_of(request._request, getattr(request.auth, "pk", None))
        request._request.work_budget = budget  # type: ignore[attr-defined]
        self.work_wait = budget.wait()
        return self.rate_limit.used <= limit and not self.work_wait

    def wait(self) -> float:
        return max(self.work_wait, self.rate_limit.reset)


def _caller_of(request: Request) -> str:
    """Return the client's rate limit key, made from its token ID or IP address."""
    token = getattr(request.auth, "pk", None)
    return f"token:{token}" if token else f"address:{client_network(request._request)}"


def count_request(name: str, limit: int) -> RateLimitStatus:
    """Count a request by the client `name`, and return the client's rate limit status."""
    minute, second = divmod(int(time.time()), WINDOW)
    used = count_up(f"rate:{name}:{minute}", seconds=2 * WINDOW)
    return RateLimitStatus(limit, used, WINDOW - second)
