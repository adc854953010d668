import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.make import make_account


@pytest.fixture
def editor(client: Client) -> User:
    account = make_account("edna", "Editor")
    client.force_login(account)
    return account
