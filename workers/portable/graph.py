"""A text model and a head as one torch module, written as ONNX. Imports torch."""

import math
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from service.core.evaluation.evidence import LEAST
from service.core.evaluation.recalibration import Recalibration
from service.core.evaluation.sets.class_calibration import ClassCalibration
from service.core.heads.portable_form import UNKNOWN
from service.core.label_propagation import TINY
from service.core.vectors.neighbours import NEAREST, TEMPERATURE
from service.ports import Classifier
from workers.encoders.model_files import reading_tokenizer
from workers.encoders.text_model import TextModel

INPUTS = ("input_ids", "attention_mask")
OPSET = 18
"""What the exporter writes as it is. Runtimes have read it since 2023."""


class TextEncoder(nn.Module):
    """Token ids and their mask (n, length) to unit vectors (n, D)."""

    outputs: tuple[str, ...] = ("vectors",)

    def __init__(self, encoder: TextModel) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        read = {"input_ids": input_ids, "attention_mask": attention_mask}
        return (nn.functional.normalize(self.encoder(read)["sentence_embedding"], dim=1),)


class TextClassifier(TextEncoder):
    """To class probabilities (n, C), and to the vectors.

    The formula is that of `portable_form` and its calibration, in single precision.
    """

    outputs = ("probabilities", "vectors")

    def __init__(self, encoder: TextModel, classifier: Classifier) -> None:
        super().__init__(encoder)
        head, self.by = classifier
        self.spreads = [(each.reach, each.share) for each in head.spreads]
        self.parts = nn.ParameterDict(
            {
                name: nn.Parameter(torch.from_numpy(np.array(array)), requires_grad=False)
                for name, array in head.tensors().items()
            }
        )

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        [X] = super().forward(input_ids, attention_mask)
        return self.of_vectors(X), X

    def of_vectors(self, X: Tensor) -> Tensor:
        parts = self.parts
        if isinstance(self.by, ClassCalibration):
            return self._of_each(X @ parts["weights"][0].T + parts["intercepts"][0], self.by)
        mixed = torch.zeros_like(parts["scale"])
        for j in range(len(parts["weights"])):
            scores = X @ parts["weights"][j].T + parts["intercepts"][j]
            mixed = mixed + parts["linear_shares"][j] * torch.softmax(scores, 1)
        if self.spreads:
            mixed = mixed + self._spread(X)
        mixed = mixed * parts["scale"]
        return self._calibrated(mixed / mixed.sum(1, keepdim=True))

    def _spread(self, X: Tensor) -> Tensor:
        parts = self.parts
        nearest = min(NEAREST, len(parts["nodes_0"]))
        similarity, at = torch.topk(X @ parts["nodes_0"].T, nearest, dim=1)
        weights = torch.exp((similarity - 1) / TEMPERATURE)
        spread = torch.zeros_like(parts["scale"])
        for i, (k, share) in enumerate(self.spreads):
            near = weights[:, :k] / weights[:, :k].sum(1, keepdim=True)
            mass = (near[:, :, None] * parts[f"mass_{i}"][at[:, :k]]).sum(1)
            total = mass.sum(1, keepdim=True)
            scaled = torch.where(total > TINY, mass / total.clamp_min(TINY), parts["seen"])
            spread = spread + share * scaled
        return spread

    def _of_each(self, scores: Tensor, by: ClassCalibration) -> Tensor:
        """Scores are log odds; of a class that the head doesn't know they are far below all."""
        furthest = math.log((1 - LEAST) / LEAST)
        odds = torch.tensor(by.shifts) + torch.tensor(by.slopes) * scores.clamp(-furthest, furthest)
        return torch.where(scores > UNKNOWN / 2, torch.sigmoid(odds), 0.0)

    def _calibrated(self, P: Tensor) -> Tensor:
        assert isinstance(self.by, Recalibration)
        top = P.max(1, keepdim=True).values
        right = torch.sigmoid(self.by.shift + self.by.slope * torch.logit(top, LEAST))
        rest = (1 - right) / (1 - top).clamp_min(torch.finfo(torch.float32).eps)
        probabilities = torch.where(top == P, right, torch.minimum(P * rest, right))
        return probabilities / probabilities.sum(1, keepdim=True)


def write_graph(model: TextModel, classifier: Classifier | None, to: Path) -> None:
    """A model, and what classifies its vectors, as `model.onnx` and `tokenizer.json` in `to`."""
    reading_tokenizer(model).save(str(to / "tokenizer.json"))
    graph = TextEncoder(model) if classifier is None else TextClassifier(model, classifier)
    # Two tensors, for one given twice is one input; and padding, which must not be overlooked.
    ids, mask = torch.ones((2, 8), dtype=torch.int64), torch.ones((2, 8), dtype=torch.int64)
    mask[1, 5:] = 0
    any_shape = {0: "batch", 1: "length"}
    # Three libraries tell each other what is deprecated in them.
    with warnings.catch_warnings(action="ignore"), torch.no_grad():
        program = torch.onnx.export(
            graph.eval(),
            (ids, mask),
            input_names=INPUTS,
            output_names=graph.outputs,
            opset_version=OPSET,
            dynamic_shapes=(any_shape, any_shape),
            dynamo=True,  # the default only since 2.9
            verbose=False,
        )
    assert program is not None
    program.save(to / "model.onnx")
