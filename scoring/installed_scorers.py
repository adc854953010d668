"""Registration of the optional language model scorer."""

from django.conf import settings

from scoring.core.registry import SCORERS
from scoring.core.scorers import Scorer
from scoring.language_model.client import Client, Endpoint
from scoring.language_model.scorer import LanguageModelScorer
from scoring.language_model.whole import WholeConversationReader

NAME = "language-model"


def offer_language_model() -> None:
    """Register the language model scorer if LANGUAGE_MODEL_URL is set."""
    if settings.LANGUAGE_MODEL_URL:
        SCORERS.register(NAME, _language_model)


def _language_model() -> Scorer:
    client = Client(
        Endpoint(
            settings.LANGUAGE_MODEL_URL,
            settings.LANGUAGE_MODEL_NAME,
            settings.LANGUAGE_MODEL_KEY,
            settings.LANGUAGE_MODEL_PER_MINUTE,
        )
    )
    codebooks = settings.CONTENT_DIR / "scoring"
    answers = settings.VAR_DIR / "language-model"
    of_conversations = (codebooks / "codebook-conversations.md").read_text("utf-8")
    whole = WholeConversationReader(client, of_conversations, answers)
    of_passages = (codebooks / "codebook.md").read_text("utf-8")
    return LanguageModelScorer(client, of_passages, answers, whole=whole)
