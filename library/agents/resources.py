"""Results of the MCP tools: API responses, plus the kind and scorer of the assessments."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from library.agents.api_client import ApiError, Params, absolute, get, get_list
from library.api.parameters import hint
from scoring.models import Assessment, Subject
from scoring.services.assessing import default_scorer

Result = dict[str, Any]
ORIGIN = ("kind", "scorer", "scorer_version")


def search_moments(params: Params) -> Result:
    page = get_list("search", params)
    return {**page, "scored_by": scorers_of(row["episode"] for row in page["results"])}


def list_episodes(params: Params) -> Result:
    page = get_list("episodes", params)
    return {**page, "scored_by": leads_of(row["slug"] for row in page["results"])}


def get_episode(slug: str) -> Result:
    return {**get("episode", slug=slug), "scored_by": leads_of([slug])}


def get_segments(slug: str, params: Params) -> Result:
    page = get_list("episode-segments", params, slug=slug)
    return {**page, "scored_by": scorers_of([slug])}


def get_answering_passages(slug: str, index: int) -> Result:
    page = get_list("segment-answers", slug=slug, index=index)
    slugs = [slug, *(row["episode"] for row in page["results"])]
    return {
        "results": page["results"],
        "html_url": absolute(reverse("library:answers", args=[slug, index])),
        "scored_by": scorers_of(slugs),
    }


def get_both_sides(topic: str) -> Result:
    """Return the most risk-forward and most opportunity-forward passages on a subject.

    `topic` is the slug or the name of the subject. Raises ApiError.
    """
    subjects = dict(Subject.objects.in_use().values_list("slug", "name"))
    slugs = {name.casefold(): slug for slug, name in subjects.items()}
    slug = slugs.get(topic.strip().casefold()) or slugify(topic)
    if slug not in subjects:
        raise ApiError(404, f"Unknown topic “{topic}”. {hint(slug, subjects, 'topics')}")
    sides = get("both-sides", slug=slug)
    rows = [*sides["risk_forward"], *sides["opportunity_forward"]]
    return {**sides, "scored_by": scorers_of(row["episode"] for row in rows)}


def library_statistics() -> Result:
    scorer = default_scorer()
    return {
        **get("statistics"),
        "html_url": absolute(reverse("library:index")),
        "methodology_url": absolute(reverse("library:methodology")),
        "scored_by": {"scorer": scorer.name, "scorer_version": scorer.version},
    }


def scorers_of(slugs: Iterable[str]) -> Result:
    """Map each episode slug to the kind and scorer of the episode's segment scores."""
    automatic = Assessment.objects.automatic().of_current_transcript()
    return _by_slug(automatic.filter(episode__slug__in=set(slugs)).preferred_first())


def leads_of(slugs: Iterable[str]) -> Result:
    """Map each episode slug to the kind and scorer of the episode's leading assessment."""
    return _by_slug(Assessment.objects.filter(leads=True, episode__slug__in=set(slugs)))


def _by_slug(assessments: Any) -> Result:
    page: Result = {}
    for slug, *origin in assessments.values_list("episode__slug", *ORIGIN):
        page.setdefault(slug, dict(zip(ORIGIN, origin, strict=True)))
    return page
