"""The current transcript of an episode, and its cues."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from library.api.exception_handler import TextWithheld
from library.api.pagination import PlacePages
from library.api.serializers.transcripts import CueSerializer, TranscriptSerializer
from library.api.views.base import PublicDetail, PublicList
from library.http.problem_details import WITHHELD
from library.models import Episode, Transcript
from library.pages.episode.transcript_files import NumberedCue, StoredTranscript

SHARING = ("text_may_be_shared", "show__text_may_be_shared")
COLUMNS = ("cues", "checksum", *(f"episode__{name}" for name in SHARING))


class TranscriptDetail(PublicDetail):
    """Where the words of an episode come from, and where they are to be had."""

    serializer_class = TranscriptSerializer

    def get_thing(self) -> StoredTranscript:
        episodes = Episode.objects.published().select_related("show")
        episode = get_object_or_404(episodes, **self.kwargs)
        found = episode.transcripts.current().without_cues().first()
        if found is None:
            raise NotFound("This episode has no transcript.")
        return StoredTranscript(episode, found)


class CueList(PublicList):
    """The cues of the current transcript, in order."""

    serializer_class = CueSerializer
    page_size = 100
    problems = (WITHHELD,)

    @cached_property
    def transcript(self) -> Transcript:
        of_episode = Transcript.objects.current().filter(
            episode__slug=self.kwargs["slug"], episode__status=Episode.Status.PUBLISHED
        )
        found = get_object_or_404(of_episode.select_related("episode__show").only(*COLUMNS))
        if not found.episode.shares_text:
            raise TextWithheld
        return found

    @cached_property
    def pages(self) -> PlacePages:
        return PlacePages(self.page_size, of=self.transcript.checksum)

    def get_rows(self, request: Request) -> list[Any]:
        cues = self.transcript.read_cues()
        found = self.pages.page(request, lambda offset, limit: cues[offset : offset + limit])
        return [NumberedCue(place, cue) for place, cue in found]
