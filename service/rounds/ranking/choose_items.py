"""The items to ask next, and what is thought of them."""

from collections.abc import Callable

import numpy as np

from service.app import App
from service.core.heads.head import Head
from service.core.rounds import Labels, RankedItems, ranking_length
from service.core.rounds import rank as rank_pool
from service.ports import Compute
from service.rounds.queries.suggestions import Opinion
from service.rounds.ranking.ranking_inputs import RankingInputs
from service.rounds.ranking.ranking_pool import RankingPool, previewed_pool, whole_pool
from service.rounds.suggest import opinions_of
from service.rounds.what_teaches import what_teaches


def pool_of(app: App, inputs: RankingInputs) -> RankingPool:
    project, class_ids = inputs.project, inputs.class_ids
    if inputs.previewed:
        return previewed_pool(app, project, inputs.previewed, class_ids)
    return whole_pool(app, project, inputs.views, class_ids)


def choose_items(
    inputs: RankingInputs, pool: RankingPool, warm: Callable[[], Head | None], compute: Compute
) -> RankedItems:
    """What is to be asked next, by the rows of the pool."""
    project, part = inputs.project, pool.part
    return rank_pool(
        pool.vectors,
        pool.present & ~pool.mask(inputs.unservable),
        inputs.labels if part is None else part.labels(inputs.labels),
        handed_out=pool.mask(inputs.held),
        off_limits=pool.mask(inputs.off_limits),
        n_classes=len(inputs.class_ids),
        strategy=project.strategy,
        batch_size=project.batch_size,
        length=ranking_length(project.batch_size, inputs.handed_out_last_round),
        seed=project.seed,
        round_number=project.round_number,
        warm=warm,
        compute=compute,
        learner=pool.learner,
        random_share=inputs.random_share,
        answers=inputs.given if part is None else part.answers(inputs.given),
        looks=inputs.looks if part is None else part.looks(inputs.looks),
    )


def opinions_by_ordinal(
    inputs: RankingInputs, pool: RankingPool, ranking: RankedItems
) -> dict[int, Opinion]:
    """By ordinal. What was measured is another head where that has read a part only."""
    learner, measured = pool.learner, inputs.measured if pool.part is None else None
    seen = learner.seen(pool.vectors)
    opinions = opinions_of(ranking, seen, inputs.class_ids, learner.label, measured)
    ordinals = pool.ordinals(np.array([*opinions], dtype=np.int64)).tolist()
    return dict(zip(ordinals, opinions.values(), strict=True))


def would_teach(inputs: RankingInputs, pool: RankingPool) -> Labels:
    """What an encoder would learn from."""
    apart, n_classes = inputs.off_limits, len(inputs.class_ids)
    return what_teaches(pool.vectors, pool.present, inputs.labels, apart, inputs.given, n_classes)
