"""The decisions of a round. The service and the replay call exactly these."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from service.core.acquisition.composition import composed, is_by_guard
from service.core.acquisition.graph_subset import PartPool, surveyed, within_reach
from service.core.acquisition.hunts import HuntAnswers, hunts
from service.core.acquisition.pool import Pool
from service.core.acquisition.rare_classes import rare_classes
from service.core.acquisition.registry import Picks, Strategy, find
from service.core.acquisition.relabelling import GivenAnswers, doubts
from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.compute import Compute
from service.core.evaluation.measure import Measurement, measure
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.heads.logistic import LogisticHead
from service.core.numpy_compute import NUMPY
from service.core.targets.labels import Labels
from service.core.threads import helped_by, one_blas_thread
from service.core.vectors.matrix import Vectors

# In double precision the same labels give the same head, whatever computes. It takes half as long
# again, and 60 MB for so many labels of 384 numbers.
MOST_IN_DOUBLE = 20_000

__all__ = [
    "Labels",
    "Measurement",
    "RankedItems",
    "measure",
    "rank",
    "ranking_length",
    "whole_batches",
]


@dataclass(frozen=True, eq=False)
class RankedItems:
    """The items to ask next, best first."""

    ordinals: IntArray
    """(length,) fewer when fewer are eligible."""
    scores: DoubleArray
    """(length,)"""
    probabilities: DoubleArray
    """(length,) proposal probability; NaN where the item wasn't drawn at random."""
    strategies: list[str]
    """What chose each item, e.g. `auto@1:coverage@1`."""
    hunted: IntArray
    """(length,) index of the class that it was taken to be of; -1 where none was looked for."""
    random_share: float
    """So many of them were drawn at random, in the place of a strategy that teaches less."""
    head: Head | None
    """The ranking head, to start the next round from; None before two classes are labelled."""
    again: Picks
    """Labelled items for which a second answer is worth more than a new item, best first."""

    @property
    def strategy(self) -> str | None:
        """What chose most of them, but for what the guard drew; None when there are none."""
        chosen = Counter(name for name in self.strategies if not is_by_guard(name))
        return next((name for name, _ in chosen.most_common(1)), None)


def ranking_length(batch_size: int, handed_out_last_round: int) -> int:
    """How long a ranking must be so that it doesn't run dry before the next one."""
    return max(5 * batch_size, 4 * handed_out_last_round, 200)


def whole_batches(batch_size: int, needed: int) -> int:
    """The length of the shortest ranking of whole batches with at least `needed` items.

    It is how the service's longer ranking begins, in a sixth of the time: batches are K, K, 2 K,
    4 K, ... and a batch doesn't depend on later ones.
    """
    length = batch_size
    while length < needed:
        length *= 2
    return length


def rank(
    vectors: Vectors,
    present: BoolArray,
    labels: Labels,
    *,
    handed_out: BoolArray,
    off_limits: BoolArray,
    n_classes: int,
    strategy: str,
    batch_size: int,
    length: int,
    seed: int,
    round_number: int,
    warm: Callable[[], Head | None] = lambda: None,
    compute: Compute = NUMPY,
    learner: Learner | None = None,
    random_share: float = 0.0,
    answers: GivenAnswers | None = None,
    looks: HuntAnswers | None = None,
) -> RankedItems:
    """The next `length` items by `strategy`, from a head that has seen no audit label.

    vectors (N, D), perhaps of several views side by side: then strategies see what the head's
    weights make of them. present (N,) items that have a vector and may be served; handed_out (N,)
    are with annotators now; off_limits (N,) are audit items and the next audit block. Neither audit
    labels nor the places of audit items influence the ranking, beyond that they aren't in it:
    a pool covered around them would make them easier or harder than the rest.
    Jointly chosen batches of K, K, 2 K, 4 K, ... each count the earlier ones as taken. A share of
    each is drawn at random instead, where the guard wants that (`evaluation/guard.py`).
    `warm` reads an earlier head of the kind that `learner` fits, by default logistic@1: a head that
    were an argument of so long a call would stay in memory until it ends. `answers` are people's
    answers, where a label may be asked for once more: heads don't learn from labels that are likely
    wrong. `looks` are those for classes that hardly anybody has met: see `hunts`.
    """
    learner = learner or Learner.plain()
    stack, names = learner.seen(vectors), learner.seen_names
    labels = labels.where(present[labels.ordinals])
    trained_on = labels.where(~labels.audit)
    doubted = doubts(stack, trained_on, answers, n_classes, names)
    taught = trained_on.without(doubted.wrong).taught()
    eligible = present & ~handed_out & ~off_limits
    eligible[labels.ordinals] = False
    taken = handed_out & ~off_limits & present
    taken[trained_on.ordinals] = True
    rng = np.random.default_rng([seed, round_number])
    counts = trained_on.targets.counts(n_classes)
    chooses = find(strategy)
    with helped_by(compute.threads), one_blas_thread():
        head = _ranking_head(stack, taught, n_classes, warm(), compute, learner)
        seen = n_classes, len(trained_on), compute.scorer
        pool = Pool.seen_by(head, stack, eligible, taken, *seen)
        hunted = hunts(pool, present, trained_on, looks, names, seed) if chooses.hunts else []
        part = _within_reach(pool, learner, chooses, counts, length, rng)
        sizes = _batch_sizes(batch_size, length)
        batches = composed(part.pool, chooses, counts, sizes, rng, random_share, hunted)
        picks = [part.in_whole(each) for each in batches]
    return _joined(picks, head, random_share, doubted.again)


def _within_reach(
    pool: Pool,
    learner: Learner,
    chooses: Strategy,
    counts: IntArray,
    length: int,
    rng: np.random.Generator,
) -> PartPool:
    """What a strategy chooses from."""
    whole = np.arange(len(pool.eligible))
    if learner.neighbours is None or not learner.kind.reads_graph:
        return PartPool(pool, whole)
    if chooses.surveys:
        rare = rare_classes(counts) if chooses.minds_rare else []
        pool = surveyed(pool, rare, length)
    if pool.survey is not None:
        return PartPool(pool, whole)
    return within_reach(pool, learner.neighbours.nodes, length, rng)


def _ranking_head(
    vectors: Vectors,
    labels: Labels,
    n_classes: int,
    warm: Head | None,
    compute: Compute,
    learner: Learner,
) -> Head | None:
    if not labels.targets.differ():
        return None

    def fit(X: FloatArray, y: IntArray, n_classes: int, warm: LogisticHead | None) -> LogisticHead:
        precise = X.astype(np.float64) if len(X) <= MOST_IN_DOUBLE else X
        return compute.fit(precise, y, n_classes, warm)

    return learner.fit(vectors, labels, n_classes, warm, fit)


def _batch_sizes(batch_size: int, length: int) -> Iterator[int]:
    """K, K, 2 K, 4 K, ... up to `length` in all: the far end is rarely reached, so it is rough."""
    done = 0
    while done < length:
        size = min(max(batch_size, done), length - done)
        yield size
        done += size


def _joined(
    batches: list[Picks], head: Head | None, random_share: float, again: Picks
) -> RankedItems:
    return RankedItems(
        ordinals=np.concatenate([Picks.none().ordinals, *(b.ordinals for b in batches)]),
        scores=np.concatenate([Picks.none().scores, *(b.scores for b in batches)]),
        probabilities=np.concatenate([Picks.none().scores, *map(_probabilities, batches)]),
        strategies=[b.strategy for b in batches for _ in b.ordinals],
        hunted=np.concatenate([Picks.none().ordinals, *map(_hunted, batches)]),
        random_share=random_share,
        head=head,
        again=again,
    )


def _probabilities(picks: Picks) -> DoubleArray:
    if picks.probabilities is None:
        return np.full(len(picks.ordinals), np.nan)
    return picks.probabilities


def _hunted(picks: Picks) -> IntArray:
    return np.full(len(picks.ordinals), -1) if picks.hunted is None else picks.hunted
