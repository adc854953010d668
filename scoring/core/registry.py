"""The built-in scorers."""

from scoring.core.ensemble import EnsembleScorer
from scoring.core.in_context import InContextScorer
from scoring.core.keywords import KeywordScorer
from scoring.core.scorers import Registry
from scoring.core.stance import StanceScorer

SCORERS = Registry()
SCORERS.register(StanceScorer.name, StanceScorer)
SCORERS.register(InContextScorer.name, lambda: InContextScorer(SCORERS.get(StanceScorer.name)))
SCORERS.register(EnsembleScorer.name, EnsembleScorer)
SCORERS.register(KeywordScorer.name, KeywordScorer)
