"""Responses of a deprecated endpoint announce its end, at least a year before."""

from datetime import date

import pytest
from django.test import Client

from library.api.deprecation import Deprecated
from library.api.views.catalogue import TagList

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/api/v1/tags/", "/api/v1/tags/?none=1"])
def test_every_response_has_both_dates(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(TagList, "deprecated", Deprecated(date(2026, 3, 1), date(2027, 3, 1)))

    answer = client.get(address)

    assert answer["Deprecation"] == "@1772323200"
    assert answer["Sunset"] == "Mon, 01 Mar 2027 00:00:00 GMT"


def test_other_endpoints_have_no_deprecation_headers(client: Client) -> None:
    answer = client.get("/api/v1/tags/")

    assert "Deprecation" not in answer
    assert "Sunset" not in answer


def test_a_deprecated_endpoint_stays_for_a_year() -> None:
    with pytest.raises(ValueError, match="a year"):
        Deprecated(date(2026, 3, 1), date(2027, 2, 28))
