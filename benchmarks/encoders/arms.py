"""all-MiniLM-L6-v2 in ever fewer bytes, and what it is distilled to."""

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from benchmarks.encoders.static import distilled
from service.ports import FloatArray
from workers.encoders.arithmetics.bfloat16 import BFLOAT16
from workers.encoders.batches import BATCH, encode_with, lengths

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


@dataclass(frozen=True)
class Arm:
    encode: Callable[[Sequence[str]], FloatArray]
    """Unit vectors (n, D), in one thread."""
    megabytes: float
    """Of its weights."""


def arms(model: "SentenceTransformer", folder: Path) -> Mapping[str, Arm]:
    """By name, the model as it is first; `folder` takes what is made of it."""
    turned = BFLOAT16.turned(model)
    static = distilled(turned)
    return {
        "fp32": Arm(partial(encode_with, model), _megabytes(model)),
        "bf16": Arm(partial(encode_with, turned), _megabytes(turned)),
        "int8": _int8(model, folder),
        f"static {static.dimensions}": Arm(static.encode, static.table.nbytes / 1e6),
    }


def _megabytes(model: nn.Module) -> float:
    return sum(each.numel() * each.element_size() for each in model.parameters()) / 1e6


class _Vectors(nn.Module):
    def __init__(self, model: "SentenceTransformer") -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        read = {"input_ids": input_ids, "attention_mask": attention_mask}
        return nn.functional.normalize(self.model(read)["sentence_embedding"], dim=1)


def _int8(model: "SentenceTransformer", folder: Path) -> Arm:
    """ONNX Runtime, weights in int8 with a scale per channel, activations as they come."""
    plain, small = folder / "fp32.onnx", folder / "int8.onnx"
    ids, mask = torch.ones((2, 8), dtype=torch.int64), torch.ones((2, 8), dtype=torch.int64)
    mask[1, 5:] = 0
    shape = {0: "batch", 1: "length"}
    with warnings.catch_warnings(action="ignore"), torch.no_grad():
        program = torch.onnx.export(
            _Vectors(model).eval(),
            (ids, mask),
            input_names=["input_ids", "attention_mask"],
            opset_version=18,
            dynamic_shapes=(shape, shape),
            dynamo=True,
            verbose=False,
        )
    assert program is not None
    program.save(plain)
    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(small, options)
    return Arm(partial(_by_session, session, model), small.stat().st_size / 1e6)


def _by_session(session: Any, model: "SentenceTransformer", texts: Sequence[str]) -> FloatArray:
    order = np.argsort(lengths(model, texts))
    vectors = np.empty((len(texts), 384), dtype=np.float32)
    for start in range(0, len(order), BATCH):
        rows = order[start : start + BATCH]
        read = model.tokenizer(
            [texts[row] for row in rows],
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            return_tensors="np",
        )
        names = ("input_ids", "attention_mask")
        vectors[rows] = session.run(None, {name: read[name].astype(np.int64) for name in names})[0]
    return vectors
