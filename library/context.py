from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name, and whether it keeps dumps, for every template."""
    folder = settings.DATA.folder
    has_data = folder is not None and any(folder.glob("*.zip"))
    return {"SITE_NAME": settings.SITE_NAME, "HAS_DATA": has_data}
