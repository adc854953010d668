"""Views for transcripts and cues."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from library.api.exception_handler import TextWithheld
from library.api.pagination import OffsetPages
from library.api.serializers.transcripts import CueSerializer, TranscriptSerializer
from library.api.views.base import PublicDetail, PublicList
from library.http.problem_details import WITHHELD
from library.models import Episode, Transcript
from library.pages.episode.transcript_files import NumberedCue, StoredTranscript

SHARING = ("text_may_be_shared", "show__text_may_be_shared")
COLUMNS = ("cues", "checksum", *(f"episode__{name}" for name in SHARING))


class TranscriptDetail(PublicDetail):
    """Return the metadata of an episode's current transcript, with download links."""

    serializer_class = TranscriptSerializer

    def get_object(self) -> StoredTranscript:
        episodes = Episode.objects.published().select_related("show")
        episode = get_object_or_404(episodes, **self.kwargs)
        transcript = episode.transcripts.current().without_cues().first()
        if transcript is None:
            raise NotFound("This episode has no transcript.")
        return StoredTranscript(episode, transcript)


class CueList(PublicList):
    """List the cues of an episode's current transcript, in order."""

    counts = False
    serializer_class = CueSerializer
    page_size = 100
    problems = (WITHHELD,)

    @cached_property
    def transcript(self) -> Transcript:
        of_episode = Transcript.objects.current().filter(
            episode__slug=self.kwargs["slug"], episode__status=Episode.Status.PUBLISHED
        )
        transcript = get_object_or_404(of_episode.select_related("episode__show").only(*COLUMNS))
        if not transcript.episode.shares_text:
            raise TextWithheld
        return transcript

    @cached_property
    def pages(self) -> OffsetPages:
        return OffsetPages(self.page_size, of=self.transcript.checksum)

    def get_rows(self, request: Request) -> list[Any]:
        cues = self.transcript.read_cues()
        page = self.pages.page(request, lambda offset, limit: cues[offset : offset + limit])
        return [NumberedCue(number, cue) for number, cue in page]
