"""Search tabs for conversations and passages, with the number of matches."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from library.filters import EpisodeFilter
from library.models import Episode
from library.pages.links import link
from library.text.number_formats import thousands

MAX_COUNT = 500
"""Largest number of passages shown exactly; larger numbers are shown as `500+`."""


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    count: str
    is_current: bool


def tabs(
    filters: Mapping[str, str],
    *,
    conversations: int | None,
    passages: int | None,
    path: str = "",
    current: str = "conversations",
) -> list[Tab]:
    """Return both tabs, with links to the same search. If a count is None, its tab has no number.

    `path` is the path of the list of conversations: the library, or a show, shelf, guest, tag or
    subject.
    """
    library = path or reverse("library:index")
    return [
        Tab(
            "Conversations",
            link(library, filters),
            "" if conversations is None else thousands(conversations),
            current != "passages",
        ),
        Tab(
            "Passages",
            link(reverse("library:search"), filters),
            "" if passages is None else _up_to_maximum(passages),
            current == "passages",
        ),
    ]


def count_conversations(filters: Mapping[str, str]) -> int:
    """Return the number of published episodes that match the filters. One query."""
    params = {name: value for name, value in filters.items() if name in EpisodeFilter.base_filters}
    episodes = Episode.objects.published().with_lead_assessment().order_by()
    count: int = EpisodeFilter(params, episodes).qs.count()
    return count


def _up_to_maximum(count: int) -> str:
    return f"{thousands(MAX_COUNT)}+" if count > MAX_COUNT else thousands(count)
