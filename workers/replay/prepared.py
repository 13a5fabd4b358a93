"""What is worked out once for a file, and kept: its vectors, and what every label would give."""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from service.core.heads.head import find_head
from service.core.heads.learner import PLAIN
from service.core.replay.held_out import STRENGTHS, FullData
from service.core.targets.class_names import ClassNames, described_classes, spoken
from service.installation import how_to_install
from service.kit.errors import PostilError
from service.ports import Encoder, Fitting, registered_encoders
from workers.encoders.registry import Encoders
from workers.replay.descriptions import NOTHING
from workers.replay.labelled_file import LabelledFile

SLICE = 256


def prepared_views(folder: Path, file: LabelledFile, encoders: Sequence[str]) -> "list[Prepared]":
    """One by each encoder. Raises PostilError where one can't run here."""
    return [Prepared(folder, file, _taught(_encoder(name), file)) for name in encoders]


def _taught(encoder: Encoder, file: LabelledFile) -> Encoder:
    """One that goes by a project's texts, once it knows those of the pool."""
    if not isinstance(encoder, Fitting):
        return encoder
    return encoder.fitted(encoder.fit(file.texts[: file.n_pool], seed=0))


def _encoder(name: str) -> Encoder:
    check_runs(name)
    return Encoders().load(name)


def check_runs(name: str) -> None:
    """Raises PostilError where an encoder's packages are missing."""
    kind = name.partition(":")[0]
    entry = registered_encoders().get(kind)
    if entry is not None and kind not in Encoders().available():
        raise PostilError(
            f"The encoder {name!r} can't run here: its packages are missing. "
            f"Run: {how_to_install(entry.spec.extra or 'workers')}, or take --encoder hashing."
        )


class Prepared:
    """The files kept for one labelled file and encoder, in `folder`."""

    def __init__(self, folder: Path, file: LabelledFile, encoder: Encoder) -> None:
        self._encoder = encoder
        self._texts: Sequence[str] = file.texts
        self._classes, self._descriptions = file.classes, file.descriptions
        digest = hashlib.sha256()
        for text in file.texts:
            digest.update(len(text).to_bytes(8) + text.encode("utf-8", "surrogatepass"))
        self.vectors = folder / f"{encoder.fingerprint[:16]}-{digest.hexdigest()[:16]}.npy"
        head = find_head(file.kind.head or PLAIN)
        digest.update(json.dumps([file.n_pool, head.version, STRENGTHS]).encode())
        for c in range(len(file.classes)):
            digest.update(np.packbits(file.truth.has(c)).tobytes())
        self._full = folder / f"{encoder.fingerprint[:16]}-{digest.hexdigest()[:16]}.json"

    def embed(self, advance: Callable[[int], None]) -> None:
        """Sees to it that the vectors (N, D) are there. What an interrupted run did is kept.

        `advance` hears how many texts are done.
        """
        if self.vectors.exists():
            return
        self.vectors.parent.mkdir(parents=True, exist_ok=True)
        part = self.vectors.with_suffix(".part")
        with part.open("ab") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            if self.vectors.exists():  # another replay made them meanwhile
                part.unlink(missing_ok=True)
            else:
                self._embed_into(part, advance)

    def _embed_into(self, part: Path, advance: Callable[[int], None]) -> None:
        shape = (len(self._texts), self._encoder.dimensions)
        is_begun = part.stat().st_size > 0
        vectors = open_memmap(part, "r+" if is_begun else "w+", dtype=np.float32, shape=shape)
        # No vector is zero: rows that are haven't been written. The slice that was cut is redone.
        done = int(np.count_nonzero(vectors.any(axis=1))) // SLICE * SLICE
        advance(done)
        for start in range(done, len(vectors), SLICE):
            texts = self._texts[start : start + SLICE]
            vectors[start : start + SLICE] = self._encoder.encode(texts)
            advance(len(texts))
        vectors.flush()
        part.replace(self.vectors)

    def class_names(self) -> ClassNames:
        """What the answers in the file say, and what is written of them, as vectors."""
        texts = [
            (c, text)
            for c, name in enumerate(self._classes)
            for of in (self._descriptions.get(name, NOTHING),)
            for text in (spoken(name, of.description), *of.examples)
        ]
        classes = np.array([c for c, _ in texts], dtype=np.int64)
        vectors = self._encoder.encode([text for _, text in texts])
        return ClassNames(classes, vectors, described_classes(texts))

    def full_data(self) -> FullData | None:
        """The figures with every label, if they are known already."""
        if not self._full.exists():
            return None
        return FullData(**json.loads(self._full.read_text()))

    def keep(self, full: FullData) -> None:
        part = self._full.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(asdict(full)))
        part.replace(self._full)
