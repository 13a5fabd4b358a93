"""Heads on the first labels of recorded campaigns, which forecasts go by. Made once, and kept."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.estimates.record import Look, Record, load
from benchmarks.estimates.trial import evidence_of
from benchmarks.replay.dataset import Dataset
from benchmarks.replay.protocol import Contender
from service.core.evaluation.metric import Metric
from service.core.evaluation.savings.earlier_heads import EarlierHeads, earlier_heads
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass


@dataclass(frozen=True, eq=False)
class Back:
    """What is seen at a look when one looks back."""

    heads: EarlierHeads
    seconds: float
    """Of one core, for the earlier heads."""


def looked_back(dataset: Dataset, contender: Contender, path: Path) -> Mapping[int, Back]:
    """The earlier heads at each look of the record in `path`, kept beside it."""
    kept = path.with_suffix(".earlier.npz")
    if kept.exists():
        return load_back(kept)
    record = load(path)
    learner = dataset.learner(contender.head)
    with threadpool_limits(1):
        found = {
            labels: back
            for labels, look in record.looks.items()
            if (back := _at(dataset, learner, record, look)) is not None
        }
    np.savez_compressed(
        kept,
        allow_pickle=False,
        **{f"{labels}.labels": back.heads.labels for labels, back in found.items()},
        **{f"{labels}.right": back.heads.right for labels, back in found.items()},
        **{f"{labels}.seconds": np.array(back.seconds) for labels, back in found.items()},
    )
    return found


def load_back(kept: Path) -> Mapping[int, Back]:
    """What `looked_back` has kept, by the labels of the look; nothing where it hasn't."""
    if not kept.exists():
        return {}
    with np.load(kept) as arrays:
        at = sorted({int(key.partition(".")[0]) for key in arrays.files})
        return {
            n: Back(
                EarlierHeads(arrays[f"{n}.labels"], arrays[f"{n}.right"]),
                float(arrays[f"{n}.seconds"]),
            )
            for n in at
        }


def _at(dataset: Dataset, learner: Learner, record: Record, look: Look) -> Back | None:
    rows = look.ordinals  # audits first, in the order of `right`
    audit = np.arange(len(rows)) < look.audits
    labels = Labels(rows, OneClass(dataset.truth[rows]), audit)
    blind = learner.fit(dataset.pool, labels.where(~audit), dataset.n_classes)
    started = time.process_time()
    found = earlier_heads(
        dataset.pool,
        labels,
        record.order[: look.labels],
        n_classes=dataset.n_classes,
        learner=learner,
        blind=blind,
    )
    took = time.process_time() - started
    heads = None if found is None else found.scored(Metric.ACCURACY, evidence_of(look))
    return None if heads is None else Back(heads, took)
