from django.contrib import admin
from django.urls import include, path, re_path

from library.admin.two_factor import two_factor
from library.api.views.missing import NoSuchAddress
from library.views.status import status

urlpatterns = [
    path("admin/two-factor/", two_factor, name="two-factor"),
    path("admin/status/", status, name="status"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("library.api.urls")),
    # Last of the API: whatever is not above.
    re_path(r"^api/", NoSuchAddress.as_view(), name=NoSuchAddress.view_name),
    path("", include("library.urls")),
]

handler404 = "library.views.machine_readable.not_found"
