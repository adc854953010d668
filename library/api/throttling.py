"""How many requests a minute anybody may make, and what is said of it in every answer."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from library.http.rate_counters import count_up

if TYPE_CHECKING:
    from rest_framework.views import APIView

WINDOW = 60
"""Seconds in which requests are counted together."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many requests are allowed in this minute, and how many of them are left."""

    limit: int
    used: int
    reset: int
    """Seconds to the next minute."""

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.reset),
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }


class MinuteThrottle(BaseThrottle):
    """Counts by token where a request brings one, else by address, in the shared cache."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        token = getattr(request.auth, "pk", None)
        limit: int = settings.API_TOKEN_RATE if token else settings.API_RATE
        name = f"token:{token}" if token else f"address:{self.get_ident(request)}"
        self.allowance = count_request(name, limit)
        # Where the answer is made, the headers are taken from here.
        request._request.allowance = self.allowance  # type: ignore[attr-defined]
        return self.allowance.used <= limit

    def wait(self) -> float:
        return self.allowance.reset


def count_request(name: str, limit: int) -> Allowance:
    """Count one more request of `name` in this minute, and return what it is allowed."""
    minute, second = divmod(int(time.time()), WINDOW)
    used = count_up(f"rate:{name}:{minute}", seconds=2 * WINDOW)
    return Allowance(limit, used, WINDOW - second)
