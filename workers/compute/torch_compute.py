"""The numeric work of a round in torch: on CUDA in float32, on CPUs in bfloat16.

Imports torch, which takes seconds: only who has decided to use it imports this module.
"""

import warnings
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.compute import See
from service.core.heads.head import Head, LinearHead
from service.core.heads.logistic import LossAndGradient, MakeLoss, fit_logistic
from service.core.numpy_compute import NumpyScorer, top_two_margin
from service.core.threads import each_in_threads
from service.core.vectors.matrix import Vectors, blocks
from service.ports import Compute
from workers.limits import threads_for_torch


class TorchScorer:
    """Scores with logistic regression in torch, and with any other head in numpy.

    bfloat16 has 8 bits: on an AVX-512 CPU the product takes a third of the time, and a margin is
    off by up to 0.01. The rest of the work is then numpy's, which is the faster one at it.
    """

    def __init__(self, device: str, dtype: torch.dtype, threads: int = 1) -> None:
        self._device = device
        self._dtype = dtype
        # A GPU takes one block after the other.
        self._threads = threads if device == "cpu" else 1
        self._numpy = NumpyScorer(threads)

    def margins(self, head: Head, vectors: Vectors, wanted: BoolArray | None = None) -> FloatArray:
        if not isinstance(head, LinearHead):
            return self._numpy.margins(head, vectors, wanted)
        margins = np.ones(len(vectors), dtype=np.float32)
        W = torch.from_numpy(head.weights).to(self._device, self._dtype)

        @torch.inference_mode()
        def score(block: tuple[slice, NDArray[Any]]) -> None:
            rows, X = block
            margins[rows] = self._margins(head, W @ self._moved(X).T)

        each_in_threads(score, blocks(vectors), self._threads)
        return margins

    def look_over(self, head: Head, vectors: Vectors, see: See) -> None:
        self._numpy.look_over(head, vectors, see)

    def _moved(self, X: NDArray[Any]) -> torch.Tensor:
        # By way of float32: there is no direct way from float16 to bfloat16, and torch's takes
        # twice as long.
        return _shared(X).to(self._device).float().to(self._dtype)

    def _margins(self, head: LinearHead, products: torch.Tensor) -> FloatArray:
        if self._dtype == torch.bfloat16:
            return top_two_margin(head.of_products(products.float().numpy()))
        products += torch.from_numpy(head.intercepts).to(self._device)[:, None]
        best = torch.softmax(products, 0).topk(min(2, len(products)), dim=0).values
        margins: FloatArray = (best[0] - best[1] if len(best) > 1 else best[0]).cpu().numpy()
        return margins


def loss_in_torch(device: str) -> MakeLoss:
    """As `loss_in_numpy`, on a device; the search stays with scipy, so that all take one path."""

    def make(X: NDArray[Any], targets: IntArray, shares: FloatArray | None) -> LossAndGradient:
        rows, of = _shared(X).to(device), torch.from_numpy(targets).to(device)[None]
        counts = None if shares is None else torch.from_numpy(shares).to(device)

        def loss(W: DoubleArray) -> tuple[float, DoubleArray]:
            with torch.inference_mode():
                at = torch.from_numpy(W).to(device, rows.dtype)
                logs = torch.log_softmax(at[:, :-1] @ rows.T + at[:, -1:], 0)
                losses = -logs.gather(0, of)[0]
                slopes = logs.exp().scatter_add_(0, of, -torch.ones_like(losses)[None])
                if counts is not None:
                    losses *= counts
                    slopes *= counts
                gradient = torch.hstack([slopes @ rows / len(rows), slopes.mean(1, keepdim=True)])
                return float(losses.mean()), gradient.double().cpu().numpy()

        return loss

    return make


def on_device(device: str, threads: int = 1) -> Compute:
    """For GPUs: all of it in single precision there."""
    scorer = TorchScorer(device, torch.float32, threads)
    fit = partial(fit_logistic, loss=loss_in_torch(device))
    return Compute(f"torch float32 {device}", scorer, fit, threads, device == "cuda")


def torch_on_cpu(threads: int) -> Compute:
    """For CPUs that multiply in bfloat16. It fits as numpy does, which is the faster one there."""
    threads_for_torch()
    scorer = TorchScorer("cpu", torch.bfloat16, threads)
    return Compute("torch bfloat16 cpu", scorer, fit_logistic, threads)


def _shared(array: NDArray[Any]) -> torch.Tensor:
    """A tensor over an array that may be mapped read-only, which it is never written to."""
    return torch.from_numpy(array)


# torch warns, once in the life of a process, of the first array that can't be written to.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    torch.from_numpy(np.frombuffer(b"\0\0\0\0", dtype=np.float32))
