"""Middleware that limits clients by the work they cause, not by how many requests they send.

Work is the processor time of a request plus the time that it waits for the database. The middleware
runs inside the page cache, so cached pages and 304s are not charged. It runs after authentication,
because logged-in users have no limit.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter, thread_time
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve

from library.http.work_budget import WorkBudget, budget_of

UNLIMITED = frozenset({"healthz", "readyz", "metrics"})
"""Names of the URLs for the operator's monitoring, to which no limit applies."""
TOO_MUCH = "Too many pages in a short time; try again in {wait} seconds."
MIN_CHARGE = 0.5
"""Seconds of work after which a streamed response is charged while it is still running."""


class WorkMeter:
    """Measures work: the processor time of this thread plus its waiting time for the database."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        started = thread_time()
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            self.seconds += thread_time() - started

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        started, worked = perf_counter(), thread_time()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += (perf_counter() - started) - (thread_time() - worked)

    def take(self) -> float:
        """Return the seconds measured so far, and reset the meter."""
        seconds, self.seconds = self.seconds, 0.0
        return seconds


class WorkLimitMiddleware:
    """Returns a 429 to clients whose budget is spent, and charges other clients for their work.

    API views check the budget themselves, because it depends on the token; they store the budget in
    `request.work_budget`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_limited(request):
            return self.get_response(request)
        budget = None if request.path_info.startswith("/api/") else budget_of(request)
        if budget is not None and (wait := budget.wait()):
            return too_much_work(wait)
        meter = WorkMeter()
        with meter.running():
            response = self.get_response(request)
        budget = getattr(request, "work_budget", budget)
        if budget is None or response.status_code == 429:
            return response
        if response.streaming:
            response.streaming_content = _charged(response.streaming_content, meter, budget)  # type: ignore[attr-defined]
        else:
            budget.charge(meter.take())
        return response


def too_much_work(wait: int) -> HttpResponse:
    return HttpResponse(
        TOO_MUCH.format(wait=wait) + "\n",
        status=429,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(wait), "Cache-Control": "no-store"},
    )


def _is_limited(request: HttpRequest) -> bool:
    """Return whether the limit applies. Logged-in users and monitoring requests are exempt."""
    if not settings.WORK_SECONDS and not settings.WORK_TOKEN_SECONDS:
        return False
    # Reading the session adds `Vary: Cookie`, so check the user only if there is a session cookie.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return False
    try:
        return resolve(request.path_info).url_name not in UNLIMITED
    except Resolver404:
        return True


def _charged(chunks: Iterable[bytes], meter: WorkMeter, budget: WorkBudget) -> Iterator[bytes]:
    """Yield the chunks of a streamed response, and charge `budget` for the work they cause."""
    parts = iter(chunks)
    try:
        while True:
            with meter.running():
                part = next(parts, None)
            if part is None:
                return
            if meter.seconds >= MIN_CHARGE:
                budget.charge(meter.take())
            yield part
    finally:
        budget.charge(meter.take())
