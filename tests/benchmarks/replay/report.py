"""What the campaigns on a data set amount to, for a terminal and for docs/benchmarks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from service.core.arrays import DoubleArray, IntArray
from service.core.full_data import FullData
from service.core.learning_curves import areas, labels_to_reach, mean_of
from tests.benchmarks.replay.campaign import Campaign
from tests.benchmarks.replay.dataset import Dataset
from tests.benchmarks.replay.rare import AT, Rare
from tests.benchmarks.replay.rare import HEADINGS as RARE_HEADINGS

SHARES = (0.9, 0.95, 0.98)


@dataclass(frozen=True, eq=False)
class Row:
    """One contender on one data set. Curves are (seeds, points)."""

    contender: str
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

    @staticmethod
    def of(dataset: Dataset, full: FullData, campaigns: dict[str, list[Campaign]]) -> "Compared":
        figure = dataset.protocol.figure
        rare = dataset.file.classes.index(dataset.rare) if dataset.rare else None
        rows = [
            Row(
                contender,
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
            n_scored, full, rows,
        )  # fmt: skip

    def baseline(self, row: Row) -> Row:
        """Random with the same head."""
        _, _, head = row.contender.partition("+")
        return next(other for other in self.rows if other.contender == f"random@1+{head}")

    def reached(self, row: Row) -> list[int | None]:
        """Labels to each share of the accuracy with every label."""
        return [
            labels_to_reach(row.labels, row.accuracy, share * self.full.accuracy)
            for share in SHARES
        ]


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
    whole, first = mean_of(areas(row.curves)), mean_of(areas(row.first_quarter))
    over, over_bound = _mean_and_bound(row.curves, base.curves)
    early, early_bound = _mean_and_bound(row.first_quarter, base.first_quarter)
    itself = row is base
    of_rare = row.rare.cells(base.rare) if row.rare and base.rare else []
    return [
        row.contender,
        f"{100 * whole.value:.1f}",
        f"{100 * first.value:.1f}",
        "–" if itself else f"{100 * over:+.1f} (≥ {100 * over_bound:+.1f})",
        "–" if itself else f"{100 * early:+.1f} (≥ {100 * early_bound:+.1f})",
        " / ".join("–" if found is None else str(found) for found in compared.reached(row)),
        f"{row.seconds:.0f}",
        "–" if row.query_seconds is None else f"{1_000 * row.query_seconds:.0f}",
        *of_rare,
    ]


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
        f"{len(compared.rows[0].curves)} seeds, {compared.figure.replace('_', '-')} on "
        f"{compared.n_scored:,} rows ({compared.scored_on}); with every label "
        f"{100 * compared.full.accuracy:.1f} % accuracy"
    )


def table(compared: Compared) -> str:
    """In Markdown."""
    is_rare = any(row.rare for row in compared.rows)
    headings = [*HEADINGS, *(RARE_HEADINGS if is_rare else [])]
    lines = [headings, ["---"] * len(headings), *(cells(compared, row) for row in compared.rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def terminal(compared: Compared) -> str:
    return f"\n{heading(compared)}\n{table(compared)}"


def ranks(compared: Sequence[Compared]) -> dict[str, float]:
    """Mean rank of each contender over the data sets, by area; 1 is best."""
    names = [row.contender for row in compared[0].rows]
    return {
        name: float(
            np.mean([[row.contender for row in one.rows].index(name) + 1 for one in compared])
        )
        for name in names
    }
