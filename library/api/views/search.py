"""Search for moments."""

from functools import cached_property
from typing import Any

from django import forms
from django_filters.constants import EMPTY_VALUES
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from library.api.filters import BANDS, LENSES, AnyOf, Slugs, reject_unknown_slugs
from library.api.pagination import MAX_SEARCH_PAGE, OffsetPages, wants_count
from library.api.serializers.segments import MomentSerializer
from library.api.views.base import PublicList
from library.filter_errors import EMPTY
from library.filters import OneOf
from library.pages.search.page import EDGES
from library.pages.search.results import RankedMoment
from library.search import count_moments, parse_query, search_moments
from library.search.query.conditions import MomentFilters
from library.search.query.parser import MAX_QUERY_CHARACTERS
from library.search.query.statements import BY_SCORE
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Band, Lens

SCORE = {"type": "number", "minimum": SCALE_MIN, "maximum": SCALE_MAX}
MAX_COUNT = 10_000


def _slugs() -> forms.Field:
    field: forms.Field = Slugs("slug", "").field
    return field


SLUGS = {"type": "array", "items": {"type": "string"}}


def _any_of(values: type[Band] | type[Lens]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "string", "enum": list(values)}}


class SearchForm(forms.Form):
    q = forms.CharField(max_length=MAX_QUERY_CHARACTERS, strip=False)
    band = AnyOf(choices=BANDS).field
    lens = AnyOf(choices=LENSES).field
    score_min = forms.FloatField(min_value=SCALE_MIN, max_value=SCALE_MAX, required=False)
    score_max = forms.FloatField(min_value=SCALE_MIN, max_value=SCALE_MAX, required=False)
    episode = _slugs()
    show = _slugs()
    shelf = _slugs()
    guest = _slugs()
    tag = _slugs()
    subject = _slugs()
    year = forms.IntegerField(min_value=1000, max_value=9999, required=False)
    speaker = forms.CharField(required=False)
    ordering = OneOf(choices=[(name, name) for name in BY_SCORE]).field


class MomentList(PublicList):
    """Search for passages.

    Syntax of `q`: words, "an exact phrase", one OR another, -excluded.
    """

    serializer_class = MomentSerializer
    max_page_size = MAX_SEARCH_PAGE
    parameters = (
        OpenApiParameter(
            "q",
            {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_CHARACTERS},
            required=True,
            description='Words, "an exact phrase", one OR another, -excluded.',
        ),
        OpenApiParameter("band", _any_of(Band), description="Bands of the passage.", explode=False),
        OpenApiParameter(
            "lens", _any_of(Lens), description="Lenses of the passage.", explode=False
        ),
        OpenApiParameter("score_min", SCORE, description="Minimum score."),
        OpenApiParameter("score_max", SCORE, description="Maximum score."),
        OpenApiParameter("episode", SLUGS, description="Slugs of episodes.", explode=False),
        OpenApiParameter("show", SLUGS, description="Slugs of shows.", explode=False),
        OpenApiParameter("shelf", SLUGS, description="Slugs of shelves.", explode=False),
        OpenApiParameter("guest", SLUGS, description="Slugs of guests.", explode=False),
        OpenApiParameter("tag", SLUGS, description="Slugs of tags.", explode=False),
        OpenApiParameter(
            "subject", SLUGS, description="Slugs of subjects that it mentions.", explode=False
        ),
        OpenApiParameter("year", {"type": "integer", "minimum": 1000, "maximum": 9999}),
        OpenApiParameter("speaker", str, description="Part of a speaker's name."),
        OpenApiParameter(
            "ordering",
            enum=list(BY_SCORE),
            description="Order by score, with unscored passages last. By default, by relevance.",
        ),
    )

    @cached_property
    def search_params(self) -> dict[str, Any]:
        """Return the validated parameters that are not empty. Raises ValidationError."""
        params = self.request.query_params
        form = SearchForm(params)
        errors: dict[str, Any] = {name: [*texts] for name, texts in form.errors.items()}
        for name in ("band", "lens", "year", "score_min", "score_max", "ordering"):
            if params.get(name) == "":
                errors[name] = [EMPTY]
        if errors:
            raise ValidationError(errors)
        search = {n: value for n, value in form.cleaned_data.items() if value not in EMPTY_VALUES}
        reject_unknown_slugs(params, search)
        return search

    @property
    def moment_filters(self) -> MomentFilters:
        params = dict(self.search_params)
        for name in ("q", "ordering"):
            params.pop(name, None)
        low, high = params.pop("score_min", None), params.pop("score_max", None)
        bands = tuple(EDGES[Band(band)] for band in params.pop("band", ()))
        rest: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in params.items()
        }
        return MomentFilters(low=low, high=high, bands=bands, **rest)

    @cached_property
    def pages(self) -> OffsetPages:
        params = " ".join(f"{name}={value}" for name, value in sorted(self.search_params.items()))
        return OffsetPages(self.page_size, f"search {params}", self.max_page_size)

    def get_rows(self, request: Request) -> list[Any]:
        query, filters = parse_query(self.search_params["q"]), self.moment_filters
        by_score = self.search_params.get("ordering", "")
        page = self.pages.page(
            request,
            lambda offset, limit: search_moments(
                query, filters, limit=limit, offset=offset, by_score=by_score
            ),
        )
        if wants_count(request):
            self.pages.count = count_moments(query, filters, maximum=MAX_COUNT)
        return [RankedMoment(rank, moment) for rank, moment in page]
