"""Export a trained network as one ONNX file with 8-bit weights."""

import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.preprocess import quant_pre_process
from torch import Tensor, nn

from scoring.core.encoder.model import MODEL, TOKENIZER
from scoring.core.training.encoder.network import Network, base_folder

OPSET = 17


class _OneText(nn.Module):
    """The network for export. Returns each token's share of the score, and the lens logits."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        outputs = self.network.tokens(ids)
        return outputs[0, :, 0], outputs[0, :, 1:].mean(0)


def export(network: Network, folder: Path) -> None:
    """Write `model.onnx` and `tokenizer.json` to `folder`.

    Weights use only seven of their eight bits, so that products do not overflow on processors that
    add them in 16 bits. Each column has its own scale.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exact, prepared = Path(name) / "exact.onnx", Path(name) / "prepared.onnx"
        torch.onnx.export(
            _OneText(network).eval(),
            (torch.randint(1000, 2000, (1, 30)),),
            str(exact),
            input_names=["ids"],
            output_names=["shares", "lenses"],
            dynamic_axes={"ids": {1: "tokens"}, "shares": {0: "tokens"}},
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(exact, prepared, skip_symbolic_shape=True)
        quantize_dynamic(
            prepared,
            folder / MODEL,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather", "Gemm"],
            extra_options={"MatMulConstBOnly": True},
        )
    (folder / TOKENIZER).write_bytes((base_folder() / TOKENIZER).read_bytes())
