"""An encoder that has learnt labels, in 8 bits: it says nearly the same, more than twice as fast.

Imports torch.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from service.core.heads.logistic import LogisticHead
from service.kit.temporary import temporary_folder
from service.model.in_zip.encode_int8 import Encoder as InZip
from service.ports import Classifier, Encoder, FloatArray, Origin, Portable
from workers.encoders.bert import Bert
from workers.encoders.int8 import ROUNDED, TOKENIZER, in_parts
from workers.encoders.minilm import stored_names
from workers.encoders.model_files import prompt_of, reading_tokenizer
from workers.encoders.weights.minilm_onnx import write_rounded
from workers.encoders.weights.packed_e5 import COARSE, PackedWords, steps_and_scales
from workers.limits import OPENMP, threads_of

NAME = "rounded@1"
WORDS = "words.table"


class Whole(Encoder, Portable, Protocol):
    """The encoder itself."""

    def with_apart(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        """The vectors (n, D) of texts, with what is said of those that it has learnt."""

    def leave_learnt(self, to: Path) -> None: ...


class RoundedEncoder:
    numeric_class = "int8"
    arithmetic = "int8"

    def __init__(self, whole: Whole, model: Bert, head: LogisticHead) -> None:
        """`model` and `head` are what the whole one has learnt."""
        self._whole, self._model, self._head = whole, model, head
        self.dimensions = whole.dimensions
        self.fingerprint = hashlib.sha256(f"{NAME} {whole.fingerprint}".encode()).hexdigest()
        self._threads = threads_of(OPENMP, 1)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, D), as the whole one says them."""
        vectors = in_parts(self._rounded, texts, self.dimensions, self._threads)
        return self._whole.with_apart(texts, vectors)

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """By the whole one, in fp32."""
        return self._whole.reference(texts)

    @property
    def origin(self) -> Origin:
        whole = self._whole.origin
        return replace(whole, name=f"{whole.name}, in 8 bits", reads_by="encode_int8")

    def leave(self, to: Path, _classifier: Classifier | None, _alive: Callable[[], None]) -> float:
        self._whole.leave_learnt(to)
        self._write(to)
        return 0.0

    @cached_property
    def _rounded(self) -> InZip:
        about = {"most_tokens": self._model.max_seq_length, "prompt": prompt_of(self._model)}
        with temporary_folder("postil-int8-") as folder:
            self._write(folder)
            return InZip(folder, about)

    def _write(self, to: Path) -> None:
        is_e5 = isinstance(self._model.transformer.words, PackedWords)
        arrays = _arrays(self._model, self._head)
        write_rounded(arrays, to / ROUNDED, COARSE if is_e5 else ())
        reading_tokenizer(self._model).save(str(to / TOKENIZER))


def _arrays(model: Bert, head: LogisticHead) -> Mapping[str, NDArray[Any]]:
    """As graphs are made of them."""
    stored, whole = model.transformer.state_dict(), head.portable_form()
    names = stored_names(len(model.transformer.layers))
    arrays = {"classes.weight": whole.weights[0], "classes.bias": whole.intercepts[0]}
    if isinstance(model.transformer.words, PackedWords):
        steps, scales = steps_and_scales(stored.pop(WORDS))
        arrays |= {"steps": steps.numpy(), "scales": scales.numpy()}
    return arrays | {names[ours]: tensor.float().cpu().numpy() for ours, tensor in stored.items()}
