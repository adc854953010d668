"""Middleware that limits clients by the work they cause, not by the number of their requests.

Work is the processor time of the request and its waiting for the database. The middleware is inside
the page cache, so cached pages and 304s cost nothing, and after authentication, because accounts
have no limit.
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
"""Addresses for machines of the operator."""
TOO_MUCH = "Too many pages in a short time; try again in {wait} seconds."
MIN_CHARGE = 0.5
"""Seconds of work after which a streamed response is charged before its end."""


class WorkMeter:
    """Adds up processor time of this thread, and its waiting for the database."""

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
        """Return the seconds so far and begin again."""
        seconds, self.seconds = self.seconds, 0.0
        return seconds


class WorkLimitMiddleware:
    """Answers 429 to a client whose budget is spent, and charges the work of the others.

    API views check the budget themselves, because it depends on the token; they set `work_budget`
    of the request.
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
    """Whether the request is one of a reader: logged-in accounts and health checks are not."""
    if not settings.WORK_SECONDS and not settings.WORK_TOKEN_SECONDS:
        return False
    # Only with a cookie: reading the session makes responses vary by it.
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return False
    try:
        return resolve(request.path_info).url_name not in UNLIMITED
    except Resolver404:
        return True


def _charged(chunks: Iterable[bytes], meter: WorkMeter, budget: WorkBudget) -> Iterator[bytes]:
    """Yield the chunks of a streamed response, and charge the work of making each."""
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
