"""Password guessing is slowed by account and IP address; a second factor can be required."""

import time
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from library.http.client_address import RequestMetricsMiddleware, address_of
from tests.make import make_account

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def log_in(client: Client, name: str, password: str = "correct horse", *, at: str = "") -> int:
    extra = {"REMOTE_ADDR": at or "203.0.113.7"}
    return client.post(LOGIN, {"username": name, "password": password}, **extra).status_code


@pytest.fixture
def closed(client: Client) -> Client:
    """A client that has sent ten wrong passwords for `ada`."""
    make_account("ada")
    make_account("bob")
    answers = [log_in(client, "ada", f"guess {number}") for number in range(10)]
    assert answers[:9] == [200] * 9
    return client


def test_after_ten_wrong_passwords_the_right_one_is_rejected(closed: Client) -> None:
    assert log_in(closed, "ada") == 429


def test_others_behind_the_same_proxy_log_in(closed: Client) -> None:
    assert log_in(closed, "bob") == 302


def test_the_same_account_logs_in_from_elsewhere(closed: Client) -> None:
    assert log_in(closed, "ada", at="198.51.100.9") == 302


def test_the_login_limit_works_without_a_cache(client: Client, settings: LazySettings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    make_account("ada")
    for number in range(10):
        log_in(client, "ada", f"guess {number}")

    assert log_in(client, "ada") == 429


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "192.0.2.1", "203.0.113.7"),
        (1, "", "203.0.113.7"),
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "6.6.6.6, 192.0.2.1", "192.0.2.1"),
        (2, "6.6.6.6, 192.0.2.1, 10.0.0.1", "192.0.2.1"),
        (3, "192.0.2.1", "192.0.2.1"),
        (1, "192.0.2.1:4711", "192.0.2.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "unknown", "203.0.113.7"),
        (1, "<script>", "203.0.113.7"),
        (1, "[", "203.0.113.7"),
    ],
)
def test_only_as_many_forwarded_addresses_are_trusted_as_there_are_proxies(
    settings: LazySettings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.PROXIES = proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.7", headers=headers)

    assert address_of(request) == expected


def test_a_malformed_forwarded_address_does_not_break_the_login(
    client: Client, settings: LazySettings
) -> None:
    settings.PROXIES = 1
    headers = {"x-forwarded-for": "not an address"}

    answer = client.post(LOGIN, {"username": "ada", "password": "x"}, headers=headers)

    assert answer.status_code == 200


def test_a_proxy_that_is_not_trusted_is_logged_once(
    caplog: pytest.LogCaptureFixture, settings: LazySettings
) -> None:
    def get(headers: dict[str, str]) -> None:
        middleware(RequestFactory().get("/", headers=headers))

    def respond(request: HttpRequest) -> HttpResponse:
        request.resolver_match = None
        return HttpResponse()

    middleware = RequestMetricsMiddleware(respond)
    get({})
    assert "PROXIES" not in caplog.text
    for _ in range(3):
        get({"x-forwarded-for": "192.0.2.1"})
    assert caplog.text.count("set PROXIES to the number of proxies") == 1

    settings.PROXIES = 1
    middleware = RequestMetricsMiddleware(respond)
    get({"x-forwarded-for": "192.0.2.1"})
    assert caplog.text.count("set PROXIES to the number of proxies") == 1


def test_addresses_of_one_ipv6_network_share_a_lock(closed: Client) -> None:
    for number in range(10):
        log_in(closed, "bob", "guess", at=f"2001:db8:1:2::{number + 1:x}")

    assert log_in(closed, "bob", at="2001:db8:1:2:ffff::1") == 429
    assert log_in(closed, "bob", at="2001:db8:1:3::1") == 302


def test_a_login_with_an_external_next_url_redirects_to_the_admin(client: Client) -> None:
    make_account("ada")

    sent = {"username": "ada", "password": "correct horse"}  # pragma: allowlist secret
    answer = client.post(f"{LOGIN}?next=https://evil.example/", sent)

    assert answer["Location"] == "/admin/"


def code_of(device: TOTPDevice) -> str:
    made = TOTP(device.bin_key)
    made.time = time.time()
    return f"{made.token():06d}"


@pytest.fixture
def strict(client: Client, settings: LazySettings) -> Client:
    settings.STAFF_TWO_FACTOR = True
    client.force_login(make_account("ada", "Editor"))
    return client


def test_the_admin_is_closed_until_a_device_is_enrolled(strict: Client) -> None:
    assert strict.get("/admin/library/episode/")["Location"] == "/admin/two-factor/"
    page = strict.get("/admin/two-factor/").text
    device = TOTPDevice.objects.get()
    assert "otpauth://totp/" in page

    before = strict.session.session_key
    assert strict.post("/admin/two-factor/", {"code": code_of(device)}).status_code == 302

    assert strict.session.session_key != before
    assert strict.get("/admin/library/episode/").status_code == 200


def test_an_enrolled_account_needs_a_code_and_cannot_view_the_key(strict: Client) -> None:
    account = make_account("eve")
    device = TOTPDevice.objects.create(user=account, confirmed=True)
    strict.force_login(account)

    page = strict.get("/admin/two-factor/").text

    assert "otpauth" not in page
    wrong = f"{(int(code_of(device)) + 1) % 1_000_000:06d}"
    assert "Wrong code" in strict.post("/admin/two-factor/", {"code": wrong}).text
    assert strict.get("/admin/").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        strict.post("/admin/two-factor/", {"code": code_of(device)})
        assert strict.get("/admin/").status_code == 200


def test_a_device_of_another_account_is_rejected(strict: Client) -> None:
    strict.get("/admin/two-factor/")
    other = TOTPDevice.objects.create(user=make_account("eve"), confirmed=True)

    strict.post("/admin/two-factor/", {"code": code_of(other)})

    assert strict.get("/admin/").status_code == 302


def test_without_the_setting_no_code_is_required(client: Client) -> None:
    client.force_login(make_account("ada", "Editor"))

    assert client.get("/admin/").status_code == 200


def test_anonymous_users_are_redirected_to_the_login(
    client: Client, settings: LazySettings
) -> None:
    settings.STAFF_TWO_FACTOR = True

    assert client.get("/admin/two-factor/")["Location"].startswith("/admin/login/")
    assert not TOTPDevice.objects.exists()


def test_a_very_long_name_is_not_counted(client: Client) -> None:
    answer = client.post("/admin/login/", {"username": "a" * 300, "password": "x"})

    assert answer.status_code == 200
    assert "at most 150 characters" in answer.content.decode()
    assert not AccessAttempt.objects.exists()
