"""Pages that explain the problem types of the API (RFC 9457), with examples."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from library.api.problem_types import example
from library.http.problem_details import PROBLEMS, slug_of, title_of, type_of
from library.http.read_only import require_safe


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "library/problems.html", {"problems": map(_facts, PROBLEMS)})


@require_safe
def problem(request: HttpRequest, slug: str) -> HttpResponse:
    status = next((status for status in PROBLEMS if slug_of(status) == slug), None)
    if status is None:
        raise Http404("Unknown problem type.")
    document = json.dumps(example(status), indent=2, ensure_ascii=False)
    return render(request, "library/problem.html", {**_facts(status), "document": document})


def _facts(status: int) -> dict[str, object]:
    return {
        "status": status,
        "title": title_of(status),
        "pieces": list(enumerate(PROBLEMS[status].split("`"))),
        "url": type_of(status),
    }
