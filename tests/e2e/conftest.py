import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebError,
)

# The test server's database work happens beside Playwright's event loop.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

HERE = ("http://localhost", "http://127.", "blob:http://localhost", "data:")
MISSING = "/no-such-page/"
"""A missing URL, for which the browser rightly logs an error to the console."""
LATE = "Transition was aborted"
"""Message of Chromium if a page arrives too late for its transition, on a busy machine."""
UNTOUCHED = "Blocked attempt to show a 'beforeunload' confirmation"
"""Message of Chromium if a form with unsaved edits is left before any click or key press."""


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Opens contexts that fail the test on any console error or request to another host.

    Violations of the Content-Security-Policy are console errors too.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        expected = message.location.get("url", "").endswith(MISSING)
        expected = expected or message.text.startswith(UNTOUCHED)
        if message.type in ("error", "warning") and not expected:
            faults.append(message.text)

    def on_error(error: WebError) -> None:
        if not str(error.error).startswith(LATE):
            faults.append(str(error.error))

    def on_request(request: Request) -> None:
        if not request.url.startswith(HERE):
            faults.append(f"request to {request.url}")

    def opened(**options: object) -> BrowserContext:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        context.on("console", on_console)
        context.on("weberror", on_error)
        context.on("request", on_request)
        return context

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Opens pages, each in its own checked context with the given options."""
    return lambda **options: open_context(**options).new_page()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page(viewport={"width": 1440, "height": 900})
