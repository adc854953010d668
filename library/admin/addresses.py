"""Addresses typed without their scheme are taken to be https."""

from typing import Any

from django.db.models import Field, URLField

HTTPS: dict[type[Field[Any, Any]], dict[str, str]] = {URLField: {"assume_scheme": "https"}}
