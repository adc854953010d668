"""Upload transcripts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
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
from library.api.views.jobs import FollowedJob
from library.captions import ParsedTranscript, read_transcript
from library.captions.quality_checks import with_word_gates
from library.models import Scope, Transcript
from library.pages.curation.upload_preview import UploadPreview
from library.services.import_details import Provenance
from scoring.curation.transcript_edits import replace_transcript
from scoring.tasks import queue_scoring

ENDINGS = {
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "application/json": "json",
    "text/markdown": "md",
    "text/plain": "txt",
}
"""Accepted media types of a raw body, with their file extensions."""


class Raw(BaseParser):
    """Returns the body as bytes, without parsing it."""

    def parse(self, stream: IO[Any], media_type: Any = None, parser_context: Any = None) -> Any:
        return stream.read()


RAW = [type(f"Raw_{ending}", (Raw,), {"media_type": name}) for name, ending in ENDINGS.items()]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """The result of an upload."""

    preview: UploadPreview
    dry_run: bool
    changed: bool
    waits: bool = False
    job: FollowedJob | None = None

    @property
    def cue_count(self) -> int:
        return len(self.preview.parsed.cues)


class TranscriptUpload(EditorsView):
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
        responses={
            200: UploadedSerializer,
            201: UploadedSerializer,
            202: UploadedSerializer,
        },
        parameters=[UploadParametersSerializer, IDEMPOTENCY],
    )
    def post(self, request: Request, slug: str) -> HttpResponseBase:
        """Upload a transcript of an episode, or preview the upload with `dry_run`.

        201: the transcript is now current and will be scored. 202: the episode is published, so
        the transcript waits until a second person accepts it. 200: dry run, or no change.
        """
        return self.run_prepared_once(request, lambda: self._read(request))

    def _read(self, request: Request) -> Callable[[], Response]:
        """Read and check the file; this can take seconds. Return a function that stores it."""
        params, data = self._sent(request)
        ending = ENDINGS.get((request.content_type or "").split(";")[0].strip().lower(), "")
        name = params.get("source_name") or f"{self.kwargs['slug']}.{ending}"
        parsed = with_word_gates(read_transcript(data, name))
        return lambda: self._upload(request, params, parsed, name)

    def _upload(
        self, request: Request, params: dict[str, Any], parsed: ParsedTranscript, name: str
    ) -> Response:
        episode = self.episode()
        result = Uploaded(UploadPreview.of(parsed, episode), params["dry_run"], changed=False)
        if not result.dry_run:
            transcript, changed = replace_transcript(
                episode,
                parsed=parsed,
                provenance=Provenance(kind=Transcript.Kind(params["kind"]), source_name=name[:255]),
                by=request.user,
                reason=self.reason,
            )
            waits = changed and not transcript.is_current
            job = queue_scoring(transcript, by=request.user, token=request.auth)  # type: ignore[arg-type]
            result = replace(
                result, changed=changed and not waits, waits=waits, job=FollowedJob(job)
            )
        status = 202 if result.waits else 201 if result.changed else 200
        data = UploadedSerializer(result, context={"request": request}).data
        return Response(data, status=status)

    def _sent(self, request: Request) -> tuple[dict[str, Any], bytes]:
        """Return the parameters from the query and the form, and the transcript as bytes."""
        params = dict(request.query_params.items())
        params.pop("format", None)
        data: Any = request.data
        if not isinstance(data, bytes):
            fields = {name: value for name, value in data.items() if name != "file"}
            allowed = [*self.parameters, "file"]
            errors = {
                name: [f"Unknown field “{name}”. {hint(name, allowed, 'fields')}"]
                for name in fields
                if name not in self.parameters
            }
            if errors:
                raise ValidationError(errors)
            params |= fields
            file = request.FILES.get("file")
            if file is None:
                raise ValidationError({"file": ["Send the transcript as a file."]})
            params.setdefault("source_name", file.name or "")
            data = file.read()
        serializer = UploadParametersSerializer(data=params)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data, data
