"""Update the documentation screenshots: `make screenshots`.

Runs the sample library on a temporary database. Saves its pages at three widths in light and dark
mode, and the admin index once, as `page-width-scheme.webp` in this folder.
"""

import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PAGES = {
    "home": "/",
    "episode": "/episodes/the-one-way-door/#map",
    "transcript": "/episodes/the-one-way-door/transcript/#why4",
    "search": "/search/?q=control+OR+cure&view=columns",
    "methodology": "/methodology/",
}
WINDOWS = {390: 844, 820: 1100, 1440: 1000}
SCHEMES = ("light", "dark")
MAX_BYTES = 120_000
ADMIN_WIDTH = 1440
ACCOUNT = {
    "DJANGO_SUPERUSER_USERNAME": "editor",
    "DJANGO_SUPERUSER_EMAIL": "editor@library.example.org",
    "DJANGO_SUPERUSER_PASSWORD": "for-pictures-only-17",  # pragma: allowlist secret
}
HERE = Path(__file__).parent


@contextmanager
def sample_site() -> Iterator[str]:
    """Serve the sample library until the block ends; yield its URL. The login is `ACCOUNT`."""
    address = f"127.0.0.1:{os.environ.get('PORT', '8197')}"
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | ACCOUNT | {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
        manage = [sys.executable, str(HERE.parents[1] / "manage.py")]
        for command in (["migrate"], ["load_sample"], ["createsuperuser", "--noinput"]):
            subprocess.run(
                [*manage, *command, "--verbosity", "0"],
                env=environment,
                check=True,
                stdout=subprocess.DEVNULL,
            )
        serve = [*manage, "runserver", "--noreload", "--verbosity", "0", address]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(serve, env=environment, **quiet)
        try:
            _wait_for(f"http://{address}/healthz")
            yield f"http://{address}"
        finally:
            server.terminate()
            server.wait()


def _wait_for(url: str) -> None:
    for _ in range(120):
        try:
            httpx.get(url)
            return
        except httpx.TransportError:
            time.sleep(0.5)
    raise SystemExit(f"no response from {url}")


def main() -> None:
    with sample_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for width in WINDOWS:
            for scheme in SCHEMES:
                _take_pages(browser, address, width, scheme)
        _take_admin(browser, address)
        browser.close()


def _take_pages(browser: Browser, address: str, width: int, scheme: str) -> None:
    page = _open(browser, width, scheme)
    for name, path in PAGES.items():
        page.goto(address + path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        _save(page, f"{name}-{width}-{scheme}")
    page.close()


def _take_admin(browser: Browser, address: str) -> None:
    page = _open(browser, ADMIN_WIDTH, "light")
    page.goto(f"{address}/admin/")
    page.fill("#id_username", ACCOUNT["DJANGO_SUPERUSER_USERNAME"])
    page.fill("#id_password", ACCOUNT["DJANGO_SUPERUSER_PASSWORD"])
    page.click("[type=submit]")
    page.wait_for_selector("#content", state="visible")
    page.wait_for_load_state("networkidle")
    _save(page, f"admin-{ADMIN_WIDTH}-light")
    page.close()


def _open(browser: Browser, width: int, scheme: str) -> Page:
    return browser.new_page(
        viewport={"width": width, "height": WINDOWS[width]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )


def _save(page: Page, name: str) -> None:
    picture = io.BytesIO()
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(
        picture, "WEBP", quality=72, method=6
    )
    if picture.tell() > MAX_BYTES:
        raise SystemExit(f"{name} is too large: {picture.tell():,} bytes")
    (HERE / f"{name}.webp").write_bytes(picture.getvalue())


if __name__ == "__main__":
    main()
