"""The scorers that this installation offers: the built-in ones, and a language model if set up."""

from django.conf import settings

from scoring.core.registry import SCORERS
from scoring.core.scorers import Scorer
from scoring.language_model.client import Client, Endpoint
from scoring.language_model.scorer import LanguageModelScorer

NAME = "language-model"


def offer_language_model() -> None:
    """Register the language model when an endpoint is set."""
    if settings.LANGUAGE_MODEL_URL:
        SCORERS.register(NAME, _language_model)


def _language_model() -> Scorer:
    endpoint = Endpoint(
        settings.LANGUAGE_MODEL_URL,
        settings.LANGUAGE_MODEL_NAME,
        settings.LANGUAGE_MODEL_KEY,
        settings.LANGUAGE_MODEL_PER_MINUTE,
    )
    codebook = (settings.CONTENT_DIR / "scoring" / "codebook.md").read_text("utf-8")
    return LanguageModelScorer(Client(endpoint), codebook, settings.VAR_DIR / "language-model")
