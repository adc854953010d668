"""Delete a row together with its dependent rows."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import QuerySet
from django.http import HttpRequest


class DeletesDependents(ModelAdmin[Any]):
    """Base class for admins in which the right to delete a row includes its dependent rows.

    The confirmation page shows the number of dependent rows."""

    def get_deleted_objects(
        self, objs: QuerySet[Any] | Sequence[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        _, counts, _, protected = super().get_deleted_objects(objs, request)
        refused = {
            str(self.opts.verbose_name)
            for row in objs
            if not self.has_delete_permission(request, row)
        }
        return [str(row) for row in objs], counts, refused, list(protected)
