from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self) -> None:
        # Registers the checks; both need the settings.
        from library import checks, slow_queries  # noqa: F401, PLC0415

        slow_queries.start_watching()
