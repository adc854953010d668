"""A small text encoder that estimates the stance of a passage.

The encoder is MiniLM-L6 (six layers, 384 dimensions per token; Wang et al. 2020), fine-tuned on
labelled and annotated passages, on clauses that express a stance, and on pairs of passages with
similar words and opposite stances (docs/scoring.md). The score is a linear function of the mean
token state, so it can be divided exactly among tokens.
"""

from scoring.core.encoder.model import Encoder, Reading

__all__ = ["Encoder", "Reading"]
