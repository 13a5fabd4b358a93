"""A labelled file with its vectors, as a pool and rows to score on."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.replay.development import PARTS
from benchmarks.replay.peers import find_any_head
from benchmarks.replay.protocol import MOST_IN_POOL, RARE, SETS, Protocol, protocol_of
from benchmarks.replay.rare import set_aside, with_rare
from service.core.acquisition.audit import audit_key
from service.core.arrays import FloatArray, IntArray
from service.core.heads.learner import Learner
from service.core.replay.held_out import (
    FOLDS,
    FullData,
    HeldOut,
    fold_accuracies,
    full_data,
    full_data_of_sets,
)
from service.core.targets.class_names import ClassNames
from service.core.targets.class_sets import ClassSets
from service.core.targets.one_class import class_of_each
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import Neighbours, find_neighbours
from service.core.vectors.views import Stacked, layout_of, side_by_side, view_of
from service.importing.formats import Limits
from service.kit.settings import Settings
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns, LabelledFile
from workers.replay.prepared import Prepared, prepared_views


@dataclass(frozen=True, eq=False)
class Dataset:
    """What campaigns are played on. Every campaign sees the same pool."""

    name: str
    file: LabelledFile
    rare: str | None
    """A class that was cut to 1 % of the pool."""
    prepared: Prepared
    """By the first view."""
    views: list[FloatArray]
    """(V,) of the pool, (N, D) each."""
    graphs: list[Neighbours]
    """(V,)"""
    names: ClassNames
    held_out: HeldOut

    @property
    def pool(self) -> Vectors:
        return self.views[0] if len(self.views) == 1 else Stacked(self.views)

    def learner(self, head: str) -> Learner:
        first, *further = self.graphs
        return Learner(find_any_head(head), first, self.names, layout_of(self.pool), tuple(further))

    @property
    def targets(self) -> Targets:
        return self.file.truth[np.arange(self.file.n_pool)]

    @property
    def truth(self) -> IntArray:
        """Where an item has one class."""
        return class_of_each(self.targets)

    @property
    def n_classes(self) -> int:
        return len(self.file.classes)

    @property
    def protocol(self) -> Protocol:
        if self.file.is_of_sets:
            return SETS
        return RARE if self.rare else protocol_of(self.name)

    def audit_order(self, seed: int) -> IntArray:
        return np.argsort([audit_key(seed, content) for content in self.file.hashes()])

    def full_data(self) -> FullData:
        """The figures with every label by the first view, worked out once and kept."""
        found = self.prepared.full_data()
        if found is None:
            found = self._full_data()
            self.prepared.keep(found)
        return found

    def _full_data(self) -> FullData:
        X, truth, n_classes = self.views[0], self.targets, self.n_classes
        first = self.held_out.seen_by(lambda rows: view_of(rows, layout_of(self.pool), 0))
        if isinstance(truth, ClassSets):
            return full_data_of_sets(X, truth, first, n_classes)
        y = class_of_each(truth)
        by_fold = [fold_accuracies(X, y, f, n_classes) for f in range(FOLDS)]
        return full_data(X, y, np.array(by_fold), first, n_classes)


def opened(
    path: Path,
    *,
    part: str,
    kept_in: Path,
    views: Sequence[str] = (),
    examples: Path | None = None,
) -> Dataset:
    """The data set of a file, or of `FILE:CLASS`; its vectors are made once and kept in a folder.

    `part` of its rows: see `development.py`. With a class, that class is cut to 1 % of the pool.
    `views` are encoders, the main one first; by default the one of the settings. `examples` say
    more of classes than their names.
    """
    path, rare = _parts(path)
    read = labelled_file.read(path, Columns(), Limits(Settings().max_text_chars))
    file = read.described_by(examples)
    file = set_aside(file) if rare and part == "whole" else PARTS[part](file)
    if rare:
        file = with_rare(file, rare)
    name = path.name.partition(".")[0] + (f"-{rare}" if rare else "")
    return dataset_of(file, name, rare, kept_in=kept_in, views=views)


def dataset_of(
    file: LabelledFile,
    name: str,
    rare: str | None = None,
    *,
    kept_in: Path,
    views: Sequence[str] = (),
) -> Dataset:
    """The data set of what was read, as `opened` makes it."""
    _check(file)
    prepared = prepared_views(kept_in, file, views or [Settings().encoder])
    for view in prepared:
        view.embed(lambda _texts: None)
    vectors = [np.load(view.vectors) for view in prepared]
    pools = [rows[: file.n_pool] for rows in vectors]
    rest = side_by_side([rows[file.n_pool :] for rows in vectors])
    return Dataset(
        name,
        file,
        rare,
        prepared[0],
        pools,
        [find_neighbours(pool) for pool in pools],
        ClassNames.stacked([view.class_names() for view in prepared]),
        HeldOut(rest, file.truth[np.arange(file.n_pool, len(file.truth))]),
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
