"""A model as one call into torch, for the few texts that somebody waits for.

Most of what a short text takes is Python around and between some hundred products, after each of
which it asks for the interpreter's lock again, which a round beside it holds.
"""

import logging
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from service.ports import FloatArray
from workers.encoders.batches import encode_with
from workers.encoders.model_files import prompt_of, reading_tokenizer
from workers.encoders.numeric_class import PROBES
from workers.encoders.text_model import TextModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

Encode = Callable[[Sequence[str]], FloatArray]
CLOSE = 1e-4
"""Of each number of a unit vector."""

log = logging.getLogger(__name__)


def encode_few(model: TextModel) -> Encode:
    """Unit vectors (n, D) of a model on the CPU, as `encode_with` has them.

    Tried once for a model that is loaded: what fails is a torch or a model that can't, as it will
    again, and to try takes a second of whoever waits. A worker that starts anew tries anew.

    torch calls TorchScript deprecated, and has nothing else that needs no compiler: where it is
    gone, or a model does with other texts what it was not traced with, it isn't used.
    """
    plain = partial(encode_with, model)
    try:
        quick = _traced(model)
        if all(np.allclose(quick([text]), plain([text]), atol=CLOSE) for text in PROBES):
            return quick
        log.info("the traced model has other vectors: short texts take longer")
    except Exception:  # whatever a model of anybody's, or a torch to come, may raise
        log.info("the model can't be traced: short texts take longer", exc_info=True)
    return plain


def _traced(model: TextModel) -> Encode:
    import torch

    from workers.encoders.bert import Bert

    # A function: of a module every attribute is looked at, and deprecated ones speak up.
    def embedding(ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Of token ids and their mask (n, length): unit vectors (n, D)."""
        vectors = model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]
        return torch.nn.functional.normalize(vectors, dim=1)

    model.eval().requires_grad_(False)
    ids, mask = torch.ones((2, 8), dtype=torch.int64), torch.ones((2, 8), dtype=torch.int64)
    mask[1, 5:] = 0  # which must not be overlooked
    with torch.inference_mode(), warnings.catch_warnings(action="ignore"):
        trace: Callable[..., Callable[..., torch.Tensor]] = torch.jit.trace
        embed = trace(embedding, (ids, mask), check_trace=False)
    read = model.read if isinstance(model, Bert) else _reading(model)

    def encode(texts: Sequence[str]) -> FloatArray:
        with torch.inference_mode():
            vectors: FloatArray = embed(*read(texts)).numpy()
        return vectors

    return encode


def _reading(model: "SentenceTransformer") -> Callable[[Sequence[str]], tuple["Tensor", "Tensor"]]:
    """Token ids of a batch, and their mask (n, length)."""
    from torch import tensor

    tokenizer, prompt = reading_tokenizer(model), prompt_of(model)

    def read(texts: Sequence[str]) -> tuple["Tensor", "Tensor"]:
        tokens = tokenizer.encode_batch([prompt + text for text in texts])
        ids = tensor([each.ids for each in tokens])
        return ids, tensor([each.attention_mask for each in tokens])

    return read
