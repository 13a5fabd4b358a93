"""Campaigns played by several processes, one thread each, over the same mapped vectors."""

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from service.core.acquisition.audit import audit_key
from service.core.arrays import DoubleArray, FloatArray
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.replay.answering import People
from service.core.replay.campaign import CampaignSettings, Point, play
from service.core.replay.held_out import (
    FOLDS,
    FullData,
    HeldOut,
    fold_accuracies,
    full_data,
    full_data_of_sets,
)
from service.core.targets.class_names import ClassNames
from service.core.targets.one_class import class_of_each
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Stacked, layout_of, side_by_side, view_of
from service.kit.errors import PostilError
from workers.process import begin_as_child
from workers.replay.contenders import Asked, Contender
from workers.replay.taught_view import Taught, TaughtView


@dataclass(frozen=True, eq=False)
class Plan:
    """What every campaign of a replay has in common."""

    vectors: tuple[Path, ...]
    """(N, D) of each view as .npy: the pool, then the rows to score on."""
    truth: Targets
    """(N,)"""
    hashes: list[bytes]
    """Content hashes of the pool."""
    n_classes: int
    labels: int
    pace: CampaignSettings
    head: str
    """What ranks and is released."""
    noise: float
    """Share of wrong answers."""
    names: ClassNames
    """What the classes are called, to heads that read that, in all views side by side."""
    taught: Taught | None = None
    """A further view, which learns from the labels."""


@dataclass(frozen=True)
class Campaign:
    """A way through the pool."""

    contender: Contender
    seed: int
    points: list[Point]
    seconds: float
    """Of one core."""


class Played:
    """A plan with its arrays in reach; each process has one."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        # Mapped: all processes share one copy in the page cache.
        views: list[FloatArray] = [np.load(path, mmap_mode="r") for path in plan.vectors]
        n_pool = len(plan.hashes)
        self.views, self.truth = [rows[:n_pool] for rows in views], plan.truth[np.arange(n_pool)]
        rest = [rows[n_pool:] for rows in views]
        scored_on = plan.truth[np.arange(n_pool, len(plan.truth))]
        self.held_out = HeldOut(side_by_side(rest), scored_on)

    @cached_property
    def pool(self) -> Vectors:
        return self.views[0] if len(self.views) == 1 else Stacked(self.views)

    @cached_property
    def learner(self) -> Learner:
        """With the graphs of the pool, which all campaigns of this process share."""
        kind, layout = find_head(self.plan.head), layout_of(self.pool)
        if not kind.reads_graph:
            return Learner(kind, layout=layout)
        first, *further = map(find_neighbours, self.views if kind.reads_views else self.views[:1])
        return Learner(kind, first, self.plan.names, layout, tuple(further))

    def people(self, people: Asked, seed: int) -> People | None:
        """None: one who knows every answer."""
        plan = self.plan
        if people is Asked.ONCE and plan.noise == 0:
            return None
        return People.who_err(
            self.truth,
            plan.n_classes,
            plan.noise,
            seed,
            overlap=2 if people is Asked.TWICE else 1,
            relabels=people is Asked.WHEN_IT_PAYS,
        )

    def taught_view(self, seed: int) -> TaughtView | None:
        taught = self.plan.taught
        if taught is None:
            return None
        return TaughtView(taught, self.views, self.held_out, self.learner, seed)

    def campaign(self, contender: Contender, seed: int) -> Campaign:
        """The campaign of a seed. It is all that decides: not the process, nor what it did before.

        No estimates: cross-fitting them is most of the work, and a curve of true figures needs
        none.
        """
        plan = self.plan
        started = time.process_time()
        points = play(
            self.pool,
            self.truth,
            audit_order=np.argsort([audit_key(seed, content) for content in plan.hashes]),
            n_classes=plan.n_classes,
            strategy=contender.strategy,
            budget=plan.labels,
            pace=plan.pace,
            seed=seed,
            held_out=self.held_out,
            point_every=plan.pace.batch_size,
            measured=lambda _labels: False,
            learner=self.learner,
            people=self.people(contender.asked, seed),
            seen_anew=self.taught_view(seed),
        )
        return Campaign(contender, seed, points, time.process_time() - started)

    def fold(self, fold: int) -> DoubleArray:
        X, y = np.asarray(self.views[0]), class_of_each(self.truth)
        return fold_accuracies(X, y, fold, self.plan.n_classes)

    def full_data(self, accuracies: DoubleArray) -> FullData:
        """By the first view: a yardstick that further views don't move."""
        X, held_out = np.asarray(self.views[0]), self.held_out.seen_by(self._first)
        if self.truth.is_of_sets:
            return full_data_of_sets(X, self.truth, held_out, self.plan.n_classes)
        y = class_of_each(self.truth)
        return full_data(X, y, accuracies, held_out, self.plan.n_classes)

    def _first(self, vectors: Vectors) -> Vectors:
        return view_of(vectors, layout_of(self.pool), 0)


class Processes:
    """Where campaigns are played; ended, whatever happens, with the block of `processes`."""

    def __init__(self, executor: ProcessPoolExecutor, plan: Plan) -> None:
        self._executor = executor
        self._is_of_sets = plan.truth.is_of_sets
        self._folds: list[Future[Any]] = []
        self._pending: set[Future[Any]] = set()

    def play(self, contender: Contender, seed: int) -> None:
        self._submit(_campaign, contender, seed)

    def find_full_data(self) -> None:
        if self._is_of_sets:
            self._submit(_full_data, np.empty((0, 0)))
        else:
            self._folds = [self._submit(_fold, fold) for fold in range(FOLDS)]

    def results(self) -> Iterator[Campaign | FullData]:
        """Each campaign, and the figures with every label, as they are done."""
        try:
            while self._pending:
                done, self._pending = wait(self._pending, return_when=FIRST_COMPLETED)
                yield from (f.result() for f in done if f not in self._folds)
                if self._folds and all(fold.done() for fold in self._folds):
                    self._submit(_full_data, np.array([fold.result() for fold in self._folds]))
                    self._folds = []
        except BrokenProcessPool as error:
            raise PostilError(
                "A process of the replay was ended from outside, perhaps for lack of memory. "
                "Fewer at a time take less: --processes 1."
            ) from error

    def _submit(self, function: Any, *arguments: Any) -> Future[Any]:
        future = self._executor.submit(function, *arguments)
        self._pending.add(future)
        return future


@contextmanager
def processes(plan: Plan, count: int) -> Iterator[Processes]:
    """`count` processes for a plan, none of which outlives the block, nor this process."""
    executor = ProcessPoolExecutor(
        count,
        # Forking a process with the threads of torch in it can hang.
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(plan,),
    )
    try:
        yield Processes(executor, plan)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        executor.shutdown(wait=True)


_played: Played


def _begin(plan: Plan) -> None:
    global _played
    begin_as_child()
    threadpool_limits(1)
    _played = Played(plan)


def _campaign(contender: Contender, seed: int) -> Campaign:
    return _played.campaign(contender, seed)


def _fold(fold: int) -> DoubleArray:
    return _played.fold(fold)


def _full_data(accuracies: DoubleArray) -> FullData:
    return _played.full_data(accuracies)
