"""Transcripts handed in by programs."""

from dataclasses import dataclass
from typing import IO, Any

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from library.api.parameters import hint
from library.api.permissions import Need
from library.api.serializers.uploads import UploadedSerializer, UploadParametersSerializer
from library.api.serializers.uploads import UploadFormSerializer as Form
from library.api.views.editing import IDEMPOTENCY, EditorsView
from library.captions import read_transcript
from library.models import Scope, Transcript
from library.pages.curation.upload_preview import UploadPreview
from library.services.episodes import Provenance
from scoring.curation.episode_edits import refuse_published
from scoring.curation.transcript_edits import replace_transcript
from scoring.tasks import queue_scoring

ENDINGS = {
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "application/json": "json",
    "text/markdown": "md",
    "text/plain": "txt",
}
"""What a raw body may be, and how a file of it is called."""


class Raw(BaseParser):
    """Takes a body as it is."""

    def parse(self, stream: IO[Any], media_type: Any = None, parser_context: Any = None) -> Any:
        return stream.read()


RAW = [type(f"Raw_{ending}", (Raw,), {"media_type": name}) for name, ending in ENDINGS.items()]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A transcript that was read, and what became of it."""

    preview: UploadPreview
    dry_run: bool
    changed: bool

    @property
    def cue_count(self) -> int:
        return len(self.preview.parsed.cues)


class TranscriptUpload(EditorsView):
    """Where transcripts are stored."""

    problems = (403, 409, 413, 415, 422)
    http_method_names = ["post"]
    needs = {"post": Need("library.add_transcript", (Scope.TRANSCRIPTS_WRITE,))}
    parser_classes = [MultiPartParser, *RAW]
    parameters = tuple(UploadParametersSerializer().fields)

    @extend_schema(
        request={
            "multipart/form-data": Form,
            **dict.fromkeys(ENDINGS, OpenApiTypes.BINARY),
        },
        responses={200: UploadedSerializer, 201: UploadedSerializer},
        parameters=[UploadParametersSerializer, IDEMPOTENCY],
    )
    def post(self, request: Request, slug: str) -> HttpResponseBase:
        """Store a transcript as the current one of an episode, or say what it would be read as.

        201: it is another now, and will be scored. 200: a dry run, or the same words as before.
        """
        return self.once(request, lambda: self._take(request))

    def _take(self, request: Request) -> Response:
        episode = self.episode()
        refuse_published(episode, by=request.user)
        said, words = self._said(request)
        ending = ENDINGS.get((request.content_type or "").split(";")[0].strip().lower(), "")
        name = said.get("source_name") or f"{episode.slug}.{ending}"
        parsed = read_transcript(words, name)
        found = Uploaded(UploadPreview.of(parsed, episode), said["dry_run"], changed=False)
        if not found.dry_run:
            stored, changed = replace_transcript(
                episode,
                parsed=parsed,
                provenance=Provenance(kind=Transcript.Kind(said["kind"]), source_name=name[:255]),
                by=request.user,
                reason=self.reason,
            )
            found = Uploaded(found.preview, dry_run=False, changed=changed)
            queue_scoring(stored, by=request.user, token=request.auth)  # type: ignore[arg-type]
        return Response(UploadedSerializer(found).data, status=201 if found.changed else 200)

    def _said(self, request: Request) -> tuple[dict[str, Any], bytes]:
        """Return what is said of the transcript, in the address or in the form, and its bytes."""
        said = dict(request.query_params.items())
        said.pop("format", None)
        words: Any = request.data
        if not isinstance(words, bytes):
            given = {name: value for name, value in words.items() if name != "file"}
            unknown = [name for name in given if name not in self.parameters]
            if unknown:
                known = [*self.parameters, "file"]
                raise ValidationError(
                    {n: [f"There is no field “{n}” here. {hint(n, known)}"] for n in unknown}
                )
            said |= given
            file = request.FILES.get("file")
            if file is None:
                raise ValidationError({"file": ["Send the transcript as a file."]})
            said.setdefault("source_name", file.name or "")
            words = file.read()
        checked = UploadParametersSerializer(data=said)
        checked.is_valid(raise_exception=True)
        return checked.validated_data, words
