"""The production WSGI application, plus an empty view."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

import config.urls
from config.wsgi import application

__all__ = ["application"]


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


config.urls.urlpatterns.insert(0, path("empty/", empty))
