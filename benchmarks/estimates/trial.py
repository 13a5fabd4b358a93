"""Every estimator on every record: what it says, and what is true."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.contenders import ESTIMATORS
from benchmarks.estimates.record import Look, Record, load
from service.core.evaluation.estimator import Estimate, all_estimators
from service.core.evaluation.evidence import Evidence, UnseenPredictions


@dataclass(frozen=True)
class Result:
    """What an estimator made of a look, or of the same look with other audits."""

    dataset: str
    schedule: str
    seed: int
    labels: int
    audits: int
    estimator: str
    estimate: Estimate
    truth: float

    @property
    def holds(self) -> bool:
        return self.estimate.low <= self.truth <= self.estimate.high

    @property
    def width(self) -> float:
        return self.estimate.high - self.estimate.low

    @property
    def error(self) -> float:
        return self.estimate.value - self.truth


def records(folder: Path, schedule: str, contender: str) -> Iterator[tuple[str, int, Record]]:
    """(data set, seed, record) of those that are kept."""
    for path in sorted(folder.glob(f"*/{schedule}/{contender}/*.npz")):
        if path.stem.isdigit():
            yield path.parents[2].name, int(path.stem), load(path)


def evidence_of(look: Look) -> Evidence:
    """As the service would have it."""
    n = look.audits
    return Evidence(
        audits=UnseenPredictions(look.right[:n], look.confidence[:n]),
        chosen=UnseenPredictions(look.right[n:], look.confidence[n:]),
        pool=look.pool_confidence,
        n_items=len(look.pool_confidence),
    )


def tried(folder: Path, schedule: str, contender: str, redrawn: int = 0) -> list[Result]:
    """What all estimators say; with `redrawn`, of other random audits, so many a set and look.

    Audits that are drawn again from the recorded pool, predicted as the pool is, show what chance
    does to an estimate many times over, for one campaign. They leave out what cross-fitting does.
    """
    found = []
    kept = list(records(folder, schedule, contender))
    campaigns = Counter(dataset for dataset, _, _ in kept)
    for dataset, seed, record in kept:
        rng = np.random.default_rng([seed, redrawn])
        count = -(-redrawn // campaigns[dataset])
        for labels, look in record.looks.items():
            own = evidence_of(look)
            for evidence in _redrawn(own, look, count, rng) if redrawn else [own]:
                found += [
                    Result(
                        dataset, schedule, seed, labels, look.audits, estimator.label,
                        estimator(evidence), look.truth,
                    )
                    for estimator in (*all_estimators(), *ESTIMATORS)
                ]  # fmt: skip
    return found


def _redrawn(
    evidence: Evidence, look: Look, count: int, rng: np.random.Generator
) -> Iterator[Evidence]:
    for _ in range(count):
        rows = rng.choice(len(look.pool_right), look.audits, replace=False)
        yield replace(
            evidence, audits=UnseenPredictions(look.pool_right[rows], look.pool_confidence[rows])
        )
