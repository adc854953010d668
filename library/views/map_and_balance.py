"""The map and the balance of the library, and the reader's own balance and notebook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from library import charts
from library.http.read_only import require_safe
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
    """Return the same page to every reader; the browser stores the list of opened episodes."""
    return render(request, "library/your_balance.html", {"steps": charts.scale_steps()})


@require_safe
def notebook(request: HttpRequest) -> HttpResponse:
    """Return the same page to every reader; the browser stores the saved passages."""
    return render(request, "library/notebook.html")
