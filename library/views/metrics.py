"""Prometheus metrics, for clients with a token or on an allowed network."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from library.http.client_address import address_of
from library.monitoring.metrics import exposition


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not may_read(request):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Return whether the request has METRICS_TOKEN or comes from a network in METRICS_FROM.

    If both settings are empty, every request is refused. If PROXIES is 0, the address of a request
    with X-Forwarded-For is not checked, because it is the address of a proxy.
    """
    header = request.headers.get("Authorization", "")
    expected = f"Bearer {settings.METRICS_TOKEN}"
    if settings.METRICS_TOKEN and constant_time_compare(header, expected):
        return True
    if "X-Forwarded-For" in request.headers and not settings.PROXIES:
        return False
    try:
        address = ip_address(address_of(request))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.METRICS_FROM)
