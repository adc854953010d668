from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "scoring"

    def ready(self) -> None:
        # Registers the checks, which need the models, and the scorers, which need the settings.
        from scoring import checks, installed_scorers  # noqa: F401, PLC0415

        installed_scorers.offer_language_model()
