"""Forgotten passwords are reset by e-mail, if the site can send e-mail."""

import importlib
import re
from collections.abc import Iterator
from dataclasses import replace

import environ
import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import clear_url_caches

from config import mail as settings_of_mail
from tests.make import make_account

pytestmark = pytest.mark.django_db
LOGIN, RESET = "/admin/login/", "/admin/password_reset/"
URL = "smtp+tls://ada:a%40b@mail.example.org:587"  # pragma: allowlist secret
ADDRESS, NEW = "edna@example.org", "a new horse 17"


def load_urls() -> None:
    importlib.reload(importlib.import_module("config.urls"))
    clear_url_caches()


@pytest.fixture
def with_mail(settings: LazySettings) -> Iterator[None]:
    """A site that can send e-mail, and an editor."""
    settings.EMAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://", "library@example.org"
    settings.DATA = replace(settings.DATA, address="https://library.example.org")
    load_urls()
    account = make_account("edna", "Editor")
    account.email = ADDRESS
    account.save()
    yield
    settings.EMAIL_URL = ""
    load_urls()


def request_reset(client: Client, address: str) -> int:
    return client.post(RESET, {"email": address}).status_code


@pytest.mark.usefixtures("with_mail")
def test_a_link_sets_a_new_password_once(client: Client) -> None:
    assert RESET in client.get(LOGIN).content.decode()
    assert request_reset(client, ADDRESS) == 302

    (message,) = mail.outbox
    assert (message.to, message.from_email) == ([ADDRESS], "library@example.org")
    link = re.search(r"http://library\.example\.org(/admin/reset/\S+)", message.body)
    assert link
    form = client.get(link[1], follow=True)
    passwords = {"new_password1": NEW, "new_password2": NEW}
    assert client.post(form.redirect_chain[-1][0], passwords).status_code == 302
    assert client.post(LOGIN, {"username": "edna", "password": NEW}).status_code == 302
    assert "link was invalid" in client.get(link[1], follow=True).content.decode()


@pytest.mark.usefixtures("with_mail")
def test_requests_for_an_unknown_address_send_no_mail_and_are_limited(
    client: Client,
) -> None:
    answers = [request_reset(client, "nobody@example.org") for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert mail.outbox == []


def test_without_a_mail_server_there_is_no_such_page(client: Client) -> None:
    assert RESET not in client.get(LOGIN).content.decode()
    assert client.get(RESET, follow=True).redirect_chain[-1][0].startswith(LOGIN)


def test_the_url_of_the_server_becomes_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM"):
        settings_of_mail.read(environ.Env(), URL)

    monkeypatch.setenv("EMAIL_FROM", "library@example.org")
    read = settings_of_mail.read(environ.Env(), URL)

    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == ("mail.example.org", 587)
    assert (read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]) == ("ada", "a@b")
    assert (read["EMAIL_USE_TLS"], read["DEFAULT_FROM_EMAIL"]) == (True, "library@example.org")
