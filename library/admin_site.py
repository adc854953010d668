"""Admin site that limits the length of searches and cleans query parameters."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase, QueryDict

MAX_WORDS = 30
"""Maximum number of words in a search; databases limit the number of conditions per query."""
SEARCHES = ("q", "term")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class LoginForm(AdminAuthenticationForm):
    """Rejects user names that are too long, without a database query."""

    username = UsernameField(max_length=User._meta.get_field("username").max_length)


class CurationSite(AdminSite):
    """Django's admin with limited searches and cleaned parameters."""

    login_form = LoginForm

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        wrapped = super().admin_view(view, cacheable)

        @wraps(wrapped)
        def with_clean_parameters(
            request: HttpRequest, *args: Any, **kwargs: Any
        ) -> HttpResponseBase:
            if clean_parameters(request):
                messages.warning(request, f"The search uses only the first {MAX_WORDS} words.")
            return wrapped(request, *args, **kwargs)

        return cast(View, with_clean_parameters)


def clean_parameters(request: HttpRequest) -> bool:
    """Remove NUL characters and shorten searches; return whether a search was shortened.

    PostgreSQL cannot store NUL characters.
    """
    params, shortened = request.GET.copy(), False
    for name, values in list(params.lists()):
        values = [value.replace("\0", "") for value in values]
        if name in SEARCHES and any(len(value.split()) > MAX_WORDS for value in values):
            values = [" ".join(value.split()[:MAX_WORDS]) for value in values]
            shortened = True
        params.setlist(name, values)
    request.GET = QueryDict(params.urlencode())
    return shortened
