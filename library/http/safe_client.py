"""Fetching what strangers name: only the open internet, and never more than was asked for.

An address may lead anywhere, so: only http and https; the name is resolved once, every address it
has must be a public one, and the connection is made to the very address that was checked; the
same again for every redirect. Bytes are counted after decompression, and time over all of it.
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

from library.http.connection_deadline import Trace, shut_at

MOST_REDIRECTS = 5
MOST_SECONDS = 30.0
"""For everything, from the first name resolved to the last byte."""
_STEP_SECONDS = 10.0
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FetchError(ValueError):
    """Nothing was fetched; the message names the address and says why, in one line."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was found: `url` after redirects, header names in lower case, the body unpacked."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch(url: str, *, most_bytes: int, headers: Mapping[str, str] | None = None) -> Fetched:
    """Return what is at `url`: a 200, or a 304 if `headers` ask for that; else FetchError."""
    deadline = time.monotonic() + MOST_SECONDS
    asked = {"User-Agent": settings.SITE_NAME, "Accept-Encoding": "gzip", **(headers or {})}
    with _client() as client, shut_at(deadline) as trace:
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            with _refusing(at, deadline):
                found = _ask(client, at, asked, most_bytes, trace)
            if found.status not in (301, 302, 303, 307, 308):
                break
            at = _following(at, found.headers.get("location", ""))
        else:
            raise FetchError(f"{url}: more than {MOST_REDIRECTS} redirects")
    if found.status not in (200, 304):
        raise FetchError(f"{at}: answered {found.status}")
    return found


def _following(at: str, location: str) -> str:
    try:
        return urljoin(at, location)
    except ValueError as error:
        raise FetchError(f"{at}: leads to no address: {error}"[:500]) from None


def post(url: str, *, body: bytes, headers: Mapping[str, str]) -> int:
    """Send `body` to `url` and return the status of the answer, whatever it is; else FetchError.

    Redirects are not followed, and what is answered beside the status is not read.
    """
    deadline = time.monotonic() + MOST_SECONDS
    asked = {"User-Agent": settings.SITE_NAME, **headers}
    with _client() as client, shut_at(deadline) as trace, _refusing(url, deadline):
        request = _request(client, "POST", url, asked, body, trace)
        response = client.send(request, stream=True)
        response.close()
        return response.status_code


def _client() -> httpx.Client:
    return httpx.Client(trust_env=False, timeout=_STEP_SECONDS)


@contextmanager
def _refusing(url: str, deadline: float) -> Iterator[None]:
    """Tell in a FetchError what went wrong, or that it took too long, whatever came of that."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, zlib.error) as error:
        _in_time(url, deadline)
        reason = str(error) or type(error).__name__
        raise FetchError(f"{url}: {reason}"[:500]) from error
    # Where nobody says how long a body is, one that was cut off looks whole.
    _in_time(url, deadline)


def _in_time(url: str, deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise FetchError(f"{url}: took longer than {MOST_SECONDS:.0f} seconds"[:500])


def _request(
    client: httpx.Client,
    verb: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | None,
    trace: Trace,
) -> httpx.Request:
    """Return a request to the checked address that `url` leads to."""
    pinned, name = _pinned(url)
    return client.build_request(
        verb,
        pinned,
        headers={**headers, "Host": urlsplit(url).netloc},
        content=body,
        extensions={
            "sni_hostname": name,
            "timeout": httpx.Timeout(_STEP_SECONDS).as_dict(),
            "trace": trace,
        },
    )


def _ask(
    client: httpx.Client, url: str, headers: Mapping[str, str], most_bytes: int, trace: Trace
) -> Fetched:
    response = client.send(_request(client, "GET", url, headers, None, trace), stream=True)
    try:
        body = b""
        if response.status_code == 200:
            body = b"".join(_unpacked(url, response, most_bytes))
    finally:
        response.close()
    known = {key.lower(): value for key, value in response.headers.items()}
    return Fetched(url, response.status_code, known, body)


def _pinned(url: str) -> tuple[httpx.URL, str]:
    """Return `url` with its checked address in place of its name, and the name."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise FetchError(f"{url}: {error}"[:500]) from None
    if parts.scheme not in ("http", "https"):
        raise FetchError(f"{url}: only http and https are fetched")
    if not parts.hostname or parts.username or parts.password:
        raise FetchError(f"{url}: an address with a host name and no password is needed")
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except ValueError:
        raise FetchError(f"{url}: no such port") from None
    except OSError:
        raise FetchError(f"{url}: the host is not known") from None
    addresses = [str(row[4][0]) for row in found]
    if not settings.FETCH_ALLOW_PRIVATE and not all(is_public(one) for one in addresses):
        raise FetchError(f"{url}: leads into a private network")
    return httpx.URL(url).copy_with(host=addresses[0], port=port), parts.hostname


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet, whichever way it is written."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if ip.sixtofour or ip.teredo or ip in _NAT64:
            return False
    return ip.is_global and not ip.is_multicast


def _unpacked(url: str, response: httpx.Response, most_bytes: int) -> Iterator[bytes]:
    """Yield the body, unpacked piece by piece so that no bomb goes off before it is counted."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip"):
        raise FetchError(f"{url}: packed as {encoding}, which was not asked for")
    unpacker = zlib.decompressobj(31) if encoding != "identity" else None
    left = most_bytes
    for chunk in response.iter_raw():
        piece = unpacker.decompress(chunk, left + 1) if unpacker else chunk
        left -= len(piece)
        if left < 0:
            raise FetchError(f"{url}: larger than {most_bytes:,} bytes")
        yield piece
    if unpacker and not unpacker.eof:
        raise FetchError(f"{url}: ends in the middle")
