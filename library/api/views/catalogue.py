"""Views for shows, shelves, guests, tags and subjects with published episodes."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from library.api.filters import UpdatedParameters
from library.api.serializers.both_sides import BothSidesSerializer
from library.api.serializers.catalogue import (
    GuestSerializer,
    ShelfSerializer,
    ShowSerializer,
    SubjectSerializer,
    TagSerializer,
)
from library.api.views.base import PublicDetail, PublicList
from library.models import Guest, Shelf, Show, Tag
from library.pages.listing.debate import Debate
from scoring.models import Subject


class ShowList(PublicList):
    """List the shows, ordered by title."""

    serializer_class = ShowSerializer
    filterset_class = UpdatedParameters

    def get_queryset(self) -> QuerySet[Show]:
        return Show.objects.in_use().with_change_time()


class ShowDetail(PublicDetail):
    """Return a show."""

    serializer_class = ShowSerializer

    def get_object(self) -> Any:
        return get_object_or_404(Show.objects.in_use().with_change_time(), **self.kwargs)


class ShelfList(PublicList):
    """List the shelves in the editors' order."""

    serializer_class = ShelfSerializer
    filterset_class = UpdatedParameters

    def get_queryset(self) -> QuerySet[Shelf]:
        return Shelf.objects.in_use().with_change_time()


class ShelfDetail(PublicDetail):
    """Return a shelf."""

    serializer_class = ShelfSerializer

    def get_object(self) -> Any:
        return get_object_or_404(Shelf.objects.in_use().with_change_time(), **self.kwargs)


class GuestList(PublicList):
    """List the guests, ordered by name."""

    serializer_class = GuestSerializer
    filterset_class = UpdatedParameters

    def get_queryset(self) -> QuerySet[Guest]:
        return Guest.objects.in_use().with_change_time()


class TagList(PublicList):
    """List the tags, ordered by name."""

    serializer_class = TagSerializer
    filterset_class = UpdatedParameters

    def get_queryset(self) -> QuerySet[Tag]:
        return Tag.objects.in_use().with_change_time()


class SubjectList(PublicList):
    """List the subjects of published episodes, ordered by name."""

    serializer_class = SubjectSerializer
    filterset_class = UpdatedParameters

    def get_queryset(self) -> QuerySet[Subject]:
        return Subject.objects.in_use().with_change_time()


class BothSides(PublicDetail):
    """Return the most risk-forward and most opportunity-forward passages on a subject."""

    serializer_class = BothSidesSerializer

    def get_object(self) -> Debate:
        return Debate(get_object_or_404(Subject, **self.kwargs))
