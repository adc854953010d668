"""Views for published episodes."""

from django.shortcuts import get_object_or_404

from library.api.filters import EpisodeParameters
from library.api.serializers.episodes import EpisodeRowSerializer, EpisodeSerializer
from library.api.views.base import PublicDetail, PublicList
from library.models import Episode, EpisodeChange, Shelf, Show
from library.models.episode import EpisodeQuerySet
from library.pages.episode.page import EpisodePage
from library.pages.listing.card import Card
from scoring.models import Assessment
from scoring.models.subjects import with_subjects

JOINED = {"show": Show, "shelf": Shelf, "lead_assessment": Assessment, "last_change": EpisodeChange}
"""Models of the relations that EpisodeRowSerializer needs, by relation name."""


class EpisodeList(PublicList):
    """List the published episodes, newest first."""

    serializer_class = EpisodeRowSerializer
    filterset_class = EpisodeParameters
    joined = JOINED

    def get_queryset(self) -> EpisodeQuerySet:
        episodes = Episode.objects.published().with_lead_assessment().with_last_change()
        episodes = episodes.newest_first()
        if "subjects" in self.requested.names:
            episodes = episodes.prefetch_related(with_subjects())
        return episodes

    def present(self, row: Episode) -> Card:
        return Card(row)


class EpisodeDetail(PublicDetail):
    """Return a published episode with its description and its leading assessment."""

    serializer_class = EpisodeSerializer

    def get_object(self) -> EpisodePage:
        return EpisodePage(
            get_object_or_404(Episode.objects.for_episode_page().with_last_change(), **self.kwargs)
        )
