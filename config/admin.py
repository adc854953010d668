"""Which site the admin is."""

from django.contrib.admin.apps import AdminConfig


class CurationConfig(AdminConfig):
    default_site = "library.admin_site.CurationSite"
