"""The dumps that are kept."""

from functools import cached_property
from typing import Any

from rest_framework.request import Request

from library.api.pagination import PlacePages
from library.api.serializers.dumps import DumpSerializer
from library.api.views.base import PublicList
from library.exporting.dumps import stored_dumps


class DumpList(PublicList):
    """Dumps of the whole public library, the latest first."""

    serializer_class = DumpSerializer
    # A dump is made without a change of the library.
    of_library = False

    @cached_property
    def pages(self) -> PlacePages:
        return PlacePages(self.page_size, of="dumps")

    def get_rows(self, request: Request) -> list[Any]:
        kept = stored_dumps()
        found = self.pages.page(request, lambda offset, limit: kept[offset : offset + limit])
        return [row for _, row in found]
