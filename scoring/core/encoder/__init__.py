"""A small text encoder that reads the stance of a passage.

MiniLM-L6 (six layers, 384 numbers a token; Wang et al. 2020), fine-tuned on labelled passages,
on pairs of passages with the same words and opposite stances, and on weak labels (docs/scoring.md).
A linear head on the mean of the token states makes the share of each word exact.
"""

from scoring.core.encoder.model import Encoder, Reading

__all__ = ["Encoder", "Reading"]
