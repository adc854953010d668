"""Client addresses behind proxies, and request metrics."""

import ipaddress
import logging
import re
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from library.monitoring.metrics import REQUEST_SECONDS, REQUESTS

_WITH_PORT = re.compile(r"([0-9.]+):[0-9]+|\[([^\]]+)\](?::[0-9]+)?")
logger = logging.getLogger(__name__)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def address_of(request: HttpRequest) -> str:
    """Return the client's IP address, from X-Forwarded-For if the site is behind proxies.

    Only the last PROXIES entries of the header are trusted; clients can forge all earlier entries.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    return past_proxies(direct, request.headers.get("X-Forwarded-For", ""))


def client_network(request: HttpRequest) -> str:
    """Return the rate limit key of the client that sent `request`; see `network_of`."""
    return network_of(address_of(request))


def past_proxies(direct: str, forwarded_for: str) -> str:
    """Return the client's IP address according to X-Forwarded-For.

    Returns `direct`, the address of the connection, if the setting PROXIES is 0, or if the header
    is empty or has no valid IP address in the client's position.
    """
    addresses = [part.strip() for part in forwarded_for.split(",")]
    if settings.PROXIES < 1 or not addresses[-1]:
        return direct
    trusted: int = min(settings.PROXIES, len(addresses))
    return _without_port(addresses[-trusted]) or direct


def _without_port(address: str) -> str:
    """Return the IP address without the port, for example of `[2001:db8::1]:80`.

    Returns an empty string if the address is invalid.
    """
    match = _WITH_PORT.fullmatch(address)
    try:
        return str(ipaddress.ip_address((match[1] or match[2]) if match else address))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """Return the rate limit key of the client at `address`.

    For IPv6, the key is the first address of the /64 network, because one client usually controls
    the whole network. IPv4 addresses are returned unchanged, and so are strings that are not IP
    addresses, such as the empty address of a Unix socket.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv4Address):
        return address
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.IPv6Network((ip, 64), strict=False).network_address)


class RequestMetricsMiddleware:
    """Counts responses by view, method and status, and measures response times by view.

    URLs that match no view are counted under the view `none`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._has_warned = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        self._warn_of_proxy(request)
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name or "unnamed") if match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, response.status_code).inc()
        REQUEST_SECONDS.labels(view).observe(perf_counter() - started)
        return response

    def _warn_of_proxy(self, request: HttpRequest) -> None:
        """Log one warning if a proxy seems to be in use although PROXIES is 0."""
        if self._has_warned or settings.PROXIES or "X-Forwarded-For" not in request.headers:
            return
        self._has_warned = True
        logger.warning(
            "A request has X-Forwarded-For, which is ignored because PROXIES is 0. Behind a "
            "proxy, set PROXIES to the number of proxies: otherwise all clients share one address."
        )
