from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache

from library.admin import password_reset
from library.admin.two_factor import two_factor
from library.api.views.missing import UnknownUrl
from library.syndication.queue_feed import QueueFeed
from library.views.status import status

urlpatterns = [
    *(password_reset.urls() if settings.EMAIL_URL else ()),
    path("admin/two-factor/", two_factor, name="two-factor"),
    path("admin/status/", status, name="status"),
    path("admin/queue/<str:key>.atom", never_cache(QueueFeed()), name="queue-feed"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("library.api.urls")),
    # The API itself returns the 404 response for unknown API URLs.
    re_path(r"^api/", UnknownUrl.as_view(), name=UnknownUrl.view_name),
    path("", include("library.urls")),
]

handler404 = "library.views.not_found.not_found"
