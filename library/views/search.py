"""The search for moments."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from library.pages.search.page import SearchPage


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    page = SearchPage(request.path, request.GET.dict())
    return render(request, "library/search.html", {"page": page})
