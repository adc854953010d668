"""Cards without a summary quote the strongest passage of each side."""

import re

import pytest
from django.test import Client

from library.models import Episode
from scoring.core.position import Ingredients
from scoring.core.position_sentences import leaning_sentence
from tests.budget import queries
from tests.library.views.test_views import get, words_of
from tests.make import BREAD, BRIGHT, DARK, PLAIN, make_assessed, make_simple


@pytest.mark.parametrize(
    ("risk", "opportunity", "sentence"),
    [
        (45, 0, "45 of 160 passages lean to risk, none to opportunity."),
        (1, 2, "1 of 160 passages leans to risk, 2 to opportunity."),
        (0, 7, "7 of 160 passages lean to opportunity, none to risk."),
        (0, 0, "None of 160 passages leans to a side."),
    ],
)
def test_the_ingredients_are_summarised_in_one_sentence(
    risk: int, opportunity: int, sentence: str
) -> None:
    assert leaning_sentence(Ingredients(160, risk, opportunity, None)) == sentence


def quotes(html: str) -> list[tuple[str, str, str]]:
    part = html.partition('class="card-quotes"')[2].partition("</ul>")[0]
    return re.findall(r'<q>([^<]*)</q> <a href="[^"]*#(s\d+)">([^<]*)</a>', part)


@pytest.mark.django_db
def test_each_side_is_quoted_at_its_time_and_links_to_its_passage(client: Client) -> None:
    make_simple("A talk", (BREAD, 60), (PLAIN, 60), (DARK, 60), (BRIGHT, 60))
    Episode.objects.update(summary="")

    (dark, dark_at, time), (bright, bright_at, _) = quotes(get(client, "/"))

    assert "extinction" in dark
    assert "optimistic" in bright
    assert re.fullmatch(r"\d+:\d\d", time)
    transcript = get(client, "/episodes/a-talk/transcript/")
    for at, phrase in ((dark_at, "extinction"), (bright_at, "optimistic")):
        assert phrase in transcript.partition(f'id="{at}"')[2].partition("</section>")[0]


@pytest.mark.django_db
def test_a_summary_or_claim_replaces_the_quotes(client: Client) -> None:
    episode = make_assessed("A talk", sentences=[DARK] * 60).episode
    assert quotes(get(client, "/")) == []

    Episode.objects.filter(pk=episode.pk).update(summary="")
    assert len(quotes(get(client, "/"))) == 1
    Episode.objects.filter(pk=episode.pk).update(claim="AI is dangerous.")
    assert quotes(get(client, "/")) == []


@pytest.mark.django_db
def test_a_passage_that_takes_no_side_is_not_quoted(client: Client) -> None:
    make_assessed("A talk", sentences=[PLAIN] * 60)
    Episode.objects.update(summary="")

    assert quotes(get(client, "/")) == []


@pytest.mark.django_db
def test_a_card_shows_its_lean_and_the_passages_behind_it(client: Client) -> None:
    make_assessed("A talk", sentences=[DARK] * 60)

    text = words_of(get(client, "/"))

    assert re.search(r"Leans risk, −\d+", text)
    assert re.search(r"\d+ of \d+ passages lean to risk, none to opportunity\.", text)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20])
def test_quotes_cost_one_query_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[DARK] * 10)
    Episode.objects.update(summary="")

    # Five facets in one query, subject, shelf, show, guest, tag; positions and bands of all, count,
    # episodes with lead assessment; the quotes.
    with queries(9):
        get(client, "/")
