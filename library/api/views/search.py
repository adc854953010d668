"""Search for moments."""

from functools import cached_property
from typing import Any

from django import forms
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from library.api.filters import reject_unknown_slugs
from library.api.pagination import OffsetPages
from library.api.parameters import EMPTY
from library.api.serializers.segments import MomentSerializer
from library.api.views.base import PublicList
from library.pages.search.results import RankedMoment, moments_between
from library.search.query.parser import MAX_QUERY_CHARACTERS
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Band, Lens

SCORE = {"type": "number", "minimum": SCALE_MIN, "maximum": SCALE_MAX}


class SearchForm(forms.Form):
    q = forms.CharField(max_length=MAX_QUERY_CHARACTERS, strip=False)
    band = forms.ChoiceField(choices=[(band, band) for band in Band], required=False)
    lens = forms.ChoiceField(choices=[(lens, lens) for lens in Lens], required=False)
    score_min = forms.FloatField(min_value=SCALE_MIN, max_value=SCALE_MAX, required=False)
    score_max = forms.FloatField(min_value=SCALE_MIN, max_value=SCALE_MAX, required=False)
    episode = forms.CharField(required=False)
    show = forms.CharField(required=False)
    shelf = forms.CharField(required=False)
    guest = forms.CharField(required=False)
    tag = forms.CharField(required=False)
    subject = forms.CharField(required=False)
    year = forms.IntegerField(min_value=1000, max_value=9999, required=False)
    speaker = forms.CharField(required=False)


class MomentList(PublicList):
    """Search passages. `q` is words, "an exact phrase", one OR another, -excluded."""

    serializer_class = MomentSerializer
    parameters = (
        OpenApiParameter(
            "q",
            {"type": "string", "minLength": 1, "maxLength": MAX_QUERY_CHARACTERS},
            required=True,
            description='Words, "an exact phrase", one OR another, -excluded.',
        ),
        OpenApiParameter("band", enum=list(Band), description="Band of the passage."),
        OpenApiParameter("lens", enum=list(Lens), description="Lens of the passage."),
        OpenApiParameter("score_min", SCORE, description="Minimum score."),
        OpenApiParameter("score_max", SCORE, description="Maximum score."),
        OpenApiParameter("episode", str, description="Slug of the episode."),
        OpenApiParameter("show", str, description="Slug of the show."),
        OpenApiParameter("shelf", str, description="Slug of the shelf."),
        OpenApiParameter("guest", str, description="Slug of the guest."),
        OpenApiParameter("tag", str, description="Slug of the tag."),
        OpenApiParameter("subject", str, description="Slug of a subject that it mentions."),
        OpenApiParameter("year", {"type": "integer", "minimum": 1000, "maximum": 9999}),
        OpenApiParameter("speaker", str, description="Part of a speaker's name."),
    )

    @cached_property
    def search_params(self) -> dict[str, str]:
        form = SearchForm(self.request.query_params)
        errors: dict[str, Any] = {name: [*texts] for name, texts in form.errors.items()}
        for name in ("band", "lens", "year", "score_min", "score_max"):
            if self.request.query_params.get(name) == "":
                errors[name] = [EMPTY]
        if errors:
            raise ValidationError(errors)
        given = {n: value for n, value in form.cleaned_data.items() if value not in ("", None)}
        reject_unknown_slugs(self.request.query_params, given)
        return {name: str(value) for name, value in given.items()}

    @cached_property
    def pages(self) -> OffsetPages:
        params = " ".join(f"{name}={value}" for name, value in sorted(self.search_params.items()))
        return OffsetPages(self.page_size, of=f"search {params}")

    def get_rows(self, request: Request) -> list[Any]:
        page = self.pages.page(request, lambda *span: moments_between(self.search_params, *span))
        return [RankedMoment(rank, moment) for rank, moment in page]
