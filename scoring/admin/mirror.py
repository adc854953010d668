"""Admin for pinned and banned mirror picks."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from library.admin.choosing import Choosing
from library.text.number_formats import signed
from scoring.core.mirror import mirrors
from scoring.curation.mirror_overrides import override_pair
from scoring.models import MirrorOverride


class MirrorOverrideForm(forms.ModelForm[MirrorOverride]):
    class Meta:
        model = MirrorOverride
        fields = ["first", "second", "kind", "reason"]

    def clean(self) -> dict[str, Any]:
        """Reject an episode paired with itself, and sort the two episodes by primary key."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("first"), data.get("second")
        if first and second and first.pk == second.pk:
            self.add_error("second", "An episode cannot be paired with itself.")
            del data["first"]
        elif first and second and first.pk > second.pk:
            data["first"], data["second"] = second, first
        return data


@admin.register(MirrorOverride)
class MirrorOverrideAdmin(Choosing):
    """Admin for pairs of episodes that are always or never offered as each other's mirror picks."""

    form = MirrorOverrideForm
    list_display = ["first", "second", "kind", "reason", "positions", "made_by", "made_at"]
    list_filter = ["kind"]
    list_select_related = ["first", "second", "made_by"]
    search_fields = ["first__title", "second__title", "reason"]
    autocomplete_fields = ["first", "second"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MirrorOverride]:
        return MirrorOverride.objects.with_positions()

    def get_readonly_fields(
        self, request: HttpRequest, obj: MirrorOverride | None = None
    ) -> list[str]:
        return ["first", "second", "made_by", "made_at"] if obj else []

    @admin.display(description="positions")
    def positions(self, pair: MirrorOverride) -> str:
        first, second = pair.first_position, pair.second_position
        if first is None or second is None:
            return "an episode has no position"
        by_rule = mirrors(first, second) and mirrors(second, first)
        relation = "within" if by_rule else "outside"
        return f"{signed(first)} and {signed(second)}: {relation} the mirror rule"

    def save_model(
        self, request: HttpRequest, obj: MirrorOverride, form: Any, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        created = override_pair(
            obj.first,
            obj.second,
            kind=MirrorOverride.Kind(obj.kind),
            reason=obj.reason,
            by=request.user if request.user.is_authenticated else None,
        )
        obj.pk = created.pk
        pair = MirrorOverride.objects.with_positions().get(pk=created.pk)
        if created.kind == MirrorOverride.Kind.PIN and "within" not in self.positions(pair).split():
            messages.warning(
                request,
                f"Pinned, although the rule would not pick this pair ({self.positions(pair)}). "
                "The page shows that it was pinned.",
            )
