"""Size, loading time and layout stability of the page of a long conversation."""

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response
from pytest_django.live_server_helper import LiveServer

from tests.make import make_assessed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 100 * 1024
"""Maximum size of HTML, style sheets and scripts, compressed."""
SOON, STILL = 5.0, 0.02
"""Maximum seconds to the largest paint, with room for a busy machine, and maximum layout shift."""
SLOWER = 4
WATCH = """
window.largest = window.shift = 0;
const watch = (type, take) =>
  new PerformanceObserver((list) => list.getEntries().forEach(take))
    .observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { window.largest = entry.startTime; });
watch("layout-shift", (entry) => { window.shift += entry.value; });
"""


@pytest.fixture
def address() -> str:
    """URL of an episode with 5,206 cues, in 160 segments."""
    sentences = [f"we said number {n} in nine words" for n in range(5206)]
    made = make_assessed("A very long talk", sentences=sentences)
    return made.episode.get_absolute_url()


@pytest.mark.parametrize("ending", ["", "transcript/"])
def test_a_long_conversation_is_small_fast_and_stable(
    open_page: Callable[..., Page], live_server: LiveServer, address: str, ending: str
) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.add_init_script(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        kind = response.request.resource_type
        if kind in ("document", "stylesheet", "script"):
            weights[response.url] = len(gzip.compress(response.body()))

    page.on("response", weigh)
    page.goto(live_server.url + address + ending, wait_until="networkidle")

    assert page.evaluate("window.shift") <= STILL
    assert 0 < page.evaluate("window.largest") / 1000 <= SOON
    if not ending:
        assert sum(weights.values()) <= MOST_BYTES, weights
