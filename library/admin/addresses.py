"""Field override that makes URL form fields assume https if the scheme is missing."""

from typing import Any

from django.db.models import Field, URLField

HTTPS: dict[type[Field[Any, Any]], dict[str, str]] = {URLField: {"assume_scheme": "https"}}
