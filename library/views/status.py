"""The status page, for staff with the permission `view_status`."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from library.pages.status import StatusPage

PERMISSION = "library.view_status"


@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    if not (request.user.is_staff and request.user.has_perm(PERMISSION)):
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": "Status", "page": StatusPage()}
    return render(request, "admin/status.html", context)
