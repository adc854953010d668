from django.contrib import admin

from library.admin.addresses import HTTPS
from library.admin.versioned import VersionedAdmin
from library.models import Shelf, Show, Tag


@admin.register(Show, Shelf)
class TitledAdmin(VersionedAdmin):
    formfield_overrides = HTTPS
    list_display = ["title", "slug"]
    search_fields = ["title"]
    prepopulated_fields = {"slug": ["title"]}


@admin.register(Tag)
class NamedAdmin(VersionedAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
