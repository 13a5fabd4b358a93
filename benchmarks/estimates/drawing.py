"""How wide the intervals are, in a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np

from benchmarks.estimates.trial import Result

TODAY, PROPOSED = "audits@1", "assisted@1"


def draw(tried: Mapping[str, Sequence[Result]], title: str, path: Path) -> None:
    """Median widths by labels, a panel for each data set and a line for estimator and schedule."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    names = sorted({result.dataset for results in tried.values() for result in results})
    figure, panels = plt.subplots(1, len(names), figsize=(3 * len(names), 3.2), sharey=True)
    for panel, name in zip(np.atleast_1d(panels), names, strict=True):
        for schedule, results in tried.items():
            for estimator, style in ((TODAY, ":"), (PROPOSED, "-")):
                own = [r for r in results if (r.dataset, r.estimator) == (name, estimator)]
                at = sorted({r.labels for r in own})
                width = [100 * np.median([r.width for r in own if r.labels == n]) for n in at]
                colour = f"C{list(tried).index(schedule)}"
                panel.plot(at, width, style, color=colour, label=f"{estimator}, {schedule}")
        truth = np.mean([r.truth for r in results if r.dataset == name and r.labels == max(at)])
        panel.set_title(f"{name} ({100 * truth:.0f} %)", fontsize=10)
        panel.set_xlabel("labels")
        panel.grid(alpha=0.3)
    first = np.atleast_1d(panels)[0]
    first.set_ylabel("median width, points")
    first.set_ylim(0, None)
    figure.suptitle(
        f"95 % intervals, {title}; in brackets the accuracy at the last look", fontsize=10
    )
    handles, labels = first.get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="lower center", ncols=len(handles), fontsize=8, frameon=False
    )
    figure.tight_layout(rect=(0, 0.06, 1, 1))
    figure.savefig(path, dpi=110)
    plt.close(figure)
