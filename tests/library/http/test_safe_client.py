import gzip
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from library.http import safe_client
from library.http.safe_client import FetchError, fetch, is_public
from tests.library.server import Server, bomb, serve

MAX_BYTES = 100_000


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    settings.FETCH_ALLOW_PRIVATE = True
    with serve() as running:
        yield running


def test_plain_and_compressed_responses_are_fetched(server: Server) -> None:
    server.pages["/a"] = (200, {"ETag": '"1"'}, b"hello")
    server.pages["/b"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(b"hello" * 1000))

    plain, packed = (fetch(server.url + path, max_bytes=MAX_BYTES) for path in ("/a", "/b"))

    assert (plain.status, plain.body, plain.headers["etag"]) == (200, b"hello", '"1"')
    assert packed.body == b"hello" * 1000
    assert server.asked[0][1]["Host"] == server.url.removeprefix("http://")


def test_a_304_is_returned(server: Server) -> None:
    server.pages["/a"] = (200, {"ETag": '"1"'}, b"hello")

    found = fetch(server.url + "/a", max_bytes=MAX_BYTES, headers={"If-None-Match": '"1"'})

    assert (found.status, found.body) == (304, b"")


def test_redirects_are_followed_a_few_times(server: Server) -> None:
    server.pages["/a"] = (302, {"Location": "/b"}, b"")
    server.pages["/b"] = (200, {}, b"there")
    server.pages["/round"] = (301, {"Location": "/round"}, b"")

    assert fetch(server.url + "/a", max_bytes=MAX_BYTES).url == server.url + "/b"
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(server.url + "/round", max_bytes=MAX_BYTES)
    assert len(server.asked) == 2 + 6


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/missing", "responded with 404"),
        ("/broken", "responded with 500"),
        ("/large", "larger than 100,000 bytes"),
        ("/bomb", "larger than 100,000 bytes"),
        ("/cut", "the compressed body is incomplete"),
        ("/nonsense", "incorrect header check"),
        ("/brotli", "unsupported content encoding br"),
        ("/file", "only http and https"),
        ("/nowhere", "must have a host name"),
    ],
)
def test_errors_are_one_line_with_the_url(server: Server, path: str, told: str) -> None:
    packed = {"Content-Encoding": "gzip"}
    server.pages |= {
        "/broken": (500, {}, b""),
        "/large": (200, {}, b"x" * (MAX_BYTES + 1)),
        "/bomb": (200, packed, bomb(200_000_000)),
        "/cut": (200, packed, gzip.compress(b"hello" * 1000)[:-12]),
        "/nonsense": (200, packed, b"not packed at all"),
        "/brotli": (200, {"Content-Encoding": "br"}, b"x"),
        "/file": (302, {"Location": "file:///etc/passwd"}, b""),
        # pragma: allowlist nextline secret
        "/nowhere": (302, {"Location": "http://user:secret@example.org/"}, b""),
    }

    with pytest.raises(FetchError, match=told) as refused:
        fetch(server.url + path, max_bytes=MAX_BYTES)

    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("path", ["/slow-body", "/slow-headers"])
def test_a_slow_response_ends_at_the_deadline(
    server: Server, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(safe_client, "MAX_SECONDS", 0.3)

    with pytest.raises(FetchError, match="took longer than"):
        fetch(server.url + path, max_bytes=MAX_BYTES)

    assert not server.patience_lost


def test_a_slow_server_does_not_delay_a_post(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_client, "MAX_SECONDS", 0.3)

    with pytest.raises(FetchError, match="took longer than"):
        safe_client.post(server.url + "/slow-headers", body=b"{}", headers={})

    assert not server.patience_lost


def test_a_closed_private_port_is_not_contacted() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(FetchError, match="private addresses"):
        fetch(f"http://127.0.0.1:{port}/", max_bytes=MAX_BYTES)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://0.0.0.0/",
        "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://192.168.1.1/",
        "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://0x7f.1/", "http://127.1/",
    ],
)  # fmt: skip
def test_private_addresses_are_rejected_in_any_notation(url: str) -> None:
    with pytest.raises(FetchError, match=r"private addresses|unknown host"):
        fetch(url, max_bytes=MAX_BYTES)


@pytest.mark.parametrize(
    "url",
    ["ftp://example.org/", "file:///etc/passwd", "gopher://x/", "//x", "http://", "http:///a"],
)
def test_other_schemes_and_missing_hosts_are_rejected(url: str) -> None:
    with pytest.raises(FetchError, match=r"only http|host name"):
        fetch(url, max_bytes=MAX_BYTES)


def test_a_redirect_to_a_private_address_is_rejected(
    server: Server, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_ALLOW_PRIVATE = False
    own = f"{server.url}/secret"
    server.pages["/a"] = (302, {"Location": own}, b"")
    server.pages["/secret"] = (200, {}, b"secret")
    monkeypatch.setattr(safe_client, "is_public", lambda address: len(server.asked) == 0)

    with pytest.raises(FetchError, match="/secret: private addresses are not fetched"):
        fetch(server.url + "/a", max_bytes=MAX_BYTES)
    assert [path for path, _ in server.asked] == ["/a"]


def test_the_connection_is_made_to_the_address_that_was_checked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that resolves to another address the second time has no effect."""
    server.pages["/a"] = (200, {}, b"checked")
    resolved: list[str] = []

    def once(host: str, port: int, **options: object) -> list[Any]:
        resolved.append(host)
        assert len(resolved) == 1
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(safe_client.socket, "getaddrinfo", _only_for("rebinding.example", once))

    found = fetch(f"http://rebinding.example:{server.server_port}/a", max_bytes=MAX_BYTES)

    assert found.body == b"checked"
    assert server.asked[0][1]["Host"] == f"rebinding.example:{server.server_port}"


def test_one_private_address_among_public_ones_is_rejected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [(0, 0, 0, "", ("93.184.216.34", 80)), (0, 0, 0, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(safe_client.socket, "getaddrinfo", lambda *args, **options: rows)

    with pytest.raises(FetchError, match="private addresses"):
        fetch("http://two-faced.example/", max_bytes=MAX_BYTES)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False),
        ("100.64.0.1", False), ("224.0.0.1", False), ("fe80::1%eth0", False), ("fc00::1", False),
        ("::ffff:10.0.0.1", False), ("2002:7f00:1::", False), ("64:ff9b::7f00:1", False),
        ("192.0.2.1", False), ("0.0.0.0", False), ("::", False), ("::127.0.0.1", False),
        ("64:ff9b:0:1::1", False), ("64:ff9b:1::a00:1", False), ("fec0::1", False),
        ("192.0.0.9", False), ("192.0.0.170", False), ("192.0.1.1", True), ("2a00:1450::1", True),
    ],
)  # fmt: skip
def test_only_internet_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def _only_for(name: str, answer: Any) -> Any:
    real = socket.getaddrinfo

    def resolve(host: Any, port: Any, *args: Any, **options: Any) -> Any:
        if host == name:
            return answer(host, port, **options)
        return real(host, port, *args, **options)

    return resolve


@pytest.mark.parametrize("url", ["http://[::1", "http://[v1.a]/", "http://a]/", "http://[x]/"])
def test_an_invalid_url_is_rejected(server: Server, url: str) -> None:
    server.pages["/away"] = (302, {"Location": url}, b"")

    for asked in (url, f"{server.url}/away"):
        with pytest.raises(FetchError):
            fetch(asked, max_bytes=MAX_BYTES)
    with pytest.raises(FetchError):
        safe_client.post(url, body=b"", headers={})
