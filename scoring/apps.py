from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"

    def ready(self) -> None:
        # Imported here because the checks and job handlers need the models, and the scorers need
        # the settings.
        from library.services.jobs import register_handlers  # noqa: PLC0415
        from scoring import checks, installed_scorers, job_handlers  # noqa: F401, PLC0415

        register_handlers(job_handlers.HANDLERS)
        installed_scorers.offer_language_model()
