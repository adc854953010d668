"""The library as a whole: its map and its balance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from library import charts
from library.pages.about.balance import BalancePage
from library.pages.map.page import MapPage


@require_safe
def map_of_the_library(request: HttpRequest) -> HttpResponse:
    return render(request, "library/map.html", {"page": MapPage(request.path, request.GET.dict())})


@require_safe
def balance(request: HttpRequest) -> HttpResponse:
    return render(request, "library/balance.html", {"page": BalancePage()})


@require_safe
def your_balance(request: HttpRequest) -> HttpResponse:
    """The page is the same for everybody; what a reader opened never comes here."""
    return render(request, "library/your_balance.html", {"steps": charts.scale_steps()})
