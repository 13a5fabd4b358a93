"""Classes that hardly anybody has met: what is said of them and each look tell where they are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle

import numpy as np

from service.core.acquisition.margins import smallest
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Choose, Picks
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.heads.head import view_weights
from service.core.heads.logistic import fit_logistic
from service.core.targets.class_names import ClassNames
from service.core.targets.labels import Labels
from service.core.targets.one_class import class_of_each
from service.core.vectors.matrix import furthest, products
from service.core.vectors.views import Stacked, geometry, layout_of

EVERY = 5
"""One in so many items is asked for the sake of such a class."""
TURN = 2
"""Which one: others stand where rare classes are asked for."""
ENOUGH = 5
"""Labels of a class with which it isn't looked for any more."""
FROM, FEWER = 2, 0.5
"""Labels a class on average, from which on one with a description alone is looked for that has
fewer than this share of it."""
PATIENCE = 60
"""Looks in vain after which a class is given up, and as many more for each label that it has."""
AT_A_TIME = 5
"""So many classes a ranking looks for."""
HUNT = "hunt@1"
OF_ALL = 1_000
"""Rows of a large pool that are looked at for each class."""


@dataclass(frozen=True, eq=False)
class HuntAnswers:
    """What was asked about, or looked at, because it might be of a class; the oldest first."""

    ordinals: IntArray
    """(n,)"""
    classes: IntArray
    """(n,) index of the class that was looked for."""
    count: BoolArray
    """(n,) whether it wears patience out: not where the class has been written of since."""

    @staticmethod
    def of(pairs: Sequence[tuple[int, int]], count: Sequence[bool] | None = None) -> "HuntAnswers":
        """From (ordinal, class index) each; all count unless it is said."""
        rows = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        all_count = np.ones(len(rows), dtype=np.bool_)
        counting = all_count if count is None else np.array(count, dtype=np.bool_)
        return HuntAnswers(rows[:, 0], rows[:, 1], counting)


@dataclass(frozen=True, eq=False)
class Hunted:
    """A class that is looked for."""

    index: int
    direction: FloatArray
    """(D,) where its items lie, in the space that strategies see."""


def hunts(
    pool: Pool,
    present: BoolArray,
    labels: Labels,
    looks: HuntAnswers | None,
    names: ClassNames | None,
    seed: int,
) -> list[Hunted]:
    """The classes to look for, in their turn: at most five, those with the fewest looks first.

    One is looked for that has examples and fewer than five `labels`, which hold no audit item's;
    or a description alone, and fewer than half the mean over classes, once that is two. It is given
    up after 60 looks in vain since it was last written of, and 60 more for each label. present (N,)
    items that have a vector: some of them stand for the pool, by `seed`. None where items have
    several classes.
    """
    if names is None or labels.targets.is_of_sets:
        return []
    evidence = _ClassEvidence(pool, labels, looks)
    few = _with_few_labels(evidence.counts, names)
    wanted = sorted((c for c in few if not evidence.is_given_up(c)), key=evidence.turn)[:AT_A_TIME]
    if not wanted:
        return []
    written = _in_geometry(names, pool)
    drawn = draw_background(present, seed)
    return [Hunted(c, evidence.direction(c, _texts_of(c, names, written), drawn)) for c in wanted]


def _with_few_labels(counts: IntArray, names: ClassNames) -> list[int]:
    """Classes of which something is written that says where to look."""
    described = np.isin(np.arange(len(counts)), list(names.described))
    # A description says less well where: it has to do for what others are met without.
    behind = (counts < FEWER * counts.mean()) & (counts.mean() >= FROM)
    leads = (names.examples(len(counts)) > 0) | (described & behind)
    return [int(c) for c in np.flatnonzero((counts < ENOUGH) & leads)]


class _ClassEvidence:
    """What labels and looks say of classes."""

    def __init__(self, pool: Pool, labels: Labels, looks: HuntAnswers | None) -> None:
        self._pool = pool
        self._ordinals, self._classes = labels.ordinals, class_of_each(labels.targets)
        self.counts = np.bincount(self._classes, minlength=pool.n_classes)
        rows = () if looks is None else (looks.ordinals, looks.classes, looks.count)
        labelled = {*zip(self._ordinals.tolist(), self._classes.tolist(), strict=True)}
        self._missed: dict[int, list[int]] = {}
        self._looked, self._in_vain = Counter[int](), Counter[int]()
        for ordinal, c, counts in zip(*(each.tolist() for each in rows), strict=True):
            self._looked[c] += 1
            if (ordinal, c) not in labelled:
                self._missed.setdefault(c, []).append(ordinal)
                self._in_vain[c] += counts

    def is_given_up(self, c: int) -> bool:
        return self._in_vain[c] >= PATIENCE * (1 + int(self.counts[c]))

    def turn(self, c: int) -> tuple[int, int]:
        return self._looked[c], c

    def direction(self, c: int, written: FloatArray, drawn: IntArray) -> FloatArray:
        """Where its items are, by its texts and by what is known of it."""
        # In one order, so that a replay finds the same to the last digit.
        ordinals = np.sort(self._ordinals[self._classes == c])
        missed = np.array(sorted(self._missed.get(c, [])), dtype=np.int64)
        background = np.setdiff1d(drawn, np.concatenate([ordinals, missed]))
        rows = (self._pool.rows(each) for each in (ordinals, missed, background))
        return towards(written, *rows)


def _in_geometry(names: ClassNames, pool: Pool) -> FloatArray:
    """(c, D) the texts of classes in the space of the pool's vectors."""
    layout = layout_of(pool.stack)
    if len(layout.widths) == 1:
        return names.vectors
    views = Stacked([layout.of(names.vectors, v) for v in range(len(layout.widths))])
    seen = geometry(views, view_weights(pool.head))
    rows: FloatArray = np.asarray(seen[np.arange(len(names.classes))])
    return rows


def _texts_of(c: int, names: ClassNames, written: FloatArray) -> FloatArray:
    """(n, D) its examples, or where it has none what it is called."""
    mine: FloatArray = written[names.classes == c]
    return mine[1:] if len(mine) > 1 else mine


def of_hunted(hunted: Sequence[Hunted], label: str) -> Choose:
    """A strategy that takes, for each class in turn, the item that lies furthest its way.

    Score: how far.
    """
    turns = cycle(hunted)

    def choose(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
        left = np.flatnonzero(pool.eligible)
        if pool.survey is not None:
            left = np.intersect1d(left, pool.cached("hunts", partial(_of_all, pool, hunted)))
        k = min(k, len(left))
        chosen, scores = np.empty(k, dtype=np.int64), np.empty(k)
        of = np.empty(k, dtype=np.int64)
        for i, one in zip(range(k), turns, strict=False):
            far = _far(pool, one)
            at = smallest(-far[left], 1, rng)[0]
            chosen[i], scores[i], of[i] = left[at], far[left[at]], one.index
            left = np.delete(left, at)
        return Picks(chosen, scores, strategy=f"{label}:{HUNT}", hunted=of)

    return choose


def _far(pool: Pool, one: Hunted) -> FloatArray:
    """(N,) how far each row lies its way."""
    return pool.cached(f"hunt {one.index}", partial(_along, pool, one.direction))


def _along(pool: Pool, direction: FloatArray) -> FloatArray:
    if pool.survey is None or not isinstance(pool.vectors, Stacked):
        return products(pool.vectors, direction)
    each = [products(view, part) for view, part in pool.vectors.split(direction)]
    added: FloatArray = np.sum(each, axis=0)
    return added


def _of_all(pool: Pool, hunted: Sequence[Hunted]) -> IntArray:
    """The rows that lie furthest one of these ways."""
    each = [furthest(_far(pool, one), pool.eligible, OF_ALL) for one in hunted]
    return np.concatenate(each)


BACKGROUND = 200
"""Rows drawn at random that stand for the rest of the pool."""
BACKGROUND_WEIGHT = 0.1
"""Of one: some may be of the class, and all together must not drown what was looked at."""
C = 10.0


def draw_background(present: BoolArray, seed: int) -> IntArray:
    """Up to 200 of the rows that are there (N,), the same ones for a seed."""
    rows = np.flatnonzero(present)
    return np.random.default_rng(seed).choice(rows, min(BACKGROUND, len(rows)), replace=False)


def towards(
    written: FloatArray, hits: FloatArray, missed: FloatArray, background: FloatArray
) -> FloatArray:
    """(D,) the direction in which items of the class lie; each is (n, D) unit vectors.

    Logistic regression: what is written about the class and what was found of it against what was
    looked at in vain and, weakly, against the pool; both sides weigh the same. Without `background`
    the first looks go to what is like any text (3 instead of 5 finds in 20 on trec6 ENTY).
    """
    ones, others = np.concatenate([written, hits]), np.concatenate([missed, background])
    weights = np.concatenate(
        [np.ones(len(missed)), np.full(len(background), BACKGROUND_WEIGHT)], dtype=np.float32
    )
    if len(others) == 0:
        mean: FloatArray = ones.mean(axis=0)
        return mean
    share = np.full(len(ones), weights.sum() / len(ones), dtype=np.float32)
    X, y = np.concatenate([others, ones]), np.repeat([0, 1], [len(others), len(ones)])
    head = fit_logistic(X, y, 2, C=C, weights=np.concatenate([weights, share]))
    direction: FloatArray = head.weights[1] - head.weights[0]
    return direction
