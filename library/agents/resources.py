"""What agents are told: the API's answers, with who or what placed each episode."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from library.agents.api_client import Given, absolute, ask, ask_list
from scoring.models import Assessment
from scoring.services.assessing import default_scorer

Answer = dict[str, Any]
ORIGIN = ("kind", "scorer", "scorer_version")


def search_moments(given: Given) -> Answer:
    found = ask_list("search", given)
    return {**found, "scored_by": scorers_of(row["episode"] for row in found["results"])}


def list_episodes(given: Given) -> Answer:
    found = ask_list("episodes", given)
    return {**found, "scored_by": leads_of(row["slug"] for row in found["results"])}


def get_episode(slug: str) -> Answer:
    return {**ask("episode", slug=slug), "scored_by": leads_of([slug])}


def get_segments(slug: str, given: Given) -> Answer:
    found = ask_list("episode-segments", given, slug=slug)
    return {**found, "scored_by": scorers_of([slug])}


def get_answering_passages(slug: str, index: int) -> Answer:
    found = ask_list("segment-answers", slug=slug, index=index)
    slugs = [slug, *(row["episode"] for row in found["results"])]
    return {
        "results": found["results"],
        "html_url": absolute(reverse("library:answers", args=[slug, index])),
        "scored_by": scorers_of(slugs),
    }


def library_statistics() -> Answer:
    scorer = default_scorer()
    return {
        **ask("statistics"),
        "html_url": absolute(reverse("library:index")),
        "methodology_url": absolute(reverse("library:methodology")),
        "scored_by": {"scorer": scorer.name, "scorer_version": scorer.version},
    }


def scorers_of(slugs: Iterable[str]) -> Answer:
    """Return, by slug, the scorer and its version that placed the segments of an episode."""
    automatic = Assessment.objects.automatic().of_current_transcript()
    return _by_slug(automatic.filter(episode__slug__in=set(slugs)).preferred_first())


def leads_of(slugs: Iterable[str]) -> Answer:
    """Return, by slug, what the position of an episode comes from; editors have no scorer."""
    return _by_slug(Assessment.objects.filter(leads=True, episode__slug__in=set(slugs)))


def _by_slug(assessments: Any) -> Answer:
    found: Answer = {}
    for slug, *origin in assessments.values_list("episode__slug", *ORIGIN):
        found.setdefault(slug, dict(zip(ORIGIN, origin, strict=True)))
    return found
