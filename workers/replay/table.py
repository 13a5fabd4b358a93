"""The table of a replay, for a terminal."""

from collections.abc import Sequence

from rich.table import Table

from service.core.replay.held_out import FullData, ScoredBy
from service.core.replay.learning_curves import Mean
from workers.replay.report import SHARES, Result

AREAS = {
    "F1": "mean macro-F1",
    "exact": "mean share of texts that are right in all classes",
    "right": "mean accuracy",
}
"""What the second area is, by its name."""


def table(results: Sequence[Result], full: FullData) -> Table:
    """A row for each strategy.

    Figures are in %, on the rows held out; `to 90 %` is how many labels reach 90 % of the figure
    with every label, `against random` is the paired difference of the areas in points.
    """
    # Fits 80 columns with the longest name of a strategy.
    shown = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    shown.add_column("\nstrategy", no_wrap=True)
    for heading in (
        f"at\n{results[0].labels[-1]:,}",
        "area\n",
        f"area\n{_other(results[0])}",
        *(f"to\n{100 * share:.0f} %" for share in SHARES),
        "against\nrandom",
        "CPU\ns",
    ):
        shown.add_column(heading, justify="right", no_wrap=True)
    for result in results:
        shown.add_row(*cells(result, full))
    return shown


def legend(results: Sequence[Result], full: FullData) -> str:
    """What the table's columns are, and what every label would give."""
    whole = getattr(full, results[0].figure)
    targets = ", ".join(f"{100 * share * whole:.1f}" for share in SHARES)
    if results[0].is_of_sets:
        head = f"a logistic regression for each class, C = {full.C:g}"
    else:
        head = f"logistic, C = {full.C:g} by 5-fold cross-validation"
    figure = results[0].figure.replace("_f1", "-F1")
    other = f"area {_other(results[0])}: {AREAS[_other(results[0])]}"
    return (
        f"With every label: {100 * whole:.1f} % ({head}).\n"
        f"at {results[0].labels[-1]:,}: {figure} in %. area: mean {figure} over the points, "
        f"{other}. to 90, 95, 98 %: labels from which the mean curve stays above {targets}. "
        "against random: difference of the areas, paired by seed. "
        f"±: 95 % interval, {len(results[0].seeds)} repeats. CPU s: for a campaign."
    )


def cells(result: Result, full: FullData) -> list[str]:
    """What stands in the row of a strategy."""
    last = int(result.labels[-1])
    reached = [result.labels_to(share, full) for share in SHARES]
    other = result.macro_f1_area if result.figure is ScoredBy.ACCURACY else result.accuracy_area
    return [
        result.strategy,
        f"{100 * result.curves[:, -1].mean():.1f}",
        _with_spread(result.area),
        f"{100 * other.value:.1f}",
        *(f">{last:,}" if labels is None else f"{labels:,}" for labels in reached),
        "–" if result.against_random is None else _with_spread(result.against_random, "+"),
        f"{result.seconds:.1f}",
    ]


def _other(result: Result) -> str:
    """What the second area is of: the figure that strategies aren't compared by."""
    if result.figure is ScoredBy.ACCURACY:
        return "F1"
    return "exact" if result.is_of_sets else "right"


def _with_spread(mean: Mean, sign: str = "") -> str:
    """In %, with half the width of the interval, which lies evenly about the mean."""
    spread = "" if mean.high is None else f" ±{100 * (mean.high - mean.value):.1f}"
    return f"{100 * mean.value:{sign}.1f}{spread}"
