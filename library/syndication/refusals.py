"""Reject invalid filters in feed URLs.

Otherwise, a subscriber with a mistyped filter would get all episodes of the library.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from library.filter_errors import feed_errors, slug_errors
from library.http.page_cache import keeps_parameters
from library.http.problem_details import problem

View = Callable[..., HttpResponseBase]


def refuse_wrong_filters(*, allowed: Iterable[str] = ()) -> Callable[[View], View]:
    """Return a decorator for feed views that rejects invalid parameters with a problem document.

    The status is 400, or 404 for a slug that does not exist or is not public. `allowed` holds the
    names of parameters that the view accepts in addition to the filters.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            status, errors = 400, feed_errors(request.GET, allowed=allowed)
            if not errors:
                slugs: dict[str, list[Any]] = {
                    name: [value] for name, value in request.GET.dict().items() if value
                }
                status, errors = 404, slug_errors(slugs)
            if not errors:
                return view(request, *args, **kwargs)
            parts = [{"name": name, "detail": " ".join(texts)} for name, texts in errors.items()]
            detail = " ".join(f"{part['name']}: {part['detail']}" for part in parts)
            return problem(status, detail, errors=parts)

        return keeps_parameters(checked)

    return decorate
