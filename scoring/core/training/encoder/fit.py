"""The training loop of the encoder: losses and learning rate."""

import math
import random
from collections.abc import Callable, Mapping, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from scoring.core.evaluation.labels import Label
from scoring.core.training.encoder.annotations import Annotation
from scoring.core.training.encoder.clause_targets import OUTSIDE
from scoring.core.training.encoder.network import Network, pretrained
from scoring.core.training.encoder.pairs import Member
from scoring.core.training.encoder.passages import (
    Form,
    Passage,
    Unit,
    batches_of,
    label_units,
    pair_units,
)

EPOCHS, SEED = 3, 0
FROZEN = 2
"""Number of lowest layers that keep their original weights. Training only the other four saves
memory and time."""
RATE, HEAD_FACTOR, DECAY_BY_LAYER, WARM_UP = 1e-4, 10.0, 0.85, 0.06
"""Learning rate of the top layer, the factors for the head and for each lower layer, and the share
of steps used for warm-up."""
HIDDEN_WORDS = 0.06
"""Share of tokens replaced by [MASK], so that no single word determines the score."""
LENS_WEIGHT, CLAUSE_WEIGHT, ORDER_WEIGHT, ORDER_SHARE = 0.15, 1.0, 0.5, 0.8
"""Weights of the losses of lenses, clauses and pair orders. The order loss of a pair is zero if its
two predictions differ by at least `ORDER_SHARE` times the difference between its labels."""
TOLERANCE, CLAUSE_TOLERANCE = 0.3, 0.15
"""Error above which the loss of a score or of a clause is linear instead of quadratic; an error of
1 is 100 points."""
MASK, FIRST_WORD = 103, 1000


def fit(
    labels: Sequence[Label],
    pairs: Sequence[Member],
    annotated: Sequence[Label],
    annotations: Mapping[str, Annotation],
    progress: Callable[[int, int, float], None],
) -> Network:
    """Return the fine-tuned network.

    `labels` and `pairs` are used in every epoch, and each of the `annotated` passages in one epoch.
    `annotations` contains the clauses of labels and annotated passages. `progress` is called after
    each step with the step number, the total number of steps and the mean loss.
    """
    random.seed(SEED)
    torch.manual_seed(SEED)
    always = label_units(labels, annotations) + pair_units(pairs)
    once = label_units(annotated, annotations)
    random.shuffle(once)
    batches: list[list[Unit]] = []
    for epoch in range(EPOCHS):
        batches += batches_of(always + once[epoch::EPOCHS])
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


def _optimiser(network: Network) -> torch.optim.Optimizer:
    groups = [{"params": list(network.head.parameters()), "lr": RATE * HEAD_FACTOR}]
    learning = list(network.layers)[FROZEN:]
    for below, layer in enumerate(reversed(learning)):
        groups.append({"params": list(layer.parameters()), "lr": RATE * DECAY_BY_LAYER**below})
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _loss(network: Network, batch: Sequence[Unit]) -> Tensor:
    passages = [passage for unit in batch for passage in unit]
    forms = [random.choice(passage.forms) for passage in passages]
    ids, mask = padded([form.ids for form in forms])
    hidden = (torch.rand(ids.shape) < HIDDEN_WORDS) & (ids > FIRST_WORD)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tokens = network.tokens(ids.masked_fill(hidden, MASK), mask, frozen=FROZEN)
    shares = tokens / mask.sum(1)[:, None, None]
    outputs = (shares * mask[:, :, None]).sum(1)
    scores = torch.tensor([passage.score for passage in passages])
    lenses = torch.tensor([passage.lens for passage in passages])
    summed = CLAUSE_WEIGHT * _clause_loss(shares[:, :, 0], forms, passages)
    summed = summed + ORDER_WEIGHT * _misordered(outputs[:, 0], batch)
    return (
        functional.smooth_l1_loss(outputs[:, 0] / TOLERANCE, scores / TOLERANCE)
        + LENS_WEIGHT * functional.cross_entropy(outputs[:, 1:], lenses)
        + summed / len(passages)
    )


def _clause_loss(shares: Tensor, forms: Sequence[Form], passages: Sequence[Passage]) -> Tensor:
    """Return the sum of the losses of all clauses with a target.

    The special tokens of a passage count as a clause with the target 0. `shares` contains the share
    of the score of each token, one row per passage.
    """
    owners = torch.full(shares.shape, -1)
    targets: list[float] = []
    for row, (form, passage) in enumerate(zip(forms, passages, strict=True)):
        if passage.targets:
            first = len(targets) - OUTSIDE
            owners[row, : len(form.owners)] = torch.tensor(form.owners) + first
            targets += [0.0, *passage.targets]
    owned = owners >= 0
    sums = torch.zeros(len(targets)).index_add(0, owners[owned], shares[owned])
    known = torch.tensor([not math.isnan(target) for target in targets], dtype=torch.bool)
    wanted = torch.tensor(targets)[known]
    return functional.smooth_l1_loss(
        sums[known] / CLAUSE_TOLERANCE, wanted / CLAUSE_TOLERANCE, reduction="sum"
    )


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
