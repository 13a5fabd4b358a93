"""Labels saved against the truth, and against an oracle that is told random's true curve."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import ndtri

from benchmarks.estimates.random_curves import load_run
from benchmarks.estimates.report import ALL
from benchmarks.estimates.sides import LOOKS, Sides, load_sides
from service.core.arrays import DoubleArray, IntArray
from service.core.evaluation.estimators.calibrated import ShiftScore
from service.core.evaluation.savings.labels_saved import LEVEL, labels_saved
from service.core.evaluation.savings.random_curve import MeasuredRandomCurve

SLOWEST = 0.01
FROM, TIMES = (31, 50, 88), (4, 6, 8, 12)
"""Labels, and how many times those, between which the fall of the error is looked at."""
HEADINGS = (
    "data set", "labels", "campaigns", "truly saved", "bound > 0", "oracle's > 0", "bound holds",
    "median bound", "median error", "random: bound > 0",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class TrueCurve:
    """Random sampling on a data set, the mean of its runs."""

    sizes: IntArray
    accuracy: DoubleArray
    """Rising."""

    @staticmethod
    def of(folder: Path, dataset: str, head: str) -> "TrueCurve":
        paths = sorted((folder / dataset / "random" / head).glob("*.npz"))
        runs = [load_run(path) for path in paths if path.stem.isdigit()]
        mean = np.mean([run.accuracy for run in runs], axis=0)
        return TrueCurve(runs[0].sizes, np.maximum.accumulate(mean) + 1e-9 * runs[0].sizes)

    def needed(self, accuracy: float) -> float:
        """Labels for that accuracy; the largest size that was tried where it takes more."""
        return float(np.exp(np.interp(accuracy, self.accuracy, np.log(self.sizes))))

    def exponents(self) -> DoubleArray:
        """c of error(factor x m) = factor^-c error(m), for several m and factors."""
        pairs = [(m, times) for m in FROM for times in TIMES if m * times <= self.sizes[-1]]
        m, times = np.array(pairs).T
        fall = self._log_error(m) - self._log_error(m * times)
        found: DoubleArray = fall / np.log(times)
        return found

    def _log_error(self, labels: IntArray) -> DoubleArray:
        found: DoubleArray = np.interp(
            np.log(labels), np.log(self.sizes), np.log(1 - self.accuracy)
        )
        return found


def falls_on(curves: Sequence[TrueCurve]) -> DoubleArray:
    """Exponents, as many of each data set."""
    quantiles = np.linspace(0.05, 0.95, 10)
    falls = [np.quantile(curve.exponents(), quantiles) for curve in curves]
    return np.maximum(np.concatenate(falls), SLOWEST)


@dataclass(frozen=True)
class Claim:
    """What was said at a look, and what is true, all in labels saved."""

    dataset: str
    labels: int
    lower: int
    estimate: int
    oracle: float
    """The bound of one who estimates our accuracy as well, and knows random's true curve."""
    truth: float

    @staticmethod
    def of(dataset: str, sides: Sides, curve: TrueCurve, others: DoubleArray) -> "Claim":
        """With the fall of the error as other data sets teach it."""
        labels = int(sides.labels)
        found = labels_saved(
            sides.ours,
            MeasuredRandomCurve([], None, int(sides.learnt_from), sides.random),
            spent=labels,
            n_items=len(sides.pool),
            falls=others,
        ).labels
        assert found is not None
        oracle = curve.needed(ShiftScore(sides.ours).share_at(float(ndtri(LEVEL))))
        truth = curve.needed(float(sides.accuracy))
        return Claim(dataset, labels, found.lower, found.estimate, oracle - labels, truth - labels)


def savings_table(folder: Path, place: str, contender: str, redrawn: bool = False) -> str | None:
    """In Markdown, of campaigns' own audits or of others; None where no sides are kept."""
    head = contender.partition("+")[2]
    asked, random = f"sides/{place}/{contender}", f"sides/{place}/random+{head}"
    names = sorted(path.parents[2].name for path in folder.glob(f"*/{asked}"))
    if not names:
        return None
    curves = {name: TrueCurve.of(folder, name, head) for name in names}
    ours = _claims(folder, asked, curves, redrawn)
    if not ours:
        return None
    false = _claims(folder, random, curves, False)
    rows = [
        HEADINGS,
        ("---",) * len(HEADINGS),
        *(_row(name, [labels], ours, false) for labels in LOOKS for name in (*names, ALL)),
        *(_row(name, LOOKS, ours, false) for name in (*names, ALL)),
    ]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _claims(folder: Path, place: str, curves: dict[str, TrueCurve], redrawn: bool) -> list[Claim]:
    found = []
    for name, curve in curves.items():
        others = falls_on([other for own, other in curves.items() if own != name])
        kept = [path for path in (folder / name / place).glob("*.npz") if "." not in path.stem]
        for path in [each for each in kept if ("-" in each.stem) is redrawn]:
            found += [Claim.of(name, sides, curve, others) for sides in load_sides(path)]
    return found


def _row(
    name: str, looks: Sequence[int], ours: Sequence[Claim], false: Sequence[Claim]
) -> tuple[str, ...]:
    def here(claim: Claim) -> bool:
        return name in (claim.dataset, ALL) and claim.labels in looks

    own, random = [claim for claim in ours if here(claim)], [c for c in false if here(c)]
    return (
        name,
        str(looks[0]) if len(looks) == 1 else ALL,
        str(len(own)),
        f"{np.median([claim.truth for claim in own]):.0f}",
        _share([claim.lower > 0 for claim in own]),
        _share([claim.oracle > 0 for claim in own]),
        _share([claim.lower <= claim.truth for claim in own]),
        f"{np.median([claim.lower for claim in own]):.0f}",
        f"{np.median([abs(claim.estimate - claim.truth) for claim in own]):.0f}",
        _share([claim.lower > 0 for claim in random]),
    )


def _share(found: Sequence[bool]) -> str:
    return f"{sum(found)} of {len(found)}"
