"""The curves of a replay as a picture."""

import os
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from service.core.replay.held_out import FullData
from service.core.replay.learning_curves import mean_of
from workers.replay.report import BASELINE, Result

# Okabe & Ito (2008), told apart with any colour vision; lines differ in their dashes too.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
GREY = "#555555"
LINE_CHARS = 90
"""As many of size 10 go into a line."""
DASHES: tuple[str | tuple[int, tuple[int, ...]], ...] = (
    "-",
    (0, (6, 2)),
    (0, (2, 1)),
    (0, (6, 2, 1, 2)),
    (0, (1, 1)),
)


def draw(results: Sequence[Result], full: FullData, title: str, scored_on: str, path: Path) -> None:
    """Writes a PNG: mean figures against labels, with bands that hold the mean at 95 %."""
    figure = Figure(figsize=(8, 5), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    styles = zip(cycle(COLOURS), cycle(DASHES), strict=False)
    greys = zip(cycle([GREY]), cycle(DASHES), strict=False)
    for result in results:
        is_baseline = result.strategy.partition("@")[0] == BASELINE
        colour, dashes = next(greys if is_baseline else styles)
        _curve(axes, result, colour, dashes)
    _reference(axes, getattr(full, results[0].figure))
    fewest, most = (of(len(result.seeds) for result in results) for of in (min, max))
    repeats = f"{most}" if fewest == most else f"{fewest} to {most}"
    band = f"band: 95 % interval of the mean of {repeats} repeats" if most > 1 else "one repeat"
    _headings(axes, title, f"on {scored_on}; {band}")
    axes.set_xlabel("labels, audit items among them", fontsize=11)
    axes.set_ylabel(f"{results[0].figure.replace('_f1', '-F1')} in %", fontsize=11)
    axes.set_xlim(0, int(results[0].labels[-1]) * 1.01)
    axes.grid(axis="y", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", fontsize=10, frameon=True, framealpha=0.9, edgecolor="none")
    part = path.with_suffix(f".{os.getpid()}.part")
    figure.savefig(part, format="png", metadata={"Software": "postil"})
    part.replace(path)


def _headings(axes: Axes, title: str, subtitle: str) -> None:
    """The title, and below it what the curves are of, in lines no wider than the picture."""
    lines = wrap(subtitle, LINE_CHARS)
    axes.set_title(title, loc="left", fontsize=13, fontweight="bold", pad=12 + 14 * len(lines))
    axes.annotate(
        "\n".join(lines),
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 8),
        textcoords="offset points",
        fontsize=10,
        color=GREY,
    )


def _curve(
    axes: Axes, result: Result, colour: str, dashes: str | tuple[int, tuple[int, ...]]
) -> None:
    means = [mean_of(column) for column in result.curves.T]
    values = [100 * mean.value for mean in means]
    axes.plot(
        result.labels, values, color=colour, linestyle=dashes, linewidth=2, label=result.strategy
    )
    # Student's interval knows no bounds, a share does.
    lows = [100 * max(mean.low, 0.0) for mean in means if mean.low is not None]
    highs = [100 * min(mean.high, 1.0) for mean in means if mean.high is not None]
    if lows:
        axes.fill_between(result.labels, lows, highs, color=colour, alpha=0.18, linewidth=0)


def _reference(axes: Axes, full: float) -> None:
    """The figure with every label, with room for the words above it."""
    axes.axhline(100 * full, color="black", linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate(
        f"with every label: {100 * full:.1f} %",
        (0.012, 100 * full),
        xycoords=("axes fraction", "data"),
        xytext=(0, 4),
        textcoords="offset points",
        fontsize=10,
    )
    low, high = axes.get_ylim()
    axes.set_ylim(low, max(high, 100 * full + 0.06 * (high - low)))
