"""Two-factor authentication for the admin, with an authenticator app.

If `STAFF_TWO_FACTOR` is set, every admin page redirects to the code form until the user has entered
a code. Users without a device set one up on that form. If a device is lost, a superuser deletes it
in the admin.
"""

from base64 import b32encode
from collections.abc import Callable

import django_otp
from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django_otp.plugins.otp_totp.models import TOTPDevice


class CodeForm(forms.Form):
    code = forms.RegexField(
        r"^[0-9]{6}$",
        error_messages={"invalid": "Enter six digits."},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class TwoFactorMiddleware:
    """Redirects admin users who have not yet entered a code to the code form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_TWO_FACTOR and request.path.startswith(reverse("admin:index")):
            exempt = (reverse("two-factor"), reverse("admin:logout"), reverse("admin:login"))
            if (
                request.path not in exempt
                and request.user.is_authenticated
                and not _passed(request)
            ):
                return redirect("two-factor")
        return self.get_response(request)


def _passed(request: HttpRequest) -> bool:
    return bool(request.user.is_verified())  # type: ignore[union-attr]


@never_cache
def two_factor(request: HttpRequest) -> HttpResponse:
    """Show the code form, with the secret key of a device that is not yet confirmed."""
    if not request.user.is_authenticated:
        return redirect("admin:login")
    devices = TOTPDevice.objects.filter(user=request.user)
    device = devices.filter(confirmed=True).first() or devices.first()
    if device is None:
        device = TOTPDevice.objects.create(user=request.user, name="Authenticator", confirmed=False)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # verify_token() counts failures and delays further attempts.
        if django_otp.verify_token(request.user, device.persistent_id, form.cleaned_data["code"]):
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            django_otp.login(request, device)
            # Replace the session key that was used before the second factor.
            request.session.cycle_key()
            return redirect("admin:index")
        form.add_error("code", "Wrong code, or too many attempts. Wait a moment and try again.")
    key = "" if device.confirmed else b32encode(device.bin_key).decode()
    context = {
        **admin.site.each_context(request),
        "title": "Two-factor authentication",
        "form": form,
        "key": key,
        "config_url": "" if device.confirmed else device.config_url,
    }
    return render(request, "admin/two_factor.html", context)
