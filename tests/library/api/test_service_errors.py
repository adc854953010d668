"""Errors of services, as the API shows them."""

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from library.api.service_errors import as_api_error


def test_a_non_field_error_has_an_empty_name() -> None:
    fault = ValidationError({NON_FIELD_ERRORS: ["Too many."], "title": ["Too long."]})

    error: Any = as_api_error(fault)

    assert error.detail == {"": ["Too many."], "title": ["Too long."]}
