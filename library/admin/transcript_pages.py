"""Code shared by the transcript admin pages: permissions, messages and rendering."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from library.models import Transcript
from scoring.curation.workflow import Rejected


class TranscriptPages(ModelAdmin[Transcript]):
    def _done(self, request: HttpRequest, act: Callable[[], object]) -> bool:
        """Call `act`, and show a success message or every reason why it is not allowed.

        Returns whether it succeeded.
        """
        try:
            act()
        except Rejected as error:
            self._refuse(request, error)
            return False
        messages.success(request, "Saved.")
        return True

    def _refuse(self, request: HttpRequest, error: Rejected) -> None:
        for reason in error.reasons:
            messages.error(request, reason)

    def _saved(self, request: HttpRequest, *, waits: bool, what: str = "") -> None:
        when = " The page will change once a second person accepts it." if waits else ""
        messages.success(request, f"Saved{what and f': {what}'}.{when}")

    def _allowed(self, request: HttpRequest, pk: int, permission: str) -> Transcript:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return get_object_or_404(Transcript.objects.select_related("episode"), pk=pk)

    def _page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": title,
        }
        return render(request, f"admin/library/transcript/{template}.html", shared | context)
