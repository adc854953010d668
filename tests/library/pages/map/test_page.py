import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client

from library.models import Episode, Guest, Show
from library.pages.map.page import MapPage
from scoring.core.spectrum import Lens, band_of
from scoring.models import Assessment
from tests.budget import queries
from tests.library.views.test_views import get, words_of
from tests.make import make_assessed, make_draft, make_placed

pytestmark = pytest.mark.django_db


def marks(html: str) -> list[tuple[str, str]]:
    """Return address and name of each mark of the map."""
    return re.findall(r'<a href="([^"]*)"[^>]*><title>([^<]*)</title>', html)


def test_every_mark_links_to_its_episode_and_names_its_position(client: Client) -> None:
    episode = make_assessed("Ten words").episode
    make_placed("Dark", -40, confidence="low")
    make_draft()

    found = dict(marks(get(client, "/map/")))

    words = episode.transcripts.get().word_count
    assert set(found) == {"/episodes/ten-words/", "/episodes/dark/"}
    assert found["/episodes/dark/"] == "Dark: −40, low confidence"
    assert f"{words} words" in found["/episodes/ten-words/"]


def test_shape_and_opacity_show_band_and_confidence_without_colour(client: Client) -> None:
    for title, position, confidence in (("A", -40, "low"), ("B", 0, "medium"), ("C", 40, "high")):
        make_placed(title, position, confidence=confidence)

    html = get(client, "/map/?by=together")

    paths = re.findall(r'r="[^"]*"/><path class="tone-\d+ (low|medium|high)" d="([^"]*)"', html)
    assert [confidence for confidence, _ in paths] == ["low", "medium", "high"]
    assert ["a" in d for _, d in paths] == [False, True, False]
    assert "Low (dashed), medium and high confidence" in html


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("lens", ["Technical", "Societal"]),
        ("shelf", ["Test shelf", "No shelf"]),
        ("show", ["A Show", "B Show"]),
        ("guest", ["Ada", "Bo", "No guest"]),
        ("year", ["2024", "2021", "Date unknown"]),
        ("together", ["All together"]),
        ("nonsense", ["Technical", "Societal"]),
    ],
)
def test_the_rows_are_the_requested_groups(client: Client, by: str, rows: list[str]) -> None:
    one = make_placed("One", -40, show="A Show", published_on=date(2021, 3, 1))
    two = make_placed("Two", 3, show="B Show", lens=Lens.SOCIETAL, shelf="Test shelf")
    make_placed("Three", 9, show="B Show", published_on=date(2024, 1, 1))
    for name in ("Ada", "Bo"):
        one.guests.add(Guest.objects.create(name=name, slug=name.lower()))
    two.guests.add(Guest.objects.get(name="Ada"))

    html = get(client, f"/map/?by={by}")

    headings = re.findall(r"<h2 [^>]*>(?:<a [^>]*>)?([^<]*)", html)
    assert headings == rows
    assert ("episodes with several guests appear once per guest" in html) is (by == "guest")


def test_a_range_leaves_out_other_episodes_with_a_note(client: Client) -> None:
    make_placed("Dark", -60)
    make_placed("Middle", 2)

    text = words_of(get(client, "/map/?from=-50&to=50"))

    assert "1 episode ; 1 outside this range" in text or "1 episode; 1 outside" in text
    page = MapPage("/map/", {"from": "-50", "to": "50", "by": "show"})
    assert [choice.is_chosen for choice in page.zooms] == [False, True, False, False]
    assert page.zooms[3].url == "/map/?by=show&from=0&to=100"
    assert page.zooms[0].url == "/map/?by=show"


@pytest.mark.parametrize(
    "given", ["from=x", "from=x&to=y", "from=-900&to=900", "year=soon", "page=-3"]
)
def test_invalid_parameters_are_ignored(client: Client, given: str) -> None:
    make_placed("Dark", -60)

    assert "1 episode" in words_of(get(client, f"/map/?{given}"))


def test_the_filters_are_those_of_the_library(client: Client) -> None:
    make_placed("Dark", -60, show="A Show")
    make_placed("Bright", 60, show="B Show")

    html = get(client, "/map/?band=risk-forward&by=show&show=a-show")

    assert [address for address, _ in marks(html)] == ["/episodes/dark/"]
    assert "/?show=a-show&amp;band=risk-forward" in html
    assert 'href="/map/?show=a-show&amp;by=show"' in html


def test_the_table_has_the_same_episodes_as_the_map(client: Client) -> None:
    make_assessed("Told at length")
    make_placed("Dark", -60, confidence="low")

    text = words_of(get(client, "/map/?view=table&by=show"))

    assert "Plain Show Dark −60 Risk-forward Technical Low unknown" in text
    assert "Told at length" in text


def test_unassessed_episodes_are_counted_and_not_shown(client: Client) -> None:
    make_placed("Dark", -60)
    make_draft()
    Episode.objects.update(status="published")

    html = get(client, "/map/")

    assert len(marks(html)) == 1
    assert "1 not shown (not assessed yet, or hardly about AI)" in words_of(html)


def test_an_empty_map_shows_a_message(client: Client) -> None:
    assert "No conversations match." in get(client, "/map/?band=mixed")


def test_the_name_of_a_mark_is_short_and_escaped(client: Client) -> None:
    make_placed("<script>" + "long " * 50, 5)

    html = get(client, "/map/")

    ((_, name),) = marks(html)
    assert name.startswith("&lt;script&gt;long")
    assert "…: +5" in name


@pytest.fixture
def thousand() -> None:
    """A library of a thousand assessed episodes with titles of usual length."""
    shows = [Show(title=f"Show number {n}", slug=f"show-number-{n}") for n in range(40)]
    shows = Show.objects.bulk_create(shows)
    episodes = Episode.objects.bulk_create(
        Episode(
            title=f"A conversation of some length about the future of artificial minds, {n}",
            slug=f"a-conversation-of-some-length-about-the-future-{n}",
            show=shows[n % 40],
            status="published",
            published_on=date(2015 + n % 11, 1, 1),
        )
        for n in range(1000)
    )
    Assessment.objects.bulk_create(
        Assessment(
            episode=episode,
            kind="editorial",
            assessor="Eva Editor",
            leads=True,
            position=(n * 37 % 160) - 80,
            band=band_of((n * 37 % 160) - 80),
            lens=list(Lens)[n % 6],
            confidence="medium",
            evidence_mode="interview",
        )
        for n, episode in enumerate(episodes)
    )


@pytest.mark.usefixtures("thousand")
@pytest.mark.parametrize("asked", ["", "by=show", "by=year&from=-50&to=50", "view=table"])
def test_a_thousand_episodes_are_grouped_or_paged_below_100_kilobytes(
    client: Client, asked: str
) -> None:
    with queries(1):  # episodes with lead, show, shelf and length
        html = get(client, f"/map/?{asked}")

    assert len(html.encode()) < 100_000
    if "table" not in asked:
        assert "too many episodes to show individually" in html
    assert ("Showing the 24 rows with the most episodes (of 40)" in html) is (asked == "by=show")


@pytest.mark.usefixtures("thousand")
def test_heaps_link_to_their_episodes(client: Client) -> None:
    """Each heap links to a map with its number of episodes, and at last to single marks."""
    html = get(client, "/map/")
    address, name = marks(html)[7]
    count = int(re.findall(r"(\d+) episode", name)[0])

    closer = get(client, address.replace("&amp;", "&"))

    assert f"{count} episodes" in words_of(closer)
    assert len(marks(closer)) == count
    assert all(unquote(found).startswith("/episodes/") for found, _ in marks(closer))
    total = sum(int(re.findall(r"(\d+) episode", name)[0]) for _, name in marks(html))
    assert total == 1000


@pytest.mark.usefixtures("thousand")
def test_200_single_marks_stay_below_100_kilobytes(client: Client) -> None:
    html = get(client, "/map/?year=2019")

    assert len(marks(html)) == 91
    assert len(html.encode()) / 91 * 200 < 100_000


@pytest.mark.parametrize("count", [1, 20])
def test_the_map_costs_the_same_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_placed(f"Talk {number}", number)

    with queries(1):  # episodes with lead, show, shelf and length
        get(client, "/map/")
    with queries(2):  # the same, and guests
        get(client, "/map/?by=guest")


def names(html: str) -> list[tuple[str, str]]:
    return re.findall(r'class="name"[^>]*text-anchor="(\w+)"[^>]*>([^<]*)<', html)


def test_the_most_extreme_marks_are_labelled_on_their_outer_side(client: Client) -> None:
    for title, position in (("Dark", -40), ("Darker", -50), ("Plain", 3), ("Bright", 60)):
        make_placed(title, position)
    make_placed("Alone in the middle", 5, lens=Lens.SOCIETAL)

    assert names(get(client, "/map/")) == [("end", "Darker"), ("start", "Bright")]


def test_a_label_is_shortened_to_fit_or_left_out(client: Client) -> None:
    make_placed("A very long title of a conversation about risk", -60)
    make_placed("Nothing fits beside the end of the scale", 99)

    ((anchor, text),) = names(get(client, "/map/"))

    assert anchor == "end"
    assert text.endswith("…")
    assert "A very long title of a conversation about risk".startswith(text[:-1])


def test_the_map_links_to_a_path_with_the_same_filters(client: Client) -> None:
    make_placed("Dark", -40, shelf="Risk")

    assert 'href="/path/?shelf=risk"' in get(client, "/map/?shelf=risk&by=show")
    assert "Reading path" not in get(client, "/map/?by=show")
