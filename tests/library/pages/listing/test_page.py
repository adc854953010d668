import re
from datetime import date

import pytest
from django.test import Client

from library.models import Episode, Guest, Shelf, Tag
from scoring.models import Assessment
from scoring.services.assessing import choose_lead
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_draft, make_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def library() -> None:
    make_assessed("Dark", sentences=[DARK] * 30, published_on=date(2023, 1, 1))
    make_assessed("Bright", sentences=[BRIGHT] * 30, show="Other Show", published_on=None)
    make_episode("Waiting", sentences=[PLAIN] * 30, published_on=date(2025, 1, 1))


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.text


def choice(html: str, id: str) -> tuple[str, int]:
    """Return the address and the count of the choice of a facet."""
    found = re.search(rf'id="{id}" href="([^"]*)".*?class="number">([\d,]+)', html)
    assert found, id
    return found[1].replace("&amp;", "&"), int(found[2].replace(",", ""))


def cards(html: str) -> list[str]:
    return re.findall(r'<h2><a href="[^"]*">([^<]*)</a></h2>', html)


@pytest.mark.usefixtures("library")
def test_every_filter_shows_its_count_and_links_to_its_list(client: Client) -> None:
    html = page(client, "/")
    choices = {
        "band-risk-forward": 1, "show-test-show": 2, "show-other-show": 1, "shelf-test-shelf": 3,
        "guest-ada-guest": 3, "tag-testing": 3, "year-2023": 1, "year-2025": 1,
        "has_transcript-true": 3, "assessed_by_editor-false": 3,
    }  # fmt: skip

    for id, expected in choices.items():
        address, count = choice(html, id)
        assert count == expected, id
        assert len(cards(page(client, address))) == expected, id


@pytest.mark.usefixtures("library")
def test_a_search_within_a_show_counts_only_its_episodes(client: Client) -> None:
    make_assessed("Dark again", show="Other Show", sentences=[DARK] * 30)

    html = page(client, "/shows/test-show/?q=dark")

    assert cards(html) == ["Dark"]
    assert choice(html, "band-risk-forward") == ("/shows/test-show/?q=dark&band=risk-forward", 1)
    assert choice(html, "tag-testing") == ("/shows/test-show/?q=dark&tag=testing", 1)
    assert 'id="show-' not in html


@pytest.mark.usefixtures("library")
def test_facet_counts_respect_the_other_filters(client: Client) -> None:
    html = page(client, "/?band=risk-forward&show=test-show")

    assert cards(html) == ["Dark"]
    assert choice(html, "show-test-show") == ("/?band=risk-forward", 1)
    assert choice(html, "band-risk-forward") == ("/?show=test-show", 1)
    assert "show-other-show" not in html


@pytest.mark.usefixtures("library")
def test_active_filters_are_listed_and_each_can_be_removed(client: Client) -> None:
    html = page(client, "/?q=worried&show=test-show&ordering=title&page=1")
    active = html.partition('class="active"')[2].partition("</ul>")[0]

    assert re.findall(r'href="([^"]*)"', active) == [
        "/?show=test-show&amp;ordering=title",
        "/?q=worried&amp;ordering=title",
        "/",
    ]
    assert "Test Show" in active
    assert "<title>worried · Test Show · Counterpoint</title>" in html.replace("\n", "")


@pytest.mark.usefixtures("library")
def test_a_page_ignores_unknown_parameters_and_values(client: Client) -> None:
    html = page(client, "/?band=rosy&year=soon&colour=red&page=x&ordering=summary")

    assert len(cards(html)) == 3
    assert 'class="active"' not in html
    assert "rosy" not in html


@pytest.mark.usefixtures("library")
def test_without_matches_the_page_suggests_filters_to_remove(client: Client) -> None:
    html = page(client, "/?q=zebra&band=mixed")

    assert "No conversations match all these filters" in html
    assert "Remove Words: zebra" in html
    assert "/search/?q=zebra" in html


@pytest.mark.usefixtures("library")
def test_shelves_and_shows_count_the_episodes_of_the_other_filter(client: Client) -> None:
    another = Shelf.objects.create(slug="another-shelf", title="Another shelf")
    Episode.objects.filter(title="Bright").update(shelf=another)
    Episode.objects.filter(title="Waiting").update(shelf=None)

    for asked, expected in [
        ("", {"shelf-another-shelf": 1, "shelf-test-shelf": 1, "show-other-show": 1}),
        ("show=test-show", {"shelf-test-shelf": 1, "show-test-show": 2, "show-other-show": 1}),
        ("shelf=another-shelf", {"shelf-another-shelf": 1, "shelf-test-shelf": 1}),
        ("shelf=another-shelf", {"show-other-show": 1}),
    ]:
        html = page(client, f"/?{asked}")
        assert {id: choice(html, id)[1] for id in expected} == expected
    assert "show-test-show" not in page(client, "/?shelf=another-shelf")
    assert "shelf-another-shelf" not in page(client, "/?show=test-show")
    chosen_first = page(client, "/?shelf=test-shelf")
    assert chosen_first.index("shelf-test-shelf") < chosen_first.index("shelf-another-shelf")


@pytest.mark.usefixtures("library")
def test_an_empty_list_offers_no_filters_and_no_order(client: Client) -> None:
    found, empty = page(client, "/?q=treaty OR dark"), page(client, "/?q=xylophone")

    for html, is_empty in ((found, False), (empty, True)):
        assert ("library-alone" in html) == is_empty
        assert ('class="facets"' in html) != is_empty
        assert ('class="orders"' in html) != is_empty
    assert "0 episodes" in empty


@pytest.mark.usefixtures("library")
def test_htmx_gets_a_fragment_and_history_restore_the_full_page(client: Client) -> None:
    part = client.get("/?band=risk-forward", headers={"HX-Request": "true"})
    assert part.text.strip().startswith("<title>")
    assert "<html" not in part.text
    assert cards(part.text) == ["Dark"]
    assert "HX-Request" in part["Vary"]

    history = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/?band=risk-forward", headers=history).text


def test_pages_keep_the_requested_filters(client: Client) -> None:
    for number in range(25):
        make_episode(f"Talk {number:02}")

    first = page(client, "/?show=test-show&ordering=title")
    assert 'rel="next" href="/?show=test-show&amp;ordering=title&amp;page=2"' in first
    second = page(client, "/?show=test-show&ordering=title&page=2")
    assert cards(second) == ["Talk 24"]
    assert 'rel="prev" href="/?show=test-show&amp;ordering=title"' in second
    assert cards(page(client, "/?page=99")) == cards(page(client, "/?page=2"))


@pytest.mark.parametrize(
    "address",
    ["/shows/test-show/", "/shelves/test-shelf/", "/guests/ada-guest/", "/tags/testing/"],
)
@pytest.mark.usefixtures("library")
def test_each_category_page_has_its_own_spectrum(client: Client, address: str) -> None:
    elsewhere = Episode.objects.get(title="Bright")
    elsewhere.guests.set([Guest.objects.create(slug="bo", name="Bo")])
    elsewhere.tags.set([Tag.objects.create(slug="other", name="other")])
    Episode.objects.filter(title="Bright").update(shelf=None)

    html = page(client, address)

    assert sorted(cards(html)) == ["Dark", "Waiting"]
    assert "Position of this conversation" in html
    assert "1 risk-forward, 0 mixed, 0 opportunity-forward" in html
    assert html.count('<circle class="tone-') == 1
    assert f'href="{address}?band=risk-forward"' in html
    kind = address.split("/")[1].rstrip("s").replace("shelve", "shelf")
    assert f'id="facet-{kind}"' not in html
    assert client.get(address.replace("/test", "/best").replace("/ada", "/bob")).status_code == 404


def test_many_episodes_are_shown_as_columns_and_few_as_linked_dots(client: Client) -> None:
    for number in range(81):
        make_assessed(f"Talk {number}", sentences=[DARK])

    html = page(client, "/")
    assert "<circle" not in html
    assert "Positions of these 81 conversations" in html
    assert '<circle class="tone-' in page(client, "/?q=talk+7")


@pytest.mark.usefixtures("library")
def test_segments_are_counted_for_any_lead_and_unscored_ones_are_reported(
    client: Client,
) -> None:
    dark = Assessment.objects.get(episode__title="Dark")
    bright = Assessment.objects.get(episode__title="Bright")
    assert dark.statistics
    assert bright.statistics
    counted, kept = dark.statistics["count"], bright.statistics["count"]
    before = page(client, "/")
    assert f"<p>{counted + kept} segments by band</p>" in before

    heard_by_an_editor(dark.episode)
    assert shares(page(client, "/")) == shares(before)
    assert f"<p>{counted} segments by band</p>" in page(client, "/?year=2023")

    dark.delete()
    assert f"<p>{kept} of {counted + kept} segments by band</p>" in page(client, "/")


def heard_by_an_editor(episode: Episode) -> None:
    Assessment.objects.create(
        episode=episode,
        kind="editorial",
        assessor="Eva Editor",
        position=-60.0,
        band="risk-forward",
        lens="technical",
        confidence="high",
        evidence_mode="interview",
    )
    choose_lead(episode)


def shares(html: str) -> str:
    return html.partition("standing-shares")[2].partition("Conversations by lens")[0]


def test_index_pages_list_names_with_episode_counts(client: Client) -> None:
    make_episode("One")
    make_episode("Two")
    make_draft()

    for address, name in (
        ("/shows/", "Test Show"), ("/shelves/", "Test shelf"), ("/guests/", "Ada Guest"),
        ("/tags/", "testing"),
    ):  # fmt: skip
        html = page(client, address)
        assert name in html
        assert 'class="number">2<' in html
        assert "Bare Show" not in html
        with queries(2):  # count, names
            page(client, address)


def test_guests_and_tags_are_links_on_the_episode_page(client: Client) -> None:
    html = page(client, make_episode().get_absolute_url())

    assert '<a href="/guests/ada-guest/">Ada Guest</a>' in html
    assert '<a href="/tags/testing/">testing</a>' in html


@pytest.mark.parametrize("count", [1, 20])
def test_a_filtered_list_costs_the_same_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[DARK])

    # The show, its course, the episodes that hold the words; five facets in one query, subject,
    # shelf, guest, tag; positions and bands of all, count, episodes with lead assessment; the
    # number of passages.
    with queries(12):
        page(client, "/shows/test-show/?q=talk&band=risk-forward&tag=testing")


@pytest.mark.usefixtures("library")
def test_the_passages_tab_keeps_the_filters_of_the_list(client: Client) -> None:
    html = page(client, "/guests/ada-guest/?q=worried&band=risk-forward&ordering=title")

    (address,) = re.findall(r'<a href="(/search/[^"]*)"[^>]*>Passages', html)
    assert address == "/search/?q=worried&amp;band=risk-forward&amp;guest=ada-guest"
    assert "/episodes/dark/transcript/?find=" in page(client, address.replace("&amp;", "&"))
    assert 'href="/search/?tag=testing"' in page(client, "/tags/testing/")
