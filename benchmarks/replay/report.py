"""What the campaigns on a data set amount to, for a terminal and for benchmarks/results."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtrit
from scipy.stats import ttest_1samp

from benchmarks.replay.campaign import Campaign
from benchmarks.replay.dataset import Dataset
from benchmarks.replay.rare import AT, Rare
from benchmarks.replay.rare import HEADINGS as RARE_HEADINGS
from service.core.arrays import DoubleArray, IntArray
from service.core.drift import holm
from service.core.replay.held_out import FullData
from service.core.replay.learning_curves import Mean, areas, labels_to_reach, mean_of

SHARES = (0.9, 0.95, 0.98)


@dataclass(frozen=True, eq=False)
class Row:
    """One contender on one data set. Curves are (seeds, points)."""

    contender: str
    seeds: IntArray
    labels: IntArray
    curves: DoubleArray
    accuracy: DoubleArray
    seconds: float
    query_seconds: float | None
    """For a query, where every campaign knows."""
    rare: Rare | None = None

    @property
    def first_quarter(self) -> DoubleArray:
        return self.curves[:, self.labels <= self.labels[-1] / 4]

    def on(self, seeds: IntArray) -> "Row":
        """The same, on some of its seeds."""
        mine = np.isin(self.seeds, seeds)
        rare = self.rare and Rare(self.rare.macro_f1[mine], self.rare.recall[mine])
        return replace(
            self,
            seeds=self.seeds[mine],
            curves=self.curves[mine],
            accuracy=self.accuracy[mine],
            rare=rare,
        )


def paired(row: Row, other: Row) -> tuple[Row, Row]:
    """Both, on the seeds that both have been played on."""
    return row.on(other.seeds), other.on(row.seeds)


@dataclass(frozen=True, eq=False)
class Compared:
    """Every contender on one data set."""

    name: str
    figure: str
    n_pool: int
    n_classes: int
    scored_on: str
    n_scored: int
    full: FullData
    rows: list[Row]
    is_of_sets: bool = False
    """Whether an item may have several classes; then accuracy asks for all of them."""

    @staticmethod
    def of(dataset: Dataset, full: FullData, campaigns: dict[str, list[Campaign]]) -> "Compared":
        figure = dataset.protocol.figure
        rare = dataset.file.classes.index(dataset.rare) if dataset.rare else None
        rows = [
            Row(
                contender,
                np.array([campaign.seed for campaign in played]),
                np.array(played[0].labels),
                np.array([getattr(campaign, figure) for campaign in played]),
                np.array([campaign.accuracy for campaign in played]),
                float(np.mean([campaign.seconds for campaign in played])),
                _query_seconds(played),
                None if rare is None else _rare(played, rare),
            )
            for contender, played in campaigns.items()
        ]
        n_scored = len(dataset.held_out.truth)
        rows.sort(key=lambda row: -row.curves.mean())
        return Compared(
            dataset.name, figure, dataset.file.n_pool, dataset.n_classes, dataset.file.scored_on,
            n_scored, full, rows, dataset.file.is_of_sets,
        )  # fmt: skip

    @property
    def n_seeds(self) -> int:
        return max(len(row.seeds) for row in self.rows)

    def baseline(self, row: Row) -> Row:
        """Random with the same head."""
        _, _, head = row.contender.partition("+")
        return next(other for other in self.rows if other.contender == f"random@1+{head}")

    def reached(self, row: Row) -> list[int | None]:
        """Labels to each share of the accuracy with every label, or of macro-F1."""
        curves = row.curves if self.is_of_sets else row.accuracy
        return [labels_to_reach(row.labels, curves, share * self.whole) for share in SHARES]

    @property
    def whole(self) -> float:
        """What every label would give."""
        return self.full.macro_f1 if self.is_of_sets else self.full.accuracy


def _query_seconds(played: Sequence[Campaign]) -> float | None:
    known = [one.query_seconds for one in played if one.query_seconds is not None]
    return float(np.mean(known)) if len(known) == len(played) else None


def _mean_and_bound(curves: DoubleArray, baseline: DoubleArray) -> tuple[float, float]:
    """The paired difference of areas, and its one-sided lower 95 % bound."""
    differences = areas(curves) - areas(baseline)
    mean, n = float(differences.mean()), len(differences)
    if n < 2:
        return mean, float("nan")
    error = float(differences.std(ddof=1)) / n**0.5
    return mean, mean - float(stdtrit(n - 1, 0.95)) * error


def cells(compared: Compared, row: Row) -> list[str]:
    """Areas and differences in points."""
    base = compared.baseline(row)
    itself = row is base
    whole, first = mean_of(areas(row.curves)), mean_of(areas(row.first_quarter))
    ours, theirs = paired(row, base)
    over, over_bound = _mean_and_bound(ours.curves, theirs.curves)
    early, early_bound = _mean_and_bound(ours.first_quarter, theirs.first_quarter)
    of_rare = []
    if ours.rare and theirs.rare:
        of_rare = ours.rare.cells(ours.rare if itself else theirs.rare)
    fewer = f" ({len(row.seeds)} seeds)" if len(row.seeds) < compared.n_seeds else ""
    return [
        row.contender + fewer,
        f"{100 * whole.value:.1f}",
        f"{100 * first.value:.1f}",
        "–" if itself else f"{100 * over:+.1f} (≥ {100 * over_bound:+.1f})",
        "–" if itself else f"{100 * early:+.1f} (≥ {100 * early_bound:+.1f})",
        " / ".join("–" if found is None else str(found) for found in compared.reached(row)),
        f"{row.seconds:.0f}",
        "–" if row.query_seconds is None else f"{1_000 * row.query_seconds:.0f}",
        *of_rare,
        *([_exactly_right(ours, theirs, itself)] if compared.is_of_sets else []),
    ]


def _exactly_right(ours: Row, theirs: Row, itself: bool) -> str:
    mean = f"{100 * areas(ours.accuracy).mean():.1f}"
    if itself:
        return mean
    gain, bound = _mean_and_bound(ours.accuracy, theirs.accuracy)
    return f"{mean} ({100 * gain:+.1f} ≥ {100 * bound:+.1f})"


def _rare(played: Sequence[Campaign], rare: int) -> Rare:
    """At the numbers of labels that are told."""
    labels = played[0].labels
    at = [labels.index(n) for n in AT]
    return Rare(
        np.array([[one.macro_f1[i] for i in at] for one in played]),
        np.array([[one.recalls[i][rare] for i in at] for one in played]),
    )


HEADINGS = (
    "contender", "area", "first quarter", "over random, same head", "in the first quarter",
    "labels to 90 / 95 / 98 %", "CPU s", "ms a query",
)  # fmt: skip


def heading(compared: Compared) -> str:
    return (
        f"{compared.name}: {compared.n_pool:,} texts, {compared.n_classes} classes, "
        f"{compared.n_seeds} seeds, {compared.figure.replace('_', '-')} on "
        f"{compared.n_scored:,} rows ({compared.scored_on}); with every label "
        f"{100 * compared.whole:.1f} % {'macro-f1' if compared.is_of_sets else 'accuracy'}"
    )


def table(compared: Compared) -> str:
    """In Markdown."""
    is_rare = any(row.rare for row in compared.rows)
    exact = ["exactly right, area"] if compared.is_of_sets else []
    headings = [*HEADINGS, *(RARE_HEADINGS if is_rare else []), *exact]
    lines = [headings, ["---"] * len(headings), *(cells(compared, row) for row in compared.rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def terminal(compared: Compared) -> str:
    return "\n".join(["", heading(compared), table(compared), *leads(compared)])


def leads(compared: Compared) -> list[str]:
    """By how much the first `auto` is ahead of each other contender, paired by seed."""
    first = next((row for row in compared.rows if row.contender.startswith("auto")), None)
    if first is None:
        return []
    found = []
    for row in (row for row in compared.rows if row is not first):
        ours, theirs = paired(first, row)
        mean, bound = _mean_and_bound(ours.curves, theirs.curves)
        found.append(
            f"{first.contender} over {row.contender}: {100 * mean:+.1f} (≥ {100 * bound:+.1f})"
        )
    return found


def ranks(compared: Sequence[Compared]) -> dict[str, float]:
    """Mean rank of each contender over the data sets, by area; 1 is best."""
    names = [row.contender for row in compared[0].rows]
    return {
        name: float(
            np.mean([[row.contender for row in one.rows].index(name) + 1 for one in compared])
        )
        for name in names
    }


@dataclass(frozen=True)
class Duel:
    """How a contender does against the best of the others on a data set."""

    dataset: str
    other: str
    difference: Mean
    """Of the areas."""
    p: float
    """That they differ at all, by a paired t-test; Holm's, for all data sets together."""


def duels(compared: Sequence[Compared], contender: str) -> list[Duel]:
    """The contender against the best other one on each data set, after at least two seeds."""
    found = []
    for one in compared:
        ours, best = (
            next(row for row in one.rows if (row.contender == contender) is own)
            for own in (True, False)
        )
        mine, theirs = paired(ours, best)
        gains = areas(mine.curves) - areas(theirs.curves)
        p = float(ttest_1samp(gains, 0.0).pvalue)
        found.append(Duel(one.name, best.contender, mean_of(gains), p))
    adjusted = holm(np.array([duel.p for duel in found])).tolist()
    return [replace(duel, p=p) for duel, p in zip(found, adjusted, strict=True)]
