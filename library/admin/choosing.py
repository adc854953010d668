"""Autocomplete fields that tolerate malformed input."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db.models import ForeignKey, ManyToManyField
from django.http import HttpRequest

MAX_DIGITS = 18


class _ValidKeys(AutocompleteMixin):
    """Ignores values that cannot be primary keys; Django's widget raises an error for them."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        keys = [key for key in value if str(key).isdecimal() and len(str(key)) <= MAX_DIGITS]
        return super().optgroups(name, keys, attr)


class ChooseOne(_ValidKeys, AutocompleteSelect):
    pass


class ChooseMany(_ValidKeys, AutocompleteSelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return the submitted values, truncated to the length of a valid key."""
        values = super().value_from_datadict(data, files, name) or []
        return [value[:MAX_DIGITS] for value in values]


class Choosing(ModelAdmin[Any]):
    """Base class for admins whose `autocomplete_fields` ignore malformed input."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **options: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = ChooseOne(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(
        self, db_field: ManyToManyField[Any, Any], request: HttpRequest, **options: Any
    ) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options["widget"] = ChooseMany(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **options)
