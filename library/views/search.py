"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from library.http.read_only import require_safe
from library.pages.search.page import SearchPage


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    page = SearchPage(request.path, request.GET.dict())
    return render(request, "library/search.html", {"page": page})
