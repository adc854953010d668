"""Feeds refuse wrong filters, so that a mistyped one is not the feed of the whole library."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from library.filter_errors import feed_errors
from library.http.page_cache import keeps_parameters
from library.http.problem_details import problem

View = Callable[..., HttpResponse]


def refuse_wrong_filters(*, allowed: Iterable[str] = ()) -> Callable[[View], View]:
    """Decorate the view of a feed: wrong parameters give 400 and a problem document."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            errors = feed_errors(request.GET.dict(), allowed=allowed)
            if not errors:
                return view(request, *args, **kwargs)
            parts = [{"name": name, "detail": " ".join(texts)} for name, texts in errors.items()]
            detail = " ".join(f"{part['name']}: {part['detail']}" for part in parts)
            return problem(400, detail, errors=parts)

        return keeps_parameters(checked)

    return decorate
