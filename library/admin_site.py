"""The admin as a whole: what holds for every page of it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase, QueryDict

MOST_WORDS = 30
"""Of a search: each is a condition on every column searched, and databases bound their number."""
SEARCHES = ("q", "term")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class LoginForm(AdminAuthenticationForm):
    """Refuses names longer than any account's before they are looked up and counted."""

    username = UsernameField(max_length=User._meta.get_field("username").max_length)


class CurationSite(AdminSite):
    """Django's admin, whose searches are bounded and whose parameters fit into a database."""

    login_form = LoginForm

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        shown = super().admin_view(view, cacheable)

        @wraps(shown)
        def bounded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if bound_parameters(request):
                messages.warning(request, f"Only the first {MOST_WORDS} words are searched for.")
            return shown(request, *args, **kwargs)

        return cast(View, bounded)


def bound_parameters(request: HttpRequest) -> bool:
    """Take NUL out of the parameters, which PostgreSQL cannot store; say if words were cut off."""
    given, cut = request.GET.copy(), False
    for name, values in list(given.lists()):
        values = [value.replace("\0", "") for value in values]
        if name in SEARCHES and any(len(value.split()) > MOST_WORDS for value in values):
            values = [" ".join(value.split()[:MOST_WORDS]) for value in values]
            cut = True
        given.setlist(name, values)
    request.GET = QueryDict(given.urlencode())
    return cut
