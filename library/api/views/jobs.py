"""Start and poll scoring jobs."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from library.api.permissions import Need
from library.api.serializers.jobs import JobSerializer
from library.api.service_errors import Conflict
from library.api.views.editing import IDEMPOTENCY, EditorsView
from library.models import Job, JobItem, Scope
from scoring.job_handlers import start_scoring
from scoring.services.assessing import default_scorer
from scoring.tasks import queue_job

MAX_FAILURES = 100
RETRY_AFTER_SECONDS = 2


@dataclass(frozen=True, slots=True)
class FollowedJob:
    """A job with its progress and failed items."""

    job: Job

    @property
    def failures(self) -> list[JobItem]:
        if not self.job.failed:
            return []
        failed = self.job.items.failed().only("label", "error", "job_id")
        return list(failed.order_by("pk")[:MAX_FAILURES])

    @property
    def url(self) -> str:
        return reverse("api:job", args=[self.job.pk])


def job_response(request: Request, job_id: int, status: int = 200) -> Response:
    job = get_object_or_404(Job.objects.with_progress(), pk=job_id)
    data = JobSerializer(FollowedJob(job), context={"request": request}).data
    response = Response(data, status=status)
    if not job.progress.is_over:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


class Scoring(EditorsView):
    problems = (403, 409, 413, 415, 422)
    http_method_names = ["post"]
    needs = {"post": Need("library.add_job", (Scope.SCORING_RUN,))}

    @extend_schema(request=None, responses={202: JobSerializer}, parameters=[IDEMPOTENCY])
    def post(self, request: Request, slug: str) -> HttpResponseBase:
        """Start a job that scores the current transcript. Poll the URL in `Location`.

        A new transcript is scored automatically; the response to its upload contains the job.
        """
        return self.run_once(request, lambda: self._start(request))

    def _start(self, request: Request) -> Response:
        if request.body and request.data != {}:
            raise ValidationError("The request body must be empty.")
        episode = self.episode()
        current = episode.transcripts.current().without_cues().select_related("episode").first()
        if current is None:
            raise Conflict("This episode has no transcript yet.")
        job = start_scoring([current], default_scorer(), by=request.user, token=request.auth)  # type: ignore[arg-type]
        queue_job(job)
        response = job_response(request, job.pk, 202)
        response["Location"] = response.data["url"]
        return response


class JobDetail(EditorsView):
    problems = (403,)
    http_method_names = ["get", "head"]
    needs = {
        "get": Need(
            "library.view_job", (Scope.DRAFTS_READ, Scope.SCORING_RUN, Scope.TRANSCRIPTS_WRITE)
        )
    }

    @extend_schema(responses=JobSerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Return the progress of a job. Poll again after the seconds in `Retry-After`."""
        return job_response(request, pk)
