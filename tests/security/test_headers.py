"""Headers of every kind of response, and flags of every cookie, with production settings."""

import subprocess
import sys

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.make import make_account, make_assessed
from tests.paths import ROOT

pytestmark = pytest.mark.django_db

PUBLIC = [
    "/",
    "/?q=none&band=mixed",
    "/episodes/a-talk/",
    "/episodes/a-talk/transcript/",
    "/episodes/a-talk/transcript.vtt",
    "/episodes/a-talk/picture.png",
    "/episodes/a-talk/changes/",
    "/shows/",
    "/shows/test-show/",
    "/search/?q=model",
    "/map/",
    "/balance/",
    "/your-balance/",
    "/methodology/",
    "/styleguide/",
    "/feed.rss",
    "/feed.atom",
    "/robots.txt",
    "/sitemap.xml",
    "/healthz",
    "/readyz",
    "/nowhere/",
    "/api/v1/",
    "/api/v1/docs/",
    "/api/v1/schema/",
    "/api/v1/episodes/",
    "/api/v1/episodes/?nonsense=1",
    "/api/v1/nowhere",
    "/admin/login/",
]
ADMIN = [
    "/admin/",
    "/admin/library/episode/",
    "/admin/library/episode/add/",
    "/admin/library/transcript/add/",
    "/admin/library/job/",
    "/admin/nowhere/",
]


@pytest.fixture(autouse=True)
def _production(settings: LazySettings) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def check_headers(client: Client, address: str) -> None:
    answer = client.get(address, secure=True)

    policy = dict(
        part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert len(answer["X-Request-ID"]) == 36
    assert "Server" not in answer
    for cookie in answer.cookies.values():
        assert cookie["secure"], cookie
        assert cookie["samesite"] == "Lax", cookie
        assert cookie["httponly"] or cookie.key == "csrftoken", cookie


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_response_has_every_header(client: Client, address: str) -> None:
    make_assessed("A talk")

    check_headers(client, address)


@pytest.mark.parametrize("address", ADMIN)
def test_the_admin_has_every_header(client: Client, address: str) -> None:
    account = make_account("root")
    account.is_superuser = True
    account.save()
    client.force_login(account)

    check_headers(client, address)


def test_a_server_error_has_every_header(client: Client, monkeypatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("library.views.about_and_health.health", lambda: 1 / 0)

    check_headers(client, "/readyz")


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("/", "same-origin"),
        ("/admin/login/", "same-origin"),
        ("/episodes/a-talk/", "same-origin"),
        ("/api/v1/episodes/", "cross-origin"),
        ("/embed/episodes/a-talk/", "cross-origin"),
        ("/episodes/a-talk/picture.png", "cross-origin"),
        ("/episodes/a-talk/transcript.vtt", "cross-origin"),
    ],
)
def test_only_pages_for_embedding_may_be_framed(client: Client, address: str, policy: str) -> None:
    make_assessed("A talk")

    assert client.get(address)["Cross-Origin-Resource-Policy"] == policy


def read_settings(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    secret = {"DEBUG": "false", "SECRET_KEY": "only-for-this-test"}  # pragma: allowlist secret
    return subprocess.run(
        [sys.executable, "-c", f"from config import settings as s; print({expression})"],
        cwd=ROOT,
        env=secret | environment,
        capture_output=True,
        text=True,
    )


def test_production_settings_set_what_these_tests_assume() -> None:
    names = ("SECURE_HSTS_SECONDS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
             "SECURE_SSL_REDIRECT")  # fmt: skip

    done = read_settings(f"[getattr(s, name) for name in {names}]")

    assert done.stdout.strip() == "[31536000, True, True, True]"


def test_hsts_for_subdomains_is_configurable() -> None:
    expression = "[s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD]"
    chosen = {"SECURE_HSTS_INCLUDE_SUBDOMAINS": "true", "SECURE_HSTS_PRELOAD": "true"}

    assert read_settings(expression).stdout.strip() == "[False, False]"
    assert read_settings(expression, **chosen).stdout.strip() == "[True, True]"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "change-me-to-fifty-random-characters"),  # pragma: allowlist secret
        ("DATABASE_URL", "postgres://me:change-me@db/x"),  # pragma: allowlist secret
    ],
)
def test_placeholders_of_the_example_settings_are_rejected(name: str, value: str) -> None:
    done = read_settings("1", **{name: value})

    assert done.returncode == 1
    assert "is still the placeholder from .env.example." in done.stderr


def test_nothing_in_redis_is_unpickled() -> None:
    expression = "s.CACHES['default']['OPTIONS']['SERIALIZER']"

    done = read_settings(expression, REDIS_URL="redis://localhost:1/0")

    assert done.stdout.strip() == "django_redis.serializers.json.JSONSerializer"
