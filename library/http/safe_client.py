"""HTTP client for untrusted URLs, safe against server-side request forgery.

Only http and https URLs are accepted. Each host name is resolved once, all its addresses must be
public, and the client connects to one of the checked addresses. The same rules apply to every
redirect. The size of the decompressed body and the total time are limited.
"""

import ipaddress
import socket
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings

from library.http.connection_deadline import Trace, close_all_at

MAX_REDIRECTS = 5
MAX_SECONDS = 30.0
"""Time limit in seconds, from name resolution to the last byte."""
_STEP_SECONDS = 10.0
_NOT_PUBLIC = [
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "::/8", "64:ff9b::/48", "64:ff9b:1::/48", "fec0::/10")
]
"""Networks that Python's `is_global` accepts in some versions: IETF protocol assignments,
IPv4-compatible addresses, NAT64 and site-local addresses."""


class FetchError(ValueError):
    """Raised if a request fails. The message is one line with the URL and the reason."""


@dataclass(frozen=True, slots=True)
class FetchedResponse:
    """The response to a request.

    `url` is the final URL, header names are in lower case, and `body` is decompressed.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch(url: str, *, max_bytes: int, headers: Mapping[str, str] | None = None) -> FetchedResponse:
    """Send a GET request, follow redirects and return the final response.

    Raises FetchError if the request fails or the final status is neither 200 nor 304.
    """
    deadline = time.monotonic() + MAX_SECONDS
    all_headers = {"User-Agent": settings.SITE_NAME, "Accept-Encoding": "gzip", **(headers or {})}
    with _client() as client, close_all_at(deadline) as trace:
        current_url = url
        for _ in range(MAX_REDIRECTS + 1):
            with _fetch_errors(current_url, deadline):
                response = _get(client, current_url, all_headers, max_bytes, trace)
            if response.status not in (301, 302, 303, 307, 308):
                break
            current_url = _redirect_target(current_url, response.headers.get("location", ""))
        else:
            raise FetchError(f"{url}: more than {MAX_REDIRECTS} redirects")
    if response.status not in (200, 304):
        raise FetchError(f"{current_url}: responded with {response.status}")
    return response


def _redirect_target(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise FetchError(f"{url}: invalid redirect: {error}"[:500]) from None


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """Send `body` to `url` and return the status of the response. Raises FetchError.

    Redirects are not followed and the response body is not read.
    """
    deadline = time.monotonic() + MAX_SECONDS
    all_headers = {"User-Agent": settings.SITE_NAME, **headers}
    with _client() as client, close_all_at(deadline) as trace, _fetch_errors(url, deadline):
        request = _request(client, "POST", url, all_headers, body, trace)
        response = client.send(request, stream=True)
        response.close()
        return response.status_code


def _client() -> httpx.Client:
    return httpx.Client(trust_env=False, timeout=_STEP_SECONDS)


@contextmanager
def _fetch_errors(url: str, deadline: float) -> Iterator[None]:
    """Raise FetchError for network errors in the block, and if the deadline has passed."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, zlib.error) as error:
        _check_deadline(url, deadline)
        reason = str(error) or type(error).__name__
        raise FetchError(f"{url}: {reason}"[:500]) from error
    # Without a Content-Length, a body cut off by the deadline looks complete.
    _check_deadline(url, deadline)


def _check_deadline(url: str, deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise FetchError(f"{url}: the request took longer than {MAX_SECONDS:.0f} seconds"[:500])


def _request(
    client: httpx.Client,
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    trace: Trace,
) -> httpx.Request:
    """Return a request to the checked IP address of `url`. Raises FetchError."""
    pinned_url, hostname = _resolve(url)
    return client.build_request(
        method,
        pinned_url,
        headers={**headers, "Host": urlsplit(url).netloc},
        content=body,
        extensions={
            "sni_hostname": hostname,
            "timeout": httpx.Timeout(_STEP_SECONDS).as_dict(),
            "trace": trace,
        },
    )


def _get(
    client: httpx.Client, url: str, headers: Mapping[str, str], max_bytes: int, trace: Trace
) -> FetchedResponse:
    response = client.send(_request(client, "GET", url, headers, None, trace), stream=True)
    try:
        body = b""
        if response.status_code == 200:
            body = b"".join(_decompress(url, response, max_bytes))
    finally:
        response.close()
    lower_case = {key.lower(): value for key, value in response.headers.items()}
    return FetchedResponse(url, response.status_code, lower_case, body)


def _resolve(url: str) -> tuple[httpx.URL, str]:
    """Resolve the host of `url` and check its addresses. Raises FetchError.

    Returns the URL with a checked IP address in place of the host name, and the host name.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise FetchError(f"{url}: {error}"[:500]) from None
    if parts.scheme not in ("http", "https"):
        raise FetchError(f"{url}: only http and https URLs are fetched")
    if not parts.hostname or parts.username or parts.password:
        raise FetchError(f"{url}: the URL must have a host name and no password")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        results = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except ValueError:
        raise FetchError(f"{url}: invalid port") from None
    except OSError:
        raise FetchError(f"{url}: unknown host") from None
    addresses = [str(result[4][0]) for result in results]
    if not settings.FETCH_ALLOW_PRIVATE and not all(map(is_public, addresses)):
        raise FetchError(f"{url}: private addresses are not fetched; see FETCH_ALLOW_PRIVATE")
    return httpx.URL(url).copy_with(host=addresses[0], port=port), parts.hostname


def is_public(address: str) -> bool:
    """Return whether an IPv4 or IPv6 address is public."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour or ip.teredo:
            return False
    if any(ip in network for network in _NOT_PUBLIC):
        return False
    return ip.is_global and not ip.is_multicast


def _decompress(url: str, response: httpx.Response, max_bytes: int) -> Iterator[bytes]:
    """Yield the decompressed body in chunks.

    Raises FetchError if the body exceeds `max_bytes`, to stop decompression bombs.
    """
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise FetchError(f"{url}: unsupported content encoding {encoding}")
    decompressor = zlib.decompressobj(31) if encoding != "identity" else None
    remaining = max_bytes
    for raw in response.iter_raw():
        chunk = decompressor.decompress(raw, remaining + 1) if decompressor else raw
        remaining -= len(chunk)
        if remaining < 0:
            raise FetchError(f"{url}: the response is larger than {max_bytes:,} bytes")
        yield chunk
    if decompressor and not decompressor.eof:
        raise FetchError(f"{url}: the compressed body is incomplete")
