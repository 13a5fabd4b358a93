"""A labelled file with its vectors, as a pool and rows to score on."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.core.acquisition.audit import audit_key
from service.core.arrays import IntArray
from service.core.class_names import ClassNames
from service.core.full_data import FOLDS, FullData, fold_accuracies, full_data
from service.core.held_out import HeldOut
from service.core.neighbours import Neighbours, find_neighbours
from service.core.one_class import OneClass
from service.loop.importing.formats import Limits
from service.settings import Settings
from tests.benchmarks.replay.development import PARTS
from tests.benchmarks.replay.protocol import MOST_IN_POOL, RARE, Protocol, protocol_of
from tests.benchmarks.replay.rare import set_aside, with_rare
from workers.encoders.registry import Encoders
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns, LabelledFile
from workers.replay.prepared import Prepared


@dataclass(frozen=True, eq=False)
class Dataset:
    """What campaigns are played on. Every campaign sees the same pool."""

    name: str
    file: LabelledFile
    rare: str | None
    """A class that was cut to 1 % of the pool."""
    prepared: Prepared
    pool: np.ndarray
    neighbours: Neighbours
    names: ClassNames
    held_out: HeldOut

    @property
    def truth(self) -> IntArray:
        return self.file.truth[: self.file.n_pool]

    @property
    def n_classes(self) -> int:
        return len(self.file.classes)

    @property
    def protocol(self) -> Protocol:
        return RARE if self.rare else protocol_of(self.name)

    def audit_order(self, seed: int) -> IntArray:
        return np.argsort([audit_key(seed, content) for content in self.file.hashes()])

    def full_data(self) -> FullData:
        """The figures with every label, worked out once and kept."""
        found = self.prepared.full_data()
        if found is None:
            by_fold = [
                fold_accuracies(self.pool, self.truth, fold, self.n_classes)
                for fold in range(FOLDS)
            ]
            found = full_data(
                self.pool, self.truth, np.array(by_fold), self.held_out, self.n_classes
            )
            self.prepared.keep(found)
        return found


def opened(path: Path, *, part: str, kept_in: Path) -> Dataset:
    """The data set of a file, or of `FILE:CLASS`; its vectors are made once and kept in a folder.

    `part` of its rows: see `development.py`. With a class, that class is cut to 1 % of the pool.
    """
    settings = Settings()
    path, rare = _parts(path)
    file = labelled_file.read(path, Columns(), Limits(settings.max_text_chars))
    file = set_aside(file) if rare and part == "whole" else PARTS[part](file)
    if rare:
        file = with_rare(file, rare)
    _check(file)
    name = path.name.partition(".")[0] + (f"-{rare}" if rare else "")
    prepared = Prepared(kept_in, file, Encoders().load(settings.encoder))
    prepared.embed(lambda _texts: None)
    vectors = np.load(prepared.vectors)
    pool = vectors[: file.n_pool]
    held_out = HeldOut(vectors[file.n_pool :], OneClass(file.truth[file.n_pool :]))
    return Dataset(
        name, file, rare, prepared, pool, find_neighbours(pool), prepared.class_names(), held_out
    )


def _parts(path: Path) -> tuple[Path, str | None]:
    """The file and the class to be made rare, of `FILE:CLASS`."""
    if path.exists():
        return path, None
    file, _, rare = str(path).rpartition(":")
    return Path(file or path), rare if file else None


def _check(file: LabelledFile) -> None:
    if file.n_pool > MOST_IN_POOL:
        raise SystemExit(f"{file.name} has a pool of {file.n_pool:,}: at most {MOST_IN_POOL:,}")
