"""Password reset by e-mail. The pages are available only if EMAIL_URL is set."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.contrib.auth.forms import PasswordResetForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.generic import FormView

from library.http.rate_counters import count_up
from library.http.visitor_limits import visitor_of
from library.tasks import queue_password_reset

HOUR = 3_600
MAX_PER_HOUR = 5
"""Maximum number of messages that a visitor can request per hour."""


class ResetView(views.PasswordResetView):
    """Queues the message, so that the response time does not reveal whether an account exists."""

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        if count_up(f"password-reset:{visitor_of(self.request)}", seconds=HOUR) > MAX_PER_HOUR:
            return render(self.request, "429.html", status=429)
        host = urlsplit(settings.DATA.address).netloc or self.request.get_host()
        queue_password_reset(form.cleaned_data["email"], host, secure=self.request.is_secure())
        # Do not call super(), which would send the message in this request.
        return FormView.form_valid(self, form)


def urls() -> list[URLPattern]:
    """Return the URL patterns, with the names that Django's login page and templates use."""
    context = {"site_header": admin.site.site_header, "site_url": "/"}
    start, reset = "admin/password_reset/", "admin/reset/"
    return [
        path(start, ResetView.as_view(extra_context=context), name="admin_password_reset"),
        path(
            f"{start}done/",
            views.PasswordResetDoneView.as_view(extra_context=context),
            name="password_reset_done",
        ),
        path(
            f"{reset}<uidb64>/<token>/",
            views.PasswordResetConfirmView.as_view(extra_context=context),
            name="password_reset_confirm",
        ),
        path(
            f"{reset}done/",
            views.PasswordResetCompleteView.as_view(extra_context=context),
            name="password_reset_complete",
        ),
    ]
