"""Run the encoder on a text to get the score, the share of each token and the lenses."""

import hashlib
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from scoring.core.scorers import WordShare
from scoring.core.spectrum import Lens

FOLDER = Path(__file__).parent
MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
WINDOW = 320
"""Maximum number of tokens per run (about 250 words). Longer texts are split into parts of similar
length."""
LENSES = (
    Lens.TECHNICAL,
    Lens.GOVERNANCE,
    Lens.STRATEGIC,
    Lens.ECONOMIC,
    Lens.SOCIETAL,
    Lens.PHILOSOPHICAL,
    Lens.OFF_TOPIC,
)
"""The order of the model's lens outputs."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Output of the encoder for one text.

    `score` is in points. `shares` contains the points of each token; the special tokens at both
    ends have no share but affect the score. `lenses` maps each lens to its probability.
    """

    score: float
    shares: tuple[WordShare, ...]
    lenses: dict[Lens, float]


class Encoder:
    """The trained encoder in a folder with `model.onnx` and `tokenizer.json`.

    The model is loaded on first use, so that a process can fork first. `read` is thread-safe.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    @cached_property
    def version(self) -> str:
        """The first 12 hexadecimal digits of the SHA-256 of the model and tokenizer files."""
        digest = hashlib.sha256()
        for name in (MODEL, TOKENIZER):
            digest.update((self._folder / name).read_bytes())
        return digest.hexdigest()[:12]

    def read(self, text: str) -> Reading:
        """Return the output for `text`. A text without words has a score of 0 and is off-topic."""
        session, tokenizer = self._loaded()
        encoding = tokenizer.encode(text, add_special_tokens=False)
        if not encoding.ids:
            return Reading(0.0, (), {lens: float(lens is Lens.OFF_TOPIC) for lens in LENSES})
        points: list[float] = []
        total = 0.0
        logits = np.zeros(len(LENSES))
        for part in _windows(encoding.ids, WINDOW - 2):
            ids = np.array([[self._first, *part, self._last]], np.int64)
            shares, lenses = session.run(["shares", "lenses"], {"ids": ids})
            # Every token has the same weight, so the weight of a part is its length.
            unit = 100 * len(part) / len(encoding.ids) / len(shares)
            points += [unit * float(share) for share in shares[1:-1]]
            total += unit * math.fsum(shares.tolist())
            logits += lenses * (len(part) / len(encoding.ids))
        words = tuple(
            WordShare(start, end, share)
            for (start, end), share in zip(encoding.offsets, points, strict=True)
        )
        return Reading(total, words, _probabilities(logits))

    def _loaded(self) -> tuple[Any, Any]:
        with self._lock:
            return self._session, self._tokenizer

    @cached_property
    def _session(self) -> Any:
        # Loading this takes a second and 80 MB, so do it only in processes that score.
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        return InferenceSession(self._folder / MODEL, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer  # noqa: PLC0415

        tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._first, self._last = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
        return tokenizer


def _windows(ids: Sequence[int], size: int) -> list[list[int]]:
    """Split `ids` into the fewest possible parts of similar length, each with up to `size` IDs."""
    count = math.ceil(len(ids) / size)
    edges = [round(part * len(ids) / count) for part in range(count + 1)]
    return [list(ids[first:last]) for first, last in pairwise(edges)]


def _probabilities(logits: "np.ndarray[Any, Any]") -> dict[Lens, float]:
    powers = np.exp(logits - logits.max())
    return dict(zip(LENSES, (powers / powers.sum()).tolist(), strict=True))
