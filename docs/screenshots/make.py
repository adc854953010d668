"""Take the pictures of the sample library that the documentation shows: `make screenshots`.

The sample library alone is served from a database made for it; its pages are taken at three
widths, light and dark, as `page-width-scheme.webp` beside this file.
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
from playwright.sync_api import Browser, sync_playwright

PAGES = {
    "home": "/",
    "episode": "/episodes/the-one-way-door/#map",
    "transcript": "/episodes/the-one-way-door/transcript/#why4",
    "search": "/search/?q=control+OR+cure&view=columns",
    "methodology": "/methodology/",
}
WINDOWS = {390: 844, 820: 1100, 1440: 1000}
SCHEMES = ("light", "dark")
MOST_BYTES = 120_000
HERE = Path(__file__).parent


@contextmanager
def sample_site() -> Iterator[str]:
    """Serve the sample library until the block ends; gives the address."""
    address = f"127.0.0.1:{os.environ.get('PORT', '8197')}"
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/db.sqlite3"}
        manage = [sys.executable, str(HERE.parents[1] / "manage.py")]
        for command in ("migrate", "load_sample"):
            subprocess.run(
                [*manage, command, "--verbosity", "0"],
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
    raise SystemExit(f"{url} does not answer")


def main() -> None:
    with sample_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for width in WINDOWS:
            for scheme in SCHEMES:
                _shoot(browser, address, width, scheme)
        browser.close()


def _shoot(browser: Browser, address: str, width: int, scheme: str) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": WINDOWS[width]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    for name, path in PAGES.items():
        page.goto(address + path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        picture = io.BytesIO()
        Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(
            picture, "WEBP", quality=72, method=6
        )
        if picture.tell() > MOST_BYTES:
            raise SystemExit(f"{name} at {width}: {picture.tell():,} bytes are too many")
        (HERE / f"{name}-{width}-{scheme}.webp").write_bytes(picture.getvalue())
    page.close()


if __name__ == "__main__":
    main()
