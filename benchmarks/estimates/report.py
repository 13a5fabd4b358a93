"""Coverage, bias, width and error of estimators, as tables in Markdown."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.estimates.trial import Result

HEADINGS = (
    "estimator", "data set", "labels", "audits", "holds", "truth above", "truth below",
    "bias ± s.e.", "RMSE", "median width",
)  # fmt: skip
ALL = "all"


@dataclass(frozen=True)
class Line:
    """What an estimator did on a data set, or on all, after so many labels."""

    estimator: str
    dataset: str
    labels: int
    audits: float
    tries: int
    holds: int
    above: int
    """The truth is above the interval."""
    bias: float
    error: float
    """Standard error of the bias, campaigns taken as independent."""
    rmse: float
    width: float

    @staticmethod
    def of(results: Sequence[Result], dataset: str) -> "Line":
        errors = np.array([one.error for one in results])
        of_campaign: dict[tuple[str, int], list[float]] = {(s.dataset, s.seed): [] for s in results}
        for one in results:
            of_campaign[one.dataset, one.seed].append(one.error)
        means = np.array([np.mean(own) for own in of_campaign.values()])
        spread = float(means.std(ddof=1)) if len(means) > 1 else float("nan")
        return Line(
            results[0].estimator,
            dataset,
            results[0].labels,
            float(np.mean([one.audits for one in results])),
            len(results),
            sum(one.holds for one in results),
            sum(one.truth > one.estimate.high for one in results),
            float(errors.mean()),
            spread / len(means) ** 0.5,
            float(np.sqrt(np.mean(errors**2))),
            float(np.median([one.width for one in results])),
        )

    def cells(self) -> list[str]:
        one = math.isnan(self.error)  # a single campaign
        below = self.tries - self.holds - self.above
        return [
            self.estimator,
            self.dataset,
            str(self.labels),
            f"{self.audits:.0f}",
            f"{self.holds} of {self.tries} ({100 * self.holds / self.tries:.0f} %)",
            str(self.above),
            str(below),
            f"{100 * self.bias:+.1f}" + ("" if one else f" ± {100 * self.error:.1f}"),
            f"{100 * self.rmse:.1f}",
            f"{100 * self.width:.1f}",
        ]


def lines(results: Sequence[Result]) -> list[Line]:
    """By labels, estimator, and data set, all of them together last."""
    found = []
    for labels in sorted({one.labels for one in results}):
        for estimator in sorted({one.estimator for one in results}):
            own = [s for s in results if (s.labels, s.estimator) == (labels, estimator)]
            names = sorted({one.dataset for one in own})
            found += [Line.of([s for s in own if s.dataset == name], name) for name in names]
            found.append(Line.of(own, ALL))
    return found


def table(found: Sequence[Line]) -> str:
    """In Markdown."""
    rows = [HEADINGS, ["---"] * len(HEADINGS), *(line.cells() for line in found)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
