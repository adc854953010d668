"""Third-party scorers, used for comparison."""

from collections.abc import Sequence
from importlib.metadata import version

from scoring.core.scorers import Judgement, Scorer
from scoring.core.spectrum import Lens


class VaderScorer:
    """Scores texts by VADER's compound sentiment, times 100; the lens is always off-topic.

    C. J. Hutto and E. Gilbert, VADER: a parsimonious rule-based model for sentiment analysis of
    social media text (2014). Requires the package vaderSentiment.
    """

    name = "vader"

    def __init__(self) -> None:
        # The package is needed only for evaluation, so the site does not require it.
        from vaderSentiment.vaderSentiment import (  # noqa: PLC0415
            SentimentIntensityAnalyzer,
        )

        self._analyzer = SentimentIntensityAnalyzer()
        self.version = version("vaderSentiment")

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        polarities = (self._analyzer.polarity_scores(text)["compound"] for text in texts)
        return [
            Judgement(round(100 * float(value), 2) + 0.0, Lens.OFF_TOPIC) for value in polarities
        ]


def vader() -> Scorer | None:
    """Return VADER, or None if its package is not installed."""
    try:
        return VaderScorer()
    except ImportError:
        return None
