"""View for dumps of the public library."""

from functools import cached_property
from typing import Any

from rest_framework.request import Request

from library.api.pagination import OffsetPages
from library.api.serializers.dumps import DumpSerializer
from library.api.views.base import PublicList
from library.exporting.dumps import stored_dumps


class DumpList(PublicList):
    """List the dumps of the public library, newest first."""

    counts = False
    serializer_class = DumpSerializer
    # A new dump does not change the library version.
    is_versioned = False

    @cached_property
    def pages(self) -> OffsetPages:
        return OffsetPages(self.page_size, of="dumps")

    def get_rows(self, request: Request) -> list[Any]:
        dumps = stored_dumps()
        page = self.pages.page(request, lambda offset, limit: dumps[offset : offset + limit])
        return [dump for _, dump in page]
