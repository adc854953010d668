"""Admin for the subject vocabulary and for editors' changes to the subjects of episodes."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from library.admin.choosing import Choosing
from scoring.models import Subject, SubjectOverride
from scoring.services.subject_index import reweigh_subjects


@admin.register(Subject)
class SubjectAdmin(admin.ModelAdmin[Subject]):
    """Admin for subjects. Software updates do not overwrite subjects that an editor has saved."""

    list_display = ["name", "lens", "built_in", "passages"]
    list_filter = ["lens", "built_in"]
    search_fields = ["name", "slug", "phrases"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "lens", "phrases", "ambiguous", "context"]

    def save_model(self, request: HttpRequest, obj: Subject, form: Any, change: bool) -> None:
        obj.built_in = False
        super().save_model(request, obj, form, change)


@admin.register(SubjectOverride)
class SubjectOverrideAdmin(Choosing):
    """Admin for subjects that editors added to episodes or removed from them."""

    list_display = ["episode", "kind", "subject", "made_by", "made_at"]
    list_filter = ["kind"]
    list_select_related = ["episode", "subject", "made_by"]
    search_fields = ["episode__title", "subject__name"]
    autocomplete_fields = ["episode", "subject"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: SubjectOverride | None = None
    ) -> list[str]:
        return ["episode", "made_by", "made_at"] if obj else []

    def save_model(
        self, request: HttpRequest, obj: SubjectOverride, form: Any, change: bool
    ) -> None:
        obj.made_by = request.user if request.user.is_authenticated else None
        super().save_model(request, obj, form, change)
        reweigh_subjects(obj.episode)

    def delete_model(self, request: HttpRequest, obj: SubjectOverride) -> None:
        super().delete_model(request, obj)
        reweigh_subjects(obj.episode)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[SubjectOverride]) -> None:
        episodes = [row.episode for row in queryset.select_related("episode")]
        super().delete_queryset(request, queryset)
        for episode in episodes:
            reweigh_subjects(episode)
