from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from library.admin.addresses import HTTPS
from library.admin.choosing import Choosing
from library.admin.filters import FailingFilter
from library.admin.job import follow, person
from library.models import Feed
from scoring.job_handlers import start_feeds


@admin.register(Feed)
class FeedAdmin(Choosing):
    formfield_overrides = HTTPS
    list_display = ["show", "enabled", "most_new", "shelf", "checked_at", "result"]
    list_filter = ["enabled", FailingFilter]
    list_select_related = ["show", "shelf"]
    search_fields = ["show__title", "url"]
    autocomplete_fields = ["show", "shelf"]
    readonly_fields = ["checked_at", "outcome"]
    actions = ["read_now"]

    @admin.display(description="last import")
    def result(self, feed: Feed) -> str:
        return feed.outcome.partition("\n")[0]

    @admin.action(description="Import selected feeds now", permissions=["change"])
    def read_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> HttpResponse | None:
        if not request.user.has_perm("library.add_job"):
            raise PermissionDenied
        feeds = list(queryset.select_related("show"))
        if not feeds:
            messages.warning(request, "Select at least one feed.")
            return None
        return follow(request, start_feeds(feeds, by=person(request)))
