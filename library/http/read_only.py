"""Decorator for read-only views."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from library.http.problem_details import problem

View = TypeVar("View", bound=Callable[..., Any])
METHODS = "GET, HEAD, OPTIONS"


def require_safe(view: View) -> View:
    """Decorate a view to return a 405 for methods other than GET, HEAD and OPTIONS.

    The 405 lists the allowed methods. Django's own decorator runs only after the CSRF check, which
    rejects a POST with a 403.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": METHODS})
        detail = f"{request.method} is not allowed. Allowed methods: {METHODS}."
        return problem(405, detail, headers={"Allow": METHODS})

    exempt: Any = csrf_exempt(checked)
    return exempt  # type: ignore[no-any-return]
