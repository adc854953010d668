from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from library.admin.addresses import HTTPS
from library.admin.choosing import Choosing
from library.admin.filters import FailingFilter
from library.admin.job import follow, person
from library.models import Feed
from library.models.job_progress import shortened
from scoring.job_handlers import failures_of, start_feeds


@admin.register(Feed)
class FeedAdmin(Choosing):
    formfield_overrides = HTTPS
    list_display = ["show", "enabled", "most_new", "shelf", "checked_at", "result"]
    list_filter = ["enabled", FailingFilter]
    list_select_related = ["show", "shelf"]
    search_fields = ["show__title", "url"]
    autocomplete_fields = ["show", "shelf"]
    readonly_fields = ["checked_at", "outcome", "last_failure"]
    actions = ["read_now"]

    @admin.display(description="last import")
    def result(self, feed: Feed) -> str:
        return feed.outcome.partition("\n")[0]

    @admin.display(description="failure")
    def last_failure(self, feed: Feed) -> SafeString:
        """Link to the job of the last failed import, and show how the failure was resolved."""
        item = failures_of(feed).select_related("resolved_by").order_by("-pk").first()
        if item is None:
            return format_html("{}", "none")
        by = f" by {item.resolved_by}" if item.resolved_by else ""
        state = f"{item.get_resolution_display()}{by}" if item.resolution else item.state_label
        url = reverse("admin:library_job_change", args=[item.job_id])
        return format_html('{}: <a href="{}">{}</a>', state, url, shortened(item.error))

    @admin.action(description="Import selected feeds now", permissions=["change"])
    def read_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> HttpResponse | None:
        if not request.user.has_perm("library.add_job"):
            raise PermissionDenied
        feeds = list(queryset.select_related("show"))
        if not feeds:
            messages.warning(request, "Select at least one feed.")
            return None
        return follow(request, start_feeds(feeds, by=person(request)))
