"""Versions of a row: seen with the permission to view it, restored with the one to change it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin


class Versions(SimpleHistoryAdmin):  # type: ignore[misc]
    """django-simple-history alone lets everybody restore who may view."""

    object_history_list_template = "admin/history_list.html"

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        response: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return response
