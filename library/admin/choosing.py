"""Fields that choose a row by typing its name, whatever is sent in their place."""

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

MOST_DIGITS = 18


class _OfRows(AutocompleteMixin):
    """Shows as chosen only what can be the number of a row; Django's widget fails on the rest."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        rows = [each for each in value if str(each).isdecimal() and len(str(each)) <= MOST_DIGITS]
        return super().optgroups(name, rows, attr)


class ChooseOne(_OfRows, AutocompleteSelect):
    pass


class ChooseMany(_OfRows, AutocompleteSelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Return what was sent, cut to what databases can compare with a number of a row."""
        sent = super().value_from_datadict(data, files, name) or []
        return [each[:MOST_DIGITS] for each in sent]


class Choosing(ModelAdmin[Any]):
    """Gives the `autocomplete_fields` of an admin these widgets."""

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
