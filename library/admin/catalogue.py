from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from library.admin.addresses import HTTPS
from library.models import Shelf, Show, Tag


@admin.register(Show, Shelf)
class TitledAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    formfield_overrides = HTTPS
    object_history_list_template = "admin/history_list.html"
    list_display = ["title", "slug"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(Tag)
class NamedAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    object_history_list_template = "admin/history_list.html"
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
