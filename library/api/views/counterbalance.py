"""Views for mirror picks, related conversations and answering passages."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from library.api.pagination import OffsetPages
from library.api.serializers.counterbalance import (
    AnswerSerializer,
    MirrorPickSerializer,
    RelatedSerializer,
)
from library.api.views.base import PublicList
from library.models import Episode, Segment
from library.pages.episode.answering_passages import AnswersPage
from library.pages.episode.counterbalance import Counterbalance


class ShortList(PublicList):
    """A short list of items related to one episode."""

    counts = False

    @cached_property
    def pages(self) -> OffsetPages:
        return OffsetPages(self.page_size, of=self.request.path)

    def get_rows(self, request: Request) -> list[Any]:
        rows = self.rows()
        page = self.pages.page(request, lambda offset, limit: rows[offset : offset + limit])
        return [row for _, row in page]

    def rows(self) -> Sequence[Any]:
        raise NotImplementedError

    def counterbalance(self) -> Counterbalance:
        episodes = Episode.objects.published().with_lead_assessment()
        episode = get_object_or_404(episodes, slug=self.kwargs["slug"])
        return Counterbalance(episode, episode.lead_assessment)


class MirrorPickList(ShortList):
    """List the mirror picks of an episode, from the other side of the spectrum.

    Up to three picks share the topic of the episode. If fewer than three do, up to two picks on
    other topics follow.
    """

    serializer_class = MirrorPickSerializer

    def rows(self) -> Sequence[Any]:
        beside = self.counterbalance()
        return [*beside.picks, *beside.elsewhere]


class RelatedList(ShortList):
    """List up to four related episodes that share a guest, topic, shelf or show.

    Mirror picks are left out.
    """

    serializer_class = RelatedSerializer

    def rows(self) -> Sequence[Any]:
        return self.counterbalance().related


class AnswerList(ShortList):
    """List up to three passages from the other side of the spectrum that answer a segment.

    The list is empty if the segment takes no side.
    """

    serializer_class = AnswerSerializer

    def rows(self) -> Sequence[Any]:
        segment = get_object_or_404(
            Segment.objects.select_related("transcript__episode").defer("transcript__cues"),
            transcript__episode__slug=self.kwargs["slug"],
            transcript__episode__status=Episode.Status.PUBLISHED,
            transcript__is_current=True,
            index=self.kwargs["index"],
        )
        return AnswersPage(segment.transcript.episode, segment).answers
