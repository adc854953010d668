"""View for the feed of changes."""

from functools import cached_property
from typing import Any

from rest_framework.request import Request

from library.api.change_pages import ChangePages
from library.api.pagination import Pages
from library.api.serializers.changes import ChangeSerializer
from library.api.views.base import PublicList
from library.services.changes import changes_after


class ChangeList(PublicList):
    """List changes to episodes, oldest first."""

    counts = False
    serializer_class = ChangeSerializer
    page_size = 100
    problems = (410,)
    # Responses are not cached, because each cursor contains the time of the request.
    is_versioned = False

    @cached_property
    def pages(self) -> ChangePages:
        return ChangePages(self.page_size)

    @classmethod
    def page_shape(cls) -> Pages:
        return ChangePages(cls.page_size)

    def get_rows(self, request: Request) -> list[Any]:
        return self.pages.page(request, lambda after: self.load_requested(changes_after(after)))
