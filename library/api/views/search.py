"""The search for moments."""

from functools import cached_property
from typing import Any

from django import forms
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from library.api.pagination import PlacePages
from library.api.serializers.segments import MomentSerializer
from library.api.views.base import PublicList
from library.pages.search.results import RankedMoment, moments_between
from library.search.query.parser import LONGEST
from scoring.core.spectrum import Band, Lens


class SearchForm(forms.Form):
    """What may be asked of the search."""

    q = forms.CharField(max_length=LONGEST, strip=False)
    band = forms.ChoiceField(choices=[(each, each) for each in Band], required=False)
    lens = forms.ChoiceField(choices=[(each, each) for each in Lens], required=False)
    show = forms.CharField(required=False)
    shelf = forms.CharField(required=False)
    guest = forms.CharField(required=False)
    tag = forms.CharField(required=False)
    subject = forms.CharField(required=False)
    year = forms.IntegerField(min_value=1000, max_value=9999, required=False)
    speaker = forms.CharField(required=False)


class MomentList(PublicList):
    """The passages that answer `q`, nearest first: words, "a phrase", one OR another, -without."""

    serializer_class = MomentSerializer
    parameters = (
        OpenApiParameter(
            "q",
            {"type": "string", "minLength": 1, "maxLength": LONGEST},
            required=True,
            description='Words, "a phrase", one OR another, and -without.',
        ),
        OpenApiParameter("band", enum=list(Band), description="Band of the passage."),
        OpenApiParameter("lens", enum=list(Lens), description="Lens of the passage."),
        OpenApiParameter("show", str, description="Slug of a show."),
        OpenApiParameter("shelf", str, description="Slug of a shelf."),
        OpenApiParameter("guest", str, description="Slug of a guest."),
        OpenApiParameter("tag", str, description="Slug of a tag."),
        OpenApiParameter("subject", str, description="Slug of a subject that it mentions."),
        OpenApiParameter("year", {"type": "integer", "minimum": 1000, "maximum": 9999}),
        OpenApiParameter("speaker", str, description="Who speaks in the passage."),
    )

    @cached_property
    def asked(self) -> dict[str, str]:
        form = SearchForm(self.request.query_params)
        errors: dict[str, Any] = {name: [*said] for name, said in form.errors.items()}
        for name in ("band", "lens", "year"):
            if self.request.query_params.get(name) == "":
                errors[name] = ["Give a value, or leave it out."]
        if errors:
            raise ValidationError(errors)
        return {name: str(value) for name, value in form.cleaned_data.items() if value}

    @cached_property
    def pages(self) -> PlacePages:
        asked = " ".join(f"{name}={value}" for name, value in sorted(self.asked.items()))
        return PlacePages(self.page_size, of=f"search {asked}")

    def get_rows(self, request: Request) -> list[Any]:
        found = self.pages.page(request, lambda *span: moments_between(self.asked, *span))
        return [RankedMoment(place, moment) for place, moment in found]
