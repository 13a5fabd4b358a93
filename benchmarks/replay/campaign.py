"""Campaigns, each played once and kept: what is asked for again is read."""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset
from benchmarks.replay.protocol import Contender, Protocol
from benchmarks.replay.timing import timed
from service.core.replay.campaign import CampaignSettings, play


@dataclass(frozen=True)
class Campaign:
    """The curve of one seed."""

    seed: int
    labels: list[int]
    accuracy: list[float]
    macro_f1: list[float]
    recalls: list[list[float]]
    """Of each class, at each point."""
    seconds: float
    """Of one core."""
    query_seconds: float | None = None
    """Of one core, for a query of the strategy, in the mean. None in campaigns kept from before."""


def played(
    dataset: Dataset, protocol: Protocol, contender: Contender, seed: int, kept_in: Path
) -> Campaign:
    """The campaign of a seed, on the same items and audits for every contender."""
    kept = kept_in / dataset.name / str(contender) / f"{seed}.json"
    if kept.exists():
        return Campaign(**json.loads(kept.read_text()))
    campaign = _play(dataset, protocol, contender, seed)
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(".part")
    part.write_text(json.dumps(asdict(campaign)))
    part.replace(kept)
    return campaign


def _play(dataset: Dataset, protocol: Protocol, contender: Contender, seed: int) -> Campaign:
    strategy, queries = timed(contender.strategy)
    started = time.process_time()
    with threadpool_limits(1):
        points = play(
            dataset.pool,
            dataset.targets,
            audit_order=dataset.audit_order(seed),
            n_classes=dataset.n_classes,
            strategy=strategy,
            budget=protocol.budget,
            pace=CampaignSettings(protocol.batch, protocol.batch, contender.audits),
            seed=seed,
            held_out=dataset.held_out,
            point_every=protocol.batch,
            measured=lambda _labels: False,
            learner=dataset.learner(contender.head),
        )
    return Campaign(
        seed,
        [point.labels for point in points],
        [point.true_accuracy for point in points],
        [point.true_macro_f1 for point in points],
        [list(point.true_recalls) for point in points],
        time.process_time() - started,
        sum(queries) / len(queries),
    )
