"""History pages in the admin, with word-by-word differences."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from library.text.word_diff import word_diff


class WordHelper(HistoricalRecordContextHelper):  # type: ignore[misc]
    """Shows the complete text of changed fields, compared word by word."""

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        return [
            {
                "field": capfirst(self.model._meta.get_field(change.field).verbose_name),
                "parts": word_diff(self._text(change, change.old), self._text(change, change.new)),
            }
            for change in delta.changes
        ]

    def _text(self, change: Any, value: Any) -> str:
        shown = self.prepare_delta_change_value(change, value)
        if isinstance(shown, list):
            return ", ".join(sorted(str(each) for each in shown))
        if isinstance(shown, bool):
            return "yes" if shown else "no"
        if shown is None:
            return ""
        if isinstance(shown, AbstractBaseUser):
            return str(shown.get_username())
        choices = getattr(self.model._meta.get_field(change.field), "flatchoices", [])
        return str(dict(choices).get(shown, shown))


class HistoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """Base class for admins of models with a history."""

    object_history_list_template = "admin/history_list.html"

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> WordHelper:
        return WordHelper(self.model, historical_record)

    @transaction.atomic
    def history_form_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        # By default, django-simple-history lets anyone who can view a version restore it.
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        response: HttpResponse = super().history_form_view(request, *args, **options)
        return response
