"""What a replay found, as figures: for the table, the picture and other programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from service.core.arrays import DoubleArray, IntArray
from service.core.replay.held_out import FullData, ScoredBy
from service.core.replay.learning_curves import (
    Mean,
    areas,
    labels_to_reach,
    mean_of,
    paired_difference,
)
from workers.replay.campaigns import Campaign
from workers.replay.contenders import Contender

BASELINE = "random"
SHARES = (0.9, 0.95, 0.98)
"""Of the figure with every label: how many labels to get there?"""


@dataclass(frozen=True, eq=False)
class Result:
    """One strategy over all repeats. Curves are (repeats, points)."""

    strategy: str
    """With its version, e.g. `margin@1`."""
    seeds: list[int]
    labels: IntArray
    """(points,) or rather answers, where a text gets several."""
    audit_labels: DoubleArray
    """(points,) mean over the repeats."""
    accuracy: DoubleArray
    macro_f1: DoubleArray
    seconds: float
    """Of one core, for a campaign, in the mean."""
    against_random: Mean | None
    """How much larger the area is than that of random, paired by seed; None without random."""
    figure: ScoredBy
    """What the strategies are compared by."""
    is_of_sets: bool = False
    """Whether a text may have several classes."""

    @property
    def curves(self) -> DoubleArray:
        """(repeats, points) of the figure."""
        return self.macro_f1 if self.figure is ScoredBy.MACRO_F1 else self.accuracy

    @property
    def area(self) -> Mean:
        return mean_of(areas(self.curves))

    @property
    def accuracy_area(self) -> Mean:
        return mean_of(areas(self.accuracy))

    @property
    def macro_f1_area(self) -> Mean:
        return mean_of(areas(self.macro_f1))

    def labels_to(self, share: float, full: FullData) -> int | None:
        """Labels to this share of the figure with every label."""
        return labels_to_reach(self.labels, self.curves, share * getattr(full, self.figure))


def results(
    campaigns: Sequence[Campaign],
    labels: dict[Contender, str],
    figure: ScoredBy = ScoredBy.ACCURACY,
    is_of_sets: bool = False,
) -> list[Result]:
    """A result for each contender of `labels`, which says what it is called, in order."""
    by_contender = {
        name: sorted((c for c in campaigns if c.contender == name), key=lambda c: c.seed)
        for name in labels
    }
    baseline = next(
        (by_contender[name] for name in labels if labels[name].partition("@")[0] == BASELINE), None
    )
    return [
        _result(labels[name], played, baseline, figure, is_of_sets)
        for name, played in by_contender.items()
    ]


def _result(
    label: str,
    played: list[Campaign],
    baseline: list[Campaign] | None,
    figure: ScoredBy,
    is_of_sets: bool,
) -> Result:
    against = None
    if baseline is not None and baseline is not played:
        ours, theirs = (curves(each, f"true_{figure}") for each in (played, baseline))
        against = paired_difference(ours, theirs)
    return Result(
        strategy=label,
        seeds=[campaign.seed for campaign in played],
        labels=np.array([point.answers for point in played[0].points]),
        audit_labels=curves(played, "audit_labels").mean(axis=0),
        accuracy=curves(played, "true_accuracy"),
        macro_f1=curves(played, "true_macro_f1"),
        seconds=float(np.mean([campaign.seconds for campaign in played])),
        against_random=against,
        figure=figure,
        is_of_sets=is_of_sets,
    )


def curves(campaigns: Sequence[Campaign], figure: str) -> DoubleArray:
    """(campaigns, points) of one figure of the points."""
    return np.array([[getattr(p, figure) for p in c.points] for c in campaigns], dtype=np.float64)


def as_json(about: dict[str, Any], full: FullData, results: Sequence[Result]) -> dict[str, Any]:
    """All of it for other programs; shares are fractions of 1, None is what there isn't."""
    return {
        **about,
        "full_data": asdict(full),
        "strategies": [_strategy(full, result) for result in results],
    }


def _strategy(full: FullData, result: Result) -> dict[str, Any]:
    against = result.against_random
    return {
        "strategy": result.strategy,
        "area": asdict(result.area),
        "accuracy_area": asdict(result.accuracy_area),
        "macro_f1_area": asdict(result.macro_f1_area),
        "labels_to": {str(share): result.labels_to(share, full) for share in SHARES},
        "against_random": None if against is None else asdict(against),
        "seconds": result.seconds,
        "points": [
            {
                "labels": int(labels),
                "audit_labels": float(result.audit_labels[i]),
                "accuracy": asdict(mean_of(result.accuracy[:, i])),
                "macro_f1": asdict(mean_of(result.macro_f1[:, i])),
            }
            for i, labels in enumerate(result.labels)
        ],
        "repeats": [
            {
                "seed": seed,
                "accuracy": result.accuracy[i].tolist(),
                "macro_f1": result.macro_f1[i].tolist(),
            }
            for i, seed in enumerate(result.seeds)
        ],
    }
