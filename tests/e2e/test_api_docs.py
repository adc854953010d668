"""The page of the API follows the theme of the site and links back to it."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
DARK, LIGHT = "rgb(16, 23, 29)", "rgb(247, 245, 240)"
"""Background colours of the site by theme."""
WORDS_IN_DARK = "rgb(228, 230, 230)"
"""Text colour of Swagger UI's own style sheet."""


def test_the_page_of_the_api_follows_the_theme_and_links_back(
    page: Page, live_server: LiveServer
) -> None:
    ground, words = page.locator("body"), page.locator(".swagger-ui .opblock-tag").first
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/api/v1/docs/")
    expect(words).to_be_visible(timeout=60_000)
    expect(ground).to_have_css("background-color", DARK)
    expect(words).to_have_css("color", WORDS_IN_DARK)

    page.emulate_media(color_scheme="light")
    expect(ground).to_have_css("background-color", LIGHT)
    expect(words).not_to_have_css("color", WORDS_IN_DARK)

    page.emulate_media(color_scheme="dark")
    expect(ground).to_have_css("background-color", DARK)
    page.locator("[data-theme-switch]").click()
    expect(ground).to_have_css("background-color", LIGHT)

    page.locator(".site-name").click()
    expect(page).to_have_url(f"{live_server.url}/")
