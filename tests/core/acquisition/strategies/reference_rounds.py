"""A slow and obvious version of a round's ranking, and the reference of every strategy."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.rounds import Labels
from service.core.targets.one_class import OneClass, class_of_each
from tests.core.acquisition.strategies import more_references, references
from tests.core.acquisition.strategies.references import Reference, State

REFERENCES: dict[str, Reference] = {
    "random@1": references.random,
    "margin@1": references.margin,
    "coverage@1": references.coverage,
    "cluster_margin@1": references.cluster_margin,
    **more_references.REFERENCES,
}


def ranking(
    vectors: np.ndarray,
    present: np.ndarray,
    labels: Labels,
    *,
    handed_out: np.ndarray,
    off_limits: np.ndarray,
    n_classes: int,
    strategy: str,
    batch_size: int,
    length: int,
    seed: int,
    round_number: int,
    warm: Head | None = None,
    learner: Learner | None = None,
) -> list[int]:
    """The ordinals that `service.core.rounds.rank` must give; same arguments.

    `strategy` is a key of REFERENCES, with its version.
    """
    known = {
        int(o): int(c)
        for o, c, audit in zip(
            labels.ordinals, class_of_each(labels.targets), labels.audit, strict=True
        )
        if present[o] and not audit
    }
    labelled = {int(o) for o in labels.ordinals if present[o]}
    n = len(vectors)
    eligible = [
        bool(present[i]) and i not in labelled and not handed_out[i] and not off_limits[i]
        for i in range(n)
    ]
    taken = [
        i in known or bool(present[i] and handed_out[i] and not off_limits[i]) for i in range(n)
    ]
    head: Head | None = None
    if len(set(known.values())) > 1:
        rows = [int(o) for o in labels.ordinals if int(o) in known]
        y = np.array([known[o] for o in rows])
        if learner is None or learner.kind.is_linear:
            assert warm is None or isinstance(warm, LogisticHead)
            head = fit_logistic(np.asarray(vectors[rows], dtype=np.float64), y, n_classes, warm)
        else:
            seen = Labels(np.array(rows), OneClass(y), np.zeros(len(rows), dtype=np.bool_))
            head = learner.fit(vectors, seen, n_classes, warm)
    pool = Pool(vectors, np.array(eligible), np.array(taken), n_classes, len(known), head)
    state, rng = State(pool), np.random.default_rng([seed, round_number])
    chosen: list[int] = []
    while len(chosen) < length and state.eligible():
        size = min(max(batch_size, len(chosen)), length - len(chosen), len(state.eligible()))
        picks = REFERENCES[strategy](state, size, rng)
        chosen += picks
        state = state.after(picks)
    return chosen
