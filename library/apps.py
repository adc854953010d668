from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self) -> None:
        # Importing `checks` registers the checks; both modules need the settings.
        from library import checks  # noqa: F401, PLC0415
        from library.db import slow_query_log  # noqa: PLC0415

        slow_query_log.log_slow_queries()
