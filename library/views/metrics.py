"""What Prometheus reads, for those who were told the token or ask from a named network."""

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
    """Whether METRICS_TOKEN was given, or the address is in METRICS_FROM; both empty: nobody.

    What came through a proxy that PROXIES does not count has the proxy's address, which says
    nothing.
    """
    said = request.headers.get("Authorization", "")
    if settings.METRICS_TOKEN and constant_time_compare(said, f"Bearer {settings.METRICS_TOKEN}"):
        return True
    if "X-Forwarded-For" in request.headers and not settings.PROXIES:
        return False
    try:
        address = ip_address(address_of(request))
    except ValueError:
        return False
    return any(address in ip_network(network) for network in settings.METRICS_FROM)
