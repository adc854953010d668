"""The training loop of the encoder: batches, loss and learning rate."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from scoring.core.encoder.model import LENSES
from scoring.core.evaluation.labels import Label
from scoring.core.training.encoder.network import Network, base_folder, pretrained
from scoring.core.training.encoder.pairs import Member
from scoring.core.training.encoder.weak_labels import WeakLabel

EPOCHS, SEED = 3, 0
FROZEN = 2
"""Number of lowest layers that keep their original weights. Training only the other four saves
memory and takes about an hour."""
RATE, HEAD_FACTOR, DECAY_BY_LAYER, WARM_UP = 1e-4, 10.0, 0.85, 0.06
"""Learning rate of the top layer, the factors for the head and for each lower layer, and the share
of steps used for warm-up."""
MAX_TOKENS, BATCH_TOKENS, SORTED_UNITS = 272, 4096, 400
"""Maximum tokens per passage and per batch, and the number of units sorted by length at a time."""
HIDDEN_WORDS = 0.06
"""Share of tokens replaced by [MASK], so that no single word determines the score."""
WEAK_WEIGHT, WEAK_SHARE = 0.35, 0.5
"""Weight of a weak label relative to a real one, and the share of weak labels used per epoch."""
LENS_WEIGHT, ORDER_WEIGHT, ORDER_SHARE = 0.15, 0.5, 0.8
"""Weights of the lens loss and of the pair order loss. The order loss of a pair is zero if its two
predictions differ by at least `ORDER_SHARE` times the difference between its labels."""
TOLERANCE = 0.3
"""Error above which the loss is linear instead of quadratic; an error of 1 is 100 points."""
MASK, FIRST_WORD, END = 103, 1000, 102


@dataclass(frozen=True, slots=True)
class Passage:
    """A training passage, with its tokens as edited text and as machine captions.

    `score` is from -1 to 1. `lens` is an index in `LENSES`, or -1 if unknown.
    """

    forms: tuple[list[int], list[int]]
    score: float
    lens: int
    weight: float


Unit = tuple[Passage, ...]
"""A single passage or a pair of passages. A pair is never split between batches."""


def fit(
    labels: Sequence[Label],
    pairs: Sequence[Member],
    weak: Sequence[WeakLabel],
    progress: Callable[[int, int, float], None],
) -> Network:
    """Return the fine-tuned network.

    `progress` is called after each step with the step number, the total number of steps and
    the mean loss.
    """
    random.seed(SEED)
    torch.manual_seed(SEED)
    certain, likely = _units(labels, pairs, weak)
    batches: list[list[Unit]] = []
    for _ in range(EPOCHS):
        batches += _batches(certain + [unit for unit in likely if random.random() < WEAK_SHARE])
    network = pretrained().train()
    optimiser = _optimiser(network)
    rates = [group["lr"] for group in optimiser.param_groups]
    mean = 0.0
    for step, batch in enumerate(batches):
        done = step / len(batches)
        factor = min(1.0, done / WARM_UP) * max(0.02, 1 - done)
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        loss = _loss(network, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        mean = 0.98 * mean + 0.02 * float(loss.detach())
        progress(step + 1, len(batches), mean / (1 - 0.98 ** (step + 1)))
    return network.eval()


def _units(
    labels: Sequence[Label], pairs: Sequence[Member], weak: Sequence[WeakLabel]
) -> tuple[list[Unit], list[Unit]]:
    """Return the units to use in every epoch, and the units with weak labels."""
    tokenizer = _tokenizer()
    certain: list[Unit] = [
        (_passage(tokenizer, x.plain, x.score, LENSES.index(x.lens)),) for x in labels
    ]
    certain += [
        tuple(_passage(tokenizer, x.text, x.score, LENSES.index(x.lens)) for x in unit)
        for unit in _pair_units(pairs)
    ]
    likely: list[Unit] = [(_passage(tokenizer, x.text, x.score, -1, WEAK_WEIGHT),) for x in weak]
    return certain, likely


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _passage(
    tokenizer: Tokenizer, text: str, score: float, lens: int, weight: float = 1.0
) -> Passage:
    edited, captions = (
        encoding.ids if len(encoding.ids) <= MAX_TOKENS else [*encoding.ids[: MAX_TOKENS - 1], END]
        for encoding in tokenizer.encode_batch([text, as_captions(text)])
    )
    return Passage((edited, captions), score / 100, lens, weight)


def as_captions(text: str) -> str:
    """Return `text` in the style of machine captions: lower case, without punctuation."""
    chars = (char if char.isalnum() or char == "'" else " " for char in text.lower())
    return " ".join("".join(chars).split())


def _pair_units(pairs: Sequence[Member]) -> Iterator[tuple[Member, ...]]:
    """Yield one unit for each pair and for each single passage."""
    for _, members in groupby(pairs, lambda member: member.pair or member.id):
        yield tuple(members)


def _batches(units: Sequence[Unit]) -> list[list[Unit]]:
    """Return the units in random batches of passages with similar lengths."""
    shuffled = random.sample(units, len(units))
    batches: list[list[Unit]] = []
    for first in range(0, len(shuffled), SORTED_UNITS):
        batch: list[Unit] = []
        for unit in sorted(shuffled[first : first + SORTED_UNITS], key=_length):
            count = sum(map(len, batch)) + len(unit)
            if batch and count * _length(unit) > BATCH_TOKENS:
                batches.append(batch)
                batch = []
            batch.append(unit)
        batches.append(batch)
    random.shuffle(batches)
    return batches


def _length(unit: Unit) -> int:
    return max(len(passage.forms[0]) for passage in unit)


def _optimiser(network: Network) -> torch.optim.Optimizer:
    groups = [{"params": list(network.head.parameters()), "lr": RATE * HEAD_FACTOR}]
    learning = list(network.layers)[FROZEN:]
    for below, layer in enumerate(reversed(learning)):
        groups.append({"params": list(layer.parameters()), "lr": RATE * DECAY_BY_LAYER**below})
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _loss(network: Network, batch: Sequence[Unit]) -> Tensor:
    passages = [passage for unit in batch for passage in unit]
    ids, mask = padded([random.choice(passage.forms) for passage in passages])
    hidden = (torch.rand(ids.shape) < HIDDEN_WORDS) & (ids > FIRST_WORD)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = network(ids.masked_fill(hidden, MASK), mask, frozen=FROZEN)
    scores = torch.tensor([passage.score for passage in passages])
    weights = torch.tensor([passage.weight for passage in passages])
    errors = functional.smooth_l1_loss(
        outputs[:, 0] / TOLERANCE, scores / TOLERANCE, reduction="none"
    )
    loss = (weights * errors).mean()
    lenses = torch.tensor([passage.lens for passage in passages])
    if bool((lenses >= 0).any()):
        entropy = functional.cross_entropy(outputs[:, 1:], lenses, ignore_index=-1)
        loss = loss + LENS_WEIGHT * entropy
    return loss + ORDER_WEIGHT * _misordered(outputs[:, 0], batch) / len(passages)


def _misordered(outputs: Tensor, batch: Sequence[Unit]) -> Tensor:
    """Return the sum of the order losses of the pairs in a batch (see `ORDER_SHARE`)."""
    missing = torch.zeros(())
    index = 0
    for unit in batch:
        if len(unit) == 2 and unit[0].score * unit[1].score < 0:
            apart = unit[0].score - unit[1].score
            distance = (outputs[index] - outputs[index + 1]) * (1 if apart > 0 else -1)
            missing = missing + functional.relu(ORDER_SHARE * abs(apart) - distance)
        index += len(unit)
    return missing


def padded(texts: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Return the token IDs of `texts`, one row each, and a mask: 1 for tokens, 0 for padding."""
    longest = max(map(len, texts))
    ids = torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
    mask = torch.tensor([[1.0] * len(text) + [0.0] * (longest - len(text)) for text in texts])
    return ids, mask
