"""Guest admin, with a page for merging duplicate records."""

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from library.admin.versioned import VersionedAdmin
from library.models import Guest
from scoring.curation.guest_merging import merge_guests
from scoring.curation.workflow import Rejected


@admin.register(Guest)
class GuestAdmin(VersionedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    actions = ["merge"]

    @admin.action(description="Merge selected guests", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Guest]) -> HttpResponse | None:
        """Show a form to choose the record to keep; once submitted, merge the others into it."""
        guests = list(queryset.annotate(episode_count=Count("episodes")).order_by("name"))
        target = next((each for each in guests if str(each.pk) == request.POST.get("kept")), None)
        if len(guests) > 1 and target is None:
            context = {
                **self.admin_site.each_context(request),
                "opts": self.model._meta,
                "title": "Merge guests",
                "guests": guests,
            }
            return render(request, "admin/library/guest/merge.html", context)
        try:
            done = merge_guests(target or guests[0], guests, by=request.user)
        except Rejected as error:
            for reason in error.reasons:
                messages.error(request, reason)
        else:
            messages.success(request, f"Merged. Episodes changed: {done.changed}.")
            if done.waiting:
                messages.info(
                    request,
                    f"Published episodes that wait for a second person: {done.waiting}. "
                    "Once they are accepted, merge again to delete the other records.",
                )
        return None
