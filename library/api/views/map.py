"""View for the map of the library."""

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from library.api.filters import EpisodeParameters, reject_slugs
from library.api.serializers.map import MapSerializer
from library.api.views.base import PublicDetail, reject_empty
from library.filter_errors import SLUGS
from library.pages.map.episode_positions import BY
from library.pages.map.page import MapPage
from scoring.core.spectrum import Band, Lens

POINTS = {"type": "integer", "minimum": -100, "maximum": 100}
YES_OR_NO = {"type": "string", "enum": ["true", "false"]}


class LibraryMap(PublicDetail):
    """Return the positions of published episodes, grouped by lens, shelf, show, guest or year."""

    serializer_class = MapSerializer
    parameters = (
        OpenApiParameter("by", enum=list(BY), description="Grouping of the rows."),
        OpenApiParameter(
            "from", POINTS, description="Lower end of the range; default: end of the scale."
        ),
        OpenApiParameter(
            "to", POINTS, description="Upper end of the range; default: end of the scale."
        ),
        OpenApiParameter(
            "q",
            {"type": "string", "maxLength": 200},
            description="Words in the episode's details or transcript.",
        ),
        OpenApiParameter("show", str, description="Slug of the show."),
        OpenApiParameter("shelf", str, description="Slug of the shelf."),
        OpenApiParameter("guest", str, description="Slug of the guest."),
        OpenApiParameter("tag", str, description="Slug of the tag."),
        OpenApiParameter("subject", str, description="Slug of the subject."),
        OpenApiParameter("band", enum=list(Band), description="Band of the leading assessment."),
        OpenApiParameter("lens", enum=list(Lens), description="Lens of the leading assessment."),
        OpenApiParameter("year", {"type": "integer", "minimum": 1, "maximum": 9999}),
        OpenApiParameter("has_transcript", YES_OR_NO),
        OpenApiParameter("assessed_by_editor", YES_OR_NO),
    )

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        reject_empty(request, EpisodeParameters.base_filters)

    def get_object(self) -> MapPage:
        params = self.request.query_params.dict()
        page = MapPage(reverse("library:map"), params)
        errors: dict[str, list[str]] = {name: list(texts) for name, texts in page.errors.items()}
        if params.get("by", page.by) != page.by:
            errors["by"] = [f"“{params['by']}” is not valid; use {', '.join(BY)}."]
        if ("from" in params or "to" in params) and not page.has_range:
            errors["from"] = ["“from” and “to” must be whole numbers on the scale."]
        if errors:
            raise ValidationError(errors)
        # Each filter of the map accepts only one value.
        reject_slugs({name: [params[name]] for name in SLUGS if params.get(name)})
        return page
