"""Methodology, assessment schema, style guide and health checks."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from library.http.read_only import require_safe
from library.monitoring.health import health
from library.pages.about.examples import worked_examples
from library.pages.about.methodology import methodology_facts
from library.pages.about.styleguide import specimens
from scoring.core.assessment_file import SCHEMA


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    context = {"facts": methodology_facts(), "examples": worked_examples()}
    return render(request, "library/methodology.html", context)


@require_safe
def assessment_schema(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        SCHEMA,
        content_type="application/schema+json",
        headers={"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"},
        json_dumps_params={"indent": 2},
    )


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every template partial in every state. Available in development only."""
    if not settings.DEBUG:
        raise Http404("The style guide is available in development only.")
    return render(request, "library/styleguide.html", specimens())


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    report = health()
    return JsonResponse(
        {"status": report.status, "faults": report.faults, "warnings": report.warnings},
        status=503 if report.faults else 200,
    )
