"""The map of the library."""

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from library.api.filters import EpisodeParameters
from library.api.serializers.map import MapSerializer
from library.api.views.base import PublicDetail, refuse_empty
from library.pages.map.episode_positions import BY
from library.pages.map.page import MapPage
from scoring.core.spectrum import Band, Lens

POINTS = {"type": "integer", "minimum": -100, "maximum": 100}
YES_OR_NO = {"type": "string", "enum": ["true", "false"]}


class LibraryMap(PublicDetail):
    """Where the published episodes stand, by lens, shelf, show, guest or year."""

    serializer_class = MapSerializer
    parameters = (
        OpenApiParameter("by", enum=list(BY), description="What the rows are."),
        OpenApiParameter(
            "from", POINTS, description="Where the stretch begins; else the scale's end."
        ),
        OpenApiParameter("to", POINTS, description="Where the stretch ends; else the scale's end."),
        OpenApiParameter(
            "q", {"type": "string", "maxLength": 200}, description="Words of the episode."
        ),
        OpenApiParameter("show", str, description="Slug of a show."),
        OpenApiParameter("shelf", str, description="Slug of a shelf."),
        OpenApiParameter("guest", str, description="Slug of a guest."),
        OpenApiParameter("tag", str, description="Slug of a tag."),
        OpenApiParameter("band", enum=list(Band), description="Band of the leading assessment."),
        OpenApiParameter("lens", enum=list(Lens), description="Lens of the leading assessment."),
        OpenApiParameter("year", {"type": "integer", "minimum": 1, "maximum": 9999}),
        OpenApiParameter("has_transcript", YES_OR_NO),
        OpenApiParameter("assessed_by_editor", YES_OR_NO),
    )

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        refuse_empty(request, EpisodeParameters.base_filters)

    def get_thing(self) -> MapPage:
        given = self.request.query_params.dict()
        page = MapPage(reverse("library:map"), given)
        errors: dict[str, list[str]] = {name: list(said) for name, said in page.errors.items()}
        if given.get("by", page.by) != page.by:
            errors["by"] = [f"There is no “{given['by']}”. There are: {', '.join(BY)}."]
        if ("from" in given or "to" in given) and not page.is_stretch_given:
            errors["from"] = ["Give “from” and “to” as whole points of the scale."]
        if errors:
            raise ValidationError(errors)
        return page
